import { setImmediate } from "node:timers/promises";
import type { Connections, Run } from "./database.ts";

const BATCH = 500;
/**
 * Expired rows stay this long: an act that began just before the expiry, and waited, still judges by its own time.
 * Messages expire at once, and have this long to be noticed.
 */
const SPARE_MS = 10_000;

export interface SweepOptions {
  /** Milliseconds from one sweep to the next. */
  readonly everyMs: number;
  readonly now: () => number;
  readonly onError: (error: unknown) => void;
}

/**
 * Removes expired rows now and then, a small batch at a time, so that neither this process nor the others wait for it.
 * Only the file's size depends on it: every read judges expiry by itself.
 * @returns what stops it
 */
export function startSweep({ relaxed }: Connections, run: Run, { everyMs, now, onError }: SweepOptions): () => void {
  const batches = [
    "DELETE FROM sessions WHERE rowid IN (SELECT rowid FROM sessions WHERE expires_at <= ? LIMIT ?)",
    "DELETE FROM throttles WHERE key IN (SELECT key FROM throttles WHERE reset_at <= ? LIMIT ?)",
    "DELETE FROM codes WHERE rowid IN (SELECT rowid FROM codes WHERE expires_at <= ? LIMIT ?)",
    // A process that was stopped for long sees by their numbers that it missed some.
    "DELETE FROM messages WHERE id IN (SELECT id FROM messages WHERE sent_at <= ? LIMIT ?)",
  ].map((sql) => relaxed.prepare<[number, number]>(sql));
  let stopped = false;
  let sweeping = false;

  const sweep = async () => {
    for (const batch of batches) {
      let removed = BATCH;
      while (removed === BATCH && !stopped) {
        removed = await run(() => batch.run(now() - SPARE_MS, BATCH).changes);
        await setImmediate();
      }
    }
  };
  const timer = setInterval(() => {
    // A sweep may outlast the interval when much has piled up.
    if (sweeping) return;
    sweeping = true;
    sweep()
      .catch((error: unknown) => {
        if (!stopped) onError(error);
      })
      .finally(() => {
        sweeping = false;
      });
  }, everyMs);
  timer.unref();

  return () => {
    stopped = true;
    clearInterval(timer);
  };
}
