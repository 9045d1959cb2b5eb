import type { Redis } from "ioredis";
import { StoreUnavailable } from "../store.ts";
import { reason } from "./client.ts";

/**
 * Milliseconds between two beats. With the second that Redis has to answer one, a connection whose other end is silent
 * is noticed within 2 seconds.
 */
const BEAT_MS = 1000;
/** The store's main connection tells of an outage at once; this one only when it lasts, or is its own alone. */
const REPORT_AFTER_MS = 5000;

export interface Listening {
  /** The number of the newest message that was published, 0 before the first. */
  readonly newest: () => Promise<number>;
  /** Should not throw; when it does (somebody else wrote to the channel), that is reported. */
  readonly onMessage: (text: string) => void;
  /** Messages arrive: all up to this number, since the last beat, have been handed over or are lost. */
  readonly onBeat: (newest: number) => void;
  readonly onLost: () => void;
  readonly onError: (error: Error) => void;
}

/**
 * Listens to a channel on a connection of its own (not connected yet), which comes back by itself.
 * @returns what ends it
 */
export function listening(redis: Redis, channel: string, on: Listening): () => void {
  const { newest, onMessage, onBeat, onLost, onError } = on;
  const outage = outages(onError);
  let connection = 0;

  // Subscribing again is the beat: unlike a ping, its answer says that messages come this way. It comes behind every
  // message that the server had sent before, so what is missing by then of those counted before it was asked is lost.
  const beat = async () => {
    // It has not begun, or has given up. The outcome arrives through the events.
    if (redis.status === "wait" || redis.status === "end") redis.connect().catch(() => undefined);
    if (redis.status !== "ready") return;
    const asked = connection;
    try {
      const number = await newest();
      await redis.subscribe(channel);
      if (asked !== connection) return;
      outage.end();
      onBeat(number);
    } catch (error) {
      if (asked !== connection) return;
      onLost();
      outage.note(error);
    }
  };
  const beatNow = () => void beat();

  redis.on("ready", beatNow);
  redis.on("error", outage.note);
  redis.on("close", () => {
    connection += 1;
    onLost();
    outage.note();
  });
  redis.on("message", (_, text: string) => {
    try {
      onMessage(text);
    } catch (error) {
      onError(new Error(`A message on ${channel} cannot be read`, { cause: error }));
    }
  });
  beatNow();
  const timer = setInterval(beatNow, BEAT_MS).unref();

  return () => {
    clearInterval(timer);
    redis.disconnect();
  };
}

/** Reports once each time that messages have not arrived for long, with the last reason known. */
function outages(onError: (error: Error) => void) {
  let since: number | undefined;
  let last: unknown = new Error("the connection was closed");
  let reported = false;
  return {
    note: (error?: unknown) => {
      since ??= performance.now();
      last = error ?? last;
      if (reported || performance.now() - since < REPORT_AFTER_MS) return;
      reported = true;
      onError(new StoreUnavailable(`Messages do not arrive: ${reason(last)}`, { cause: last }));
    },
    end: () => {
      since = undefined;
      reported = false;
    },
  };
}
