import type { Logger } from "pino";
import type { Database } from "../database/client.ts";
import { eraseDetails } from "./erase.ts";

const EVERY_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** Rows that go in one statement, so that nobody waits for it. */
const CHUNK = 1000;
const OLDEST = { orderBy: { id: "asc" }, take: CHUNK, select: { id: true, at: true } } as const;

interface Parts {
  readonly db: Database;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  readonly log: Logger;
  /** How many days the audit trail is kept. */
  readonly audit: number;
  /** The same of the login history. */
  readonly logins: number;
}

/** Deletes what has been kept for long enough, every hour. */
export interface Retention {
  sweep(): Promise<void>;
  close(): void;
}

export function startRetention({ db, clock, log, audit, logins }: Parts): Retention {
  const sweep = async (): Promise<void> => {
    const now = clock();
    const ago = (days: number) => new Date(now - days * DAY_MS);
    const { auditEvent, loginAttempt } = db;
    await deleteOld(
      ago(audit),
      () => auditEvent.findMany(OLDEST),
      (id) => auditEvent.deleteMany({ where: { id } }),
    );
    await deleteOld(
      ago(logins),
      () => loginAttempt.findMany(OLDEST),
      (id) => loginAttempt.deleteMany({ where: { id } }),
    );
    // What another process still had in memory when they were deleted.
    const gone = { deletedAt: { gte: new Date(now - 2 * EVERY_MS) } };
    const accounts = await db.user.findMany({ where: gone, select: { id: true } });
    if (accounts.length > 0)
      await eraseDetails(
        db,
        accounts.map(({ id }) => id),
      );
  };
  const timer = setInterval(() => {
    sweep().catch((error: unknown) => log.warn({ err: error }, "old history could not be deleted; it is tried again"));
  }, EVERY_MS);
  timer.unref();
  return { sweep, close: () => clearInterval(timer) };
}

interface Row {
  readonly id: number;
  readonly at: Date;
}

/** Rows are numbered as they are written, so that the oldest ones come first. */
async function deleteOld(
  before: Date,
  oldest: () => PromiseLike<readonly Row[]>,
  remove: (id: { in: number[] }) => PromiseLike<unknown>,
): Promise<void> {
  for (;;) {
    const old = (await oldest()).filter(({ at }) => at < before);
    if (old.length > 0) await remove({ in: old.map(({ id }) => id) });
    if (old.length < CHUNK) return;
  }
}
