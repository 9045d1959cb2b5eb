import { openClient } from "./client.ts";
import { openCodes } from "./codes.ts";
import { openMessages } from "./messages.ts";
import { openSessions } from "./sessions.ts";
import { openThrottle } from "./throttle.ts";
import { openViews } from "./views.ts";
import type { Store } from "../store.ts";

export { isRefusal } from "./client.ts";

export interface RedisStoreOptions {
  /**
   * `redis://` or `rediss://`: one server, or with `?cluster=true` any node of a Redis Cluster, which tells of the others
   * (each act touches keys of one slot only).
   */
  readonly url: string;
  /** First part of every key, `shop` unless said; the layout's version follows it. */
  readonly keyPrefix?: string;
  /**
   * Told once when Redis goes away (with the reason), when messages have not arrived for 5 seconds, and of listeners that
   * throw; by default that becomes a process warning.
   */
  readonly onError?: (error: Error) => void;
  /** Told once when it is back, with the milliseconds that it was away. */
  readonly onBack?: (awayMs: number) => void;
}

/**
 * The engine for several machines: Redis 6.2 or newer. It connects at the first act (once more at the first
 * subscription to messages, where a silent connection is noticed within 2 seconds) and reconnects by itself; while
 * Redis is away every act fails within 1.5 seconds and nothing is kept for later. How much an acknowledged write
 * survives is up to Redis's own persistence (`appendonly`, `appendfsync`).
 */
export function openRedisStore({
  url,
  keyPrefix = "shop",
  onError = warn,
  onBack = noteBack,
}: RedisStoreOptions): Store {
  // Braces would make a hash tag of their own, and the keys of one act would part.
  if (/[{}]/.test(keyPrefix)) throw new TypeError("A key prefix has no braces");
  const client = openClient(url, { onError, onBack });
  const prefix = `${keyPrefix}:v1`;
  const messages = openMessages(client, { url, prefix, onError });
  return {
    sessions: openSessions(client, prefix),
    throttle: openThrottle(client, prefix),
    codes: openCodes(client, prefix),
    views: openViews(client, prefix),
    messages,
    ping: async () => {
      // Unlike PING, reading a key is refused by a cluster that is down.
      await client.act((redis) => redis.exists(`${prefix}:{throttle}`));
    },
    close: () => {
      messages.close();
      return client.close();
    },
  };
}

function warn(error: Error): void {
  process.emitWarning(error);
}

function noteBack(awayMs: number): void {
  process.emitWarning(`Redis is back after ${Math.round(awayMs)} ms`);
}
