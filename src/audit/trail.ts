import { randomUUID } from "node:crypto";
import type { Logger } from "pino";
import type { Database } from "../database/client.ts";
import { type Flushing, flushing } from "../flushing.ts";
import { type AuditEvent, type AuditRow, merged, rowOf } from "./event.ts";
import { writeRows } from "./write.ts";

/** How long what was refused may wait in memory, so that what strangers try costs no write each. */
const FLUSH_MS = 1000;
/** Different rows that wait while none can be written. */
const MOST_WAITING = 10_000;

/**
 * Who did what to whom, from where. What was done is written before it is answered; what was refused, within a second.
 *
 * An act is never undone, nor answered otherwise, because the trail cannot be written: it has happened, mostly in the same
 * database, and saying 503 of it would be untrue. The rows wait in memory and are tried again every second, which the log
 * tells of; those that find no room there are in the log instead, whole.
 */
export interface Trail extends Flushing {
  note(event: AuditEvent): void;
}

interface Parts {
  readonly db: Database;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  readonly log: Logger;
}

export function createTrail({ db, clock, log }: Parts): Trail {
  const writer = randomUUID();
  let waiting = new Map<string, AuditRow>();

  const add = (row: AuditRow): void => {
    const before = waiting.get(row.mergeKey);
    if (before) waiting.set(row.mergeKey, merged(before, row));
    else if (waiting.size < MOST_WAITING) waiting.set(row.mergeKey, row);
    else log.error({ event: row }, "an event that the audit trail has no room for while it cannot be written");
  };
  const write = async (): Promise<void> => {
    if (waiting.size === 0) return;
    const batch = waiting;
    waiting = new Map();
    try {
      await writeRows(db, [...batch.values()]);
    } catch (error) {
      log.error({ err: error, waiting: batch.size }, "the audit trail could not be written; it is tried again");
      const since = waiting;
      waiting = batch;
      for (const row of since.values()) add(row);
    }
  };
  return { note: (event) => add(rowOf(event, writer, clock())), ...flushing(FLUSH_MS, write) };
}
