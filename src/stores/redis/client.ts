import { Cluster } from "ioredis";
import { StoreUnavailable } from "../store.ts";
import { type Address, ANSWER_MS, type Connection, connectionTo } from "./connection.ts";

/** An act has failed by then, whatever Redis or the network does. */
const ACT_MS = 1200;
/** More acts than this under way at once mean that Redis is not keeping up. */
const MAX_PENDING = 20_000;

export interface Health {
  /** Redis went away: told once for each time that it does, not for each failed attempt to come back. */
  readonly onError: (error: Error) => void;
  /** It is back after that many milliseconds. */
  readonly onBack: (awayMs: number) => void;
}

export interface Client {
  /** The number of the database that the acts are on. */
  readonly database: number;
  /**
   * Sends what an act needs and waits for its answer.
   * @throws {StoreUnavailable} for any failure, within 1.5 seconds; whether Redis did the act is then unknown
   */
  act<T>(send: (redis: Connection) => Promise<T>): Promise<T>;
  /** Any node of the cluster, as far as one is known; a single server has none. */
  anyNode(): Address | undefined;
  close(): Promise<void>;
}

/** Connects at the first act, and again by itself whenever the connection is lost. */
export function openClient(url: string, health: Health): Client {
  const redis = connectionTo(url);
  let lastError: unknown;
  redis.on("error", (error) => (lastError = error)).on("ready", () => (lastError = undefined));
  const connected = gate(redis, () => lastError);
  watch(redis, health);
  let pending = 0;
  let closed = false;

  return {
    database: redis instanceof Cluster ? 0 : (redis.options.db ?? 0),
    act: async (send) => {
      if (closed) throw new StoreUnavailable("The Redis store is closed");
      if (pending >= MAX_PENDING) throw new StoreUnavailable("Redis does not keep up");
      pending += 1;
      try {
        return await within(
          ACT_MS,
          connected().then(() => send(redis)),
        );
      } catch (error) {
        if (error instanceof StoreUnavailable) throw error;
        throw new StoreUnavailable(`Redis failed: ${reason(error)}`, { cause: error });
      } finally {
        pending -= 1;
      }
    },
    anyNode: () => {
      const nodes = redis instanceof Cluster ? redis.nodes() : [];
      const node = nodes[Math.floor(Math.random() * nodes.length)];
      const { host, port } = node?.options ?? {};
      return host !== undefined && port !== undefined ? { host, port } : undefined;
    },
    close: async () => {
      closed = true;
      // QUIT, so that answers on their way still arrive; a Redis that does not react is left behind.
      if (redis.status === "ready") await within(ANSWER_MS, redis.quit()).catch(() => undefined);
      redis.disconnect();
    },
  };
}

/**
 * What an act awaits before it sends: an attempt to connect that is under way is waited for; between two attempts
 * acts fail at once, so that an outage does not slow the server down.
 */
function gate(redis: Connection, lastError: () => unknown): () => Promise<void> {
  let attempt: Promise<void> | undefined;
  const underWay = () => {
    attempt ??= new Promise<void>((resolve, reject) => {
      const settle = (act: () => void) => () => {
        redis.off("ready", ready).off("close", lost).off("end", lost);
        attempt = undefined;
        act();
      };
      const ready = settle(resolve);
      const lost = settle(() => reject(new StoreUnavailable("Redis cannot be reached", { cause: lastError() })));
      redis.on("ready", ready).on("close", lost).on("end", lost);
    });
    return attempt;
  };

  return async () => {
    if (redis.status === "ready") return;
    if (redis.status === "wait" || redis.status === "end") {
      // Its outcome arrives through the events.
      redis.connect().catch(() => undefined);
    } else if (redis.status !== "connecting" && redis.status !== "connect") {
      throw new StoreUnavailable("Redis is away");
    }
    await underWay();
  };
}

/** Reports the change from there to away and back; at most one such pair in ten seconds, for a Redis that flutters. */
function watch(redis: Connection, { onError, onBack }: Health): void {
  const quietMs = 10_000;
  let awaySince: number | undefined;
  let reportedAt = -quietMs;
  const away = (error: Error) => {
    const now = performance.now();
    if (awaySince !== undefined || now - reportedAt < quietMs) return;
    awaySince = reportedAt = now;
    onError(new StoreUnavailable(`Redis is away: ${reason(error)}`, { cause: error }));
  };
  // An "error" comes before its "close" and tells why; a connection that the other end closed has a "close" alone.
  redis.on("error", away);
  redis.on("reconnecting", () => away(new Error("the connection was closed")));
  redis.on("ready", () => {
    if (awaySince === undefined) return;
    const awayMs = performance.now() - awaySince;
    awaySince = undefined;
    onBack(awayMs);
  });
}

/** Settles as `work` does, or rejects after `ms` milliseconds; a later rejection of `work` counts as handled. */
function within<T>(ms: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new StoreUnavailable("Redis did not answer in time")), ms);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** Whether Redis has refused the user or the password, or asks for one: no later attempt would be let in. */
export function isRefusal(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return /^(WRONGPASS|NOAUTH|NOPERM|ERR AUTH|ERR invalid password)\b/.test(reason(error)) || isRefusal(error.cause);
}

/** What an error says, in a few words. */
export function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // Of a cluster that no node gave the slots of.
  if ("lastNodeError" in error && error.lastNodeError instanceof Error) return reason(error.lastNodeError);
  // A name with several addresses fails with an AggregateError, whose message is empty.
  return error.message || ("code" in error ? String(error.code) : error.name);
}
