import type Database from "better-sqlite3";
import { assertDistinct } from "../buckets.ts";
import type { Bucket, BucketState, ThrottleStore } from "../store.ts";
import type { Connections, Run } from "./database.ts";

interface Window {
  readonly count: number;
  readonly reset_at: number;
}

/** A bucket as it stands: `open` tells whether its window is on record. */
interface Seen {
  readonly bucket: Bucket;
  readonly open: boolean;
  readonly count: number;
  readonly resetAt: number;
}

/** Throttles in the file's `throttles` table. */
export function openThrottle({ relaxed }: Connections, run: Run): ThrottleStore {
  const look = looking(relaxed);
  const lookAtOnce = relaxed.transaction(look);
  const act = acting(relaxed, look);
  return {
    consume: (buckets, now) =>
      run(() => {
        assertDistinct(buckets);
        // A full window stays full until it ends, so a refusal needs no lock: a flood of refused tries costs the
        // others nothing. Several buckets are read in one snapshot.
        const seen = buckets.length === 1 ? look(buckets, now) : lookAtOnce.deferred(buckets, now);
        return seen.some(isFull) ? refusal(seen) : act.immediate(buckets, now);
      }),
  };
}

function looking(db: Database.Database) {
  const select = db.prepare<[string], Window>("SELECT count, reset_at FROM throttles WHERE key = ?");
  return (buckets: readonly Bucket[], now: number): Seen[] =>
    buckets.map((bucket) => {
      const window = select.get(bucket.key);
      return window !== undefined && window.reset_at > now
        ? { bucket, open: true, count: window.count, resetAt: window.reset_at }
        : { bucket, open: false, count: 0, resetAt: now + bucket.windowMs };
    });
}

function acting(db: Database.Database, look: ReturnType<typeof looking>) {
  // Apart from the opening of a window, so that the usual count leaves the index on reset_at alone.
  const count = db.prepare<[string]>("UPDATE throttles SET count = count + 1 WHERE key = ?");
  // No RETURNING here: better-sqlite3's get() stops short of the step after which SQLite checkpoints, and the
  // write-ahead log would grow without end.
  const begin = db.prepare<[string, number]>(
    `INSERT INTO throttles VALUES (?, 1, ?)
     ON CONFLICT (key) DO UPDATE SET count = excluded.count, reset_at = excluded.reset_at`,
  );
  return db.transaction((buckets: readonly Bucket[], now: number) => {
    const seen = look(buckets, now);
    if (seen.some(isFull)) return refusal(seen);
    for (const { bucket, open, resetAt } of seen) {
      if (open) count.run(bucket.key);
      else begin.run(bucket.key, resetAt);
    }
    return { allowed: true, states: seen.map((each) => state(each, 1)) };
  });
}

function refusal(seen: readonly Seen[]) {
  return { allowed: false, states: seen.map((each) => state(each, 0)) };
}

function isFull({ bucket, count }: Seen): boolean {
  return count >= bucket.limit;
}

function state({ bucket, count, resetAt }: Seen, added: 0 | 1): BucketState {
  return { remaining: Math.max(0, bucket.limit - count - added), resetAt };
}
