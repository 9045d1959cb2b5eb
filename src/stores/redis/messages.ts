import { z } from "zod";
import { type Feed, openHub } from "../hub.ts";
import type { MessageBus } from "../store.ts";
import type { Client } from "./client.ts";
import { serverAt } from "./connection.ts";
import { listening } from "./listening.ts";
import { evaluate, script } from "./script.ts";

/** What is published: its number, topic and payload. */
const Message = z.tuple([z.int(), z.string(), z.string()]);

// KEYS: the number of the newest message, which lives for a week (it begins anew after that, which is a gap). ARGV: the
// channel, then topic and payload as JSON.
const PUBLISH = script(`
local number = redis.call('INCR', KEYS[1])
redis.call('PEXPIRE', KEYS[1], ${7 * 24 * 3_600_000})
redis.call('PUBLISH', ARGV[1], '[' .. number .. ',' .. ARGV[2] .. ']')
`);

interface MessageOptions {
  readonly url: string;
  readonly prefix: string;
  readonly onError: (error: Error) => void;
}

/**
 * Messages of all topics through one channel of Redis's publish/subscribe: whether they arrive is then one question, for
 * topics that are subscribed to later as well. A cluster passes what is published to all of its nodes, so listening to any
 * one of them will do; when that one is lost, another is tried.
 */
export function openMessages(client: Client, { url, prefix, onError }: MessageOptions): MessageBus & { close(): void } {
  // Publish/subscribe knows nothing of database numbers; shops that are told apart by theirs stay so.
  const channel = `${prefix}:messages:${client.database}`;
  const counter = `${prefix}:{messages}:newest`;
  const newest = async () => Number((await client.act((redis) => redis.get(counter))) ?? 0);
  const hub = openHub(
    (feed) => listening(serverAt(url, client.anyNode), channel, { newest, onError, ...counting(feed) }),
    onError,
  );
  return {
    publish: async (topic, payload = "") => {
      const text = `${JSON.stringify(topic)},${JSON.stringify(payload)}`;
      await client.act((redis) => evaluate(redis, PUBLISH, [counter], [channel, text]));
    },
    subscribe: hub.subscribe,
    onGap: hub.onGap,
    get connected() {
      return hub.connected;
    },
    close: hub.close,
  };
}

/** Hands messages over, and tells of a gap where their numbers have one. */
function counting(feed: Feed) {
  let seen: number | undefined;
  let newestAtBeat = 0;
  let beating = false;
  const gap = () => {
    feed.connected(false);
    feed.connected(beating);
  };
  return {
    onMessage: (text: string) => {
      const [number, topic, payload] = Message.parse(JSON.parse(text));
      const isNext = seen === undefined || number === seen + 1;
      seen = number;
      if (!isNext) gap();
      feed.deliver(topic, payload);
    },
    onBeat: (newest: number) => {
      // A server that has lost its data counts from the beginning.
      const isWhole = seen === undefined || (seen >= newest && newest >= newestAtBeat);
      if (seen === undefined || !isWhole) seen = newest;
      newestAtBeat = newest;
      beating = true;
      if (isWhole) feed.connected(true);
      else gap();
    },
    onLost: () => {
      seen = undefined;
      newestAtBeat = 0;
      beating = false;
      feed.connected(false);
    },
  };
}
