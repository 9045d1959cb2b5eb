import { randomUUID } from "node:crypto";
import type { MessageBus } from "../store.ts";
import { type Listen, openHub } from "../hub.ts";
import { type Connections, type Run, translate } from "./database.ts";

/** A message to another process waits for this at most, and half of it on average. */
const POLL_MS = 20;

interface MessageOptions {
  readonly now: () => number;
  readonly onError: (error: unknown) => void;
}

interface MessageRow {
  readonly id: number;
  readonly topic: string;
  readonly payload: string;
  readonly origin: string;
}

/** Messages in the file's `messages` table: own listeners are called at once, other processes poll for new rows. */
export function openMessages(
  { relaxed, watching }: Connections,
  run: Run,
  { now, onError }: MessageOptions,
): MessageBus & { close(): void } {
  const origin = randomUUID();
  const insert = relaxed.prepare<[topic: string, payload: string, origin: string, at: number]>(
    "INSERT INTO messages (topic, payload, origin, sent_at) VALUES (?, ?, ?, ?)",
  );
  const hub = openHub(polling(watching, origin, onError), onError);
  return {
    publish: async (topic, payload = "") => {
      await run(() => void insert.run(topic, payload, origin, now()));
      hub.deliver(topic, payload);
    },
    subscribe: hub.subscribe,
    onGap: hub.onGap,
    get connected() {
      return hub.connected;
    },
    close: hub.close,
  };
}

function polling(db: Connections["watching"], origin: string, onError: (error: unknown) => void): Listen {
  const version = db.prepare<[], number>("PRAGMA data_version").pluck();
  const newest = db.prepare<[], number>("SELECT seq FROM sqlite_sequence WHERE name = 'messages'").pluck();
  const after = db.prepare<[id: number], MessageRow>("SELECT * FROM messages WHERE id > ? ORDER BY id");

  return (feed) => {
    let seenVersion: number | undefined;
    let seenId: number | undefined;
    let failing = false;

    const poll = () => {
      // Before the rows: one written in between is read now, and the next poll finds nothing new.
      const current = version.get();
      if (current === seenVersion) return;
      const last = newest.get() ?? 0;
      const rows = after.all(seenId ?? last);
      // Some are gone: by sweeping, when this process has slept for long, or by whatever else happened to the file.
      if (seenId !== undefined && !areWhole(rows, seenId, last)) feed.connected(false);
      seenId = Math.max(last, rows.at(-1)?.id ?? 0);
      seenVersion = current;
      feed.connected(true);
      for (const { topic, payload, origin: from } of rows) if (from !== origin) feed.deliver(topic, payload);
    };
    const tick = () => {
      try {
        poll();
        failing = false;
      } catch (error) {
        // What failed may have been a mere look at an unchanged version, after which polls would end early for ever.
        seenVersion = undefined;
        feed.connected(false);
        if (!failing) onError(translate(error));
        failing = true;
      }
    };
    tick();
    const timer = setInterval(tick, POLL_MS).unref();
    return () => clearInterval(timer);
  };
}

/** Whether rows are all that followed `seen`, up to the newest number that was ever given; later ones may have joined them. */
function areWhole(rows: readonly MessageRow[], seen: number, newest: number): boolean {
  return seen <= newest && (rows.at(-1)?.id ?? seen) >= newest && rows.every(({ id }, i) => id === seen + 1 + i);
}
