import type { Logger } from "pino";
import type { Database } from "../../../prisma/database.ts";

/** How long a view may wait in memory; a process that is killed loses at most this much. */
const FLUSH_MS = 1000;

/** Counts product views in memory and adds them to the database in batches, so that a read is not a write. */
export interface ViewCounter {
  count(productId: number): void;
  /** Views counted here that the database does not have yet. */
  pending(productId: number): number;
  /** Resolves when everything counted so far is in the database. */
  flush(): Promise<void>;
  close(): Promise<void>;
}

export function createViewCounter(db: Database, log: Logger): ViewCounter {
  let waiting = new Map<number, number>();
  let writing: ReadonlyMap<number, number> = new Map();
  let last: Promise<void> = Promise.resolve();

  const write = async (): Promise<void> => {
    if (waiting.size === 0) return;
    writing = waiting;
    waiting = new Map();
    try {
      // Raw, since Prisma would move `updatedAt`, and being looked at is not a change of the product.
      await db.$transaction(
        [...writing].map(([id, n]) => db.$executeRaw`UPDATE "Product" SET "views" = "views" + ${n} WHERE "id" = ${id}`),
      );
    } catch (error) {
      for (const [id, n] of writing) waiting.set(id, (waiting.get(id) ?? 0) + n);
      throw error;
    } finally {
      writing = new Map();
    }
  };
  const flush = (): Promise<void> => {
    last = last.then(write, write);
    return last;
  };
  const timer = setInterval(() => {
    flush().catch((error: unknown) =>
      log.warn({ err: error }, "views could not be written; they are kept for the next try"),
    );
  }, FLUSH_MS);
  timer.unref();

  return {
    count: (id) => void waiting.set(id, (waiting.get(id) ?? 0) + 1),
    pending: (id) => (waiting.get(id) ?? 0) + (writing.get(id) ?? 0),
    flush,
    async close() {
      clearInterval(timer);
      await flush();
    },
  };
}
