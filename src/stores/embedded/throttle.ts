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
  const select = relaxed.prepare<[string], Window>("SELECT count, reset_at FROM throttles WHERE key = ?");
  // Apart from the opening of a window, so that the usual count leaves the index on reset_at alone.
  const count = relaxed.prepare<[string]>("UPDATE throttles SET count = count + 1 WHERE key = ?");
  // No RETURNING here: better-sqlite3's get() stops short of the step after which SQLite checkpoints, and the
  // write-ahead log would grow without end.
  const begin = relaxed.prepare<[string, number]>(
    `INSERT INTO throttles VALUES (?, 1, ?)
     ON CONFLICT (key) DO UPDATE SET count = excluded.count, reset_at = excluded.reset_at`,
  );

  const look = (buckets: readonly Bucket[], now: number): Seen[] =>
    buckets.map((bucket) => {
      const window = select.get(bucket.key);
      return window !== undefined && window.reset_at > now
        ? { bucket, open: true, count: window.count, resetAt: window.reset_at }
        : { bucket, open: false, count: 0, resetAt: now + bucket.windowMs };
    });
  const lookAtOnce = relaxed.transaction(look);
  const act = relaxed.transaction((buckets: readonly Bucket[], now: number) => {
    const seen = look(buckets, now);
    if (seen.some(isFull)) return { allowed: false, states: seen.map((each) => state(each, 0)) };
    for (const { bucket, open, resetAt } of seen) {
      if (open) count.run(bucket.key);
      else begin.run(bucket.key, resetAt);
    }
    return { allowed: true, states: seen.map((each) => state(each, 1)) };
  });

  return {
    consume: (buckets, now) =>
      run(() => {
        if (new Set(buckets.map(({ key }) => key)).size < buckets.length) throw new TypeError("A bucket is named twice");
        // A full window stays full until it ends, so a refusal needs no lock: a flood of refused tries costs the
        // others nothing. Several buckets are read in one snapshot.
        const seen = buckets.length === 1 ? look(buckets, now) : lookAtOnce.deferred(buckets, now);
        if (seen.some(isFull)) return { allowed: false, states: seen.map((each) => state(each, 0)) };
        return act.immediate(buckets, now);
      }),
  };
}

function isFull({ bucket, count }: Seen): boolean {
  return count >= bucket.limit;
}

function state({ bucket, count, resetAt }: Seen, added: 0 | 1): BucketState {
  return { remaining: Math.max(0, bucket.limit - count - added), resetAt };
}
