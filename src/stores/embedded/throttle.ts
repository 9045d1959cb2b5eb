import type Database from "better-sqlite3";
import { byTurn } from "../../turn.ts";
import { assertDistinct } from "../buckets.ts";
import type { Bucket, ThrottleStore, Verdict } from "../store.ts";
import type { Connections, Run } from "./database.ts";

interface Act {
  readonly buckets: readonly Bucket[];
  readonly now: number;
}

/** A window as the acts of a turn leave it. */
interface Window {
  count: number;
  resetAt: number;
  /** Whether it is on record with this `resetAt`, so that only its count has to be written. */
  open: boolean;
  changed: boolean;
}

interface Outcome {
  readonly verdicts: readonly Verdict[];
  readonly windows: ReadonlyMap<string, Window>;
}

/** Throttles in the file's `throttles` table; the acts of one turn of the event loop share a transaction. */
export function openThrottle({ relaxed }: Connections, run: Run): ThrottleStore {
  const decide = deciding(relaxed);
  const look = relaxed.transaction((acts: readonly Act[]) => {
    const { verdicts, windows } = decide(acts);
    return [...windows.values()].some(({ changed }) => changed) ? [] : verdicts;
  });
  const act = acting(relaxed, decide);
  let full = false;

  const together = byTurn<Act, Verdict>((acts) =>
    run(() => {
      // A full window stays full until it ends, so a refusal needs no lock: a flood of refused tries costs the others
      // nothing. It is looked for where the last turn was one.
      const seen = full ? look.deferred(acts) : [];
      full = seen.length > 0 && seen.every(({ allowed }) => !allowed);
      if (full) return seen;
      const verdicts = act.immediate(acts);
      full = verdicts.every(({ allowed }) => !allowed);
      return verdicts;
    }),
  );
  return {
    consume: async (buckets, now) => {
      assertDistinct(buckets);
      return together({ buckets, now });
    },
  };
}

/** What becomes of acts one after the other; nothing is written. */
function deciding(db: Database.Database): (acts: readonly Act[]) => Outcome {
  const select = db.prepare<[string], { count: number; reset_at: number }>(
    "SELECT count, reset_at FROM throttles WHERE key = ?",
  );
  return (acts) => {
    const windows = new Map<string, Window>();
    const windowOf = ({ key }: Bucket): Window => {
      let window = windows.get(key);
      if (window === undefined) {
        const row = select.get(key);
        window = { count: row?.count ?? 0, resetAt: row?.reset_at ?? 0, open: row !== undefined, changed: false };
        windows.set(key, window);
      }
      return window;
    };
    const verdictOn = ({ buckets, now }: Act): Verdict => {
      const seen = buckets.map((bucket) => {
        const window = windowOf(bucket);
        const { limit, windowMs } = bucket;
        // The clock has gone back since it opened: nobody waits for that, and what was counted stays.
        if (window.resetAt > now + windowMs) {
          Object.assign(window, { resetAt: now + windowMs, open: false, changed: true });
        }
        const isOver = window.resetAt <= now;
        return {
          window,
          limit,
          isOver,
          count: isOver ? 0 : window.count,
          resetAt: isOver ? now + windowMs : window.resetAt,
        };
      });
      const allowed = seen.every(({ count, limit }) => count < limit);
      const added = allowed ? 1 : 0;
      if (allowed) {
        for (const { window, isOver, count, resetAt } of seen) {
          Object.assign(window, { count: count + 1, resetAt, open: window.open && !isOver, changed: true });
        }
      }
      const states = seen.map(({ limit, count, resetAt }) => ({
        remaining: Math.max(0, limit - count - added),
        resetAt,
      }));
      return { allowed, states };
    };
    return { verdicts: acts.map(verdictOn), windows };
  };
}

function acting(db: Database.Database, decide: ReturnType<typeof deciding>) {
  // Apart from the opening of a window, so that the usual count leaves the index on reset_at alone.
  const count = db.prepare<[number, string]>("UPDATE throttles SET count = ? WHERE key = ?");
  // No RETURNING here: better-sqlite3's get() stops short of the step after which SQLite checkpoints, and the
  // write-ahead log would grow without end.
  const begin = db.prepare<[string, number, number]>(
    `INSERT INTO throttles VALUES (?, ?, ?)
     ON CONFLICT (key) DO UPDATE SET count = excluded.count, reset_at = excluded.reset_at`,
  );
  return db.transaction((acts: readonly Act[]) => {
    const { verdicts, windows } = decide(acts);
    for (const [key, window] of windows) {
      if (!window.changed) continue;
      if (window.open) count.run(window.count, key);
      else begin.run(key, window.count, window.resetAt);
    }
    return verdicts;
  });
}
