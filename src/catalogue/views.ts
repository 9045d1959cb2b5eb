import type { Logger } from "pino";
import type { Database } from "../database/client.ts";
import { dialectOf } from "../database/dialect.ts";
import { sql } from "../database/sql.ts";
import type { ViewBatch, ViewStore } from "../stores/store.ts";
import { type Flushing, flushing } from "../flushing.ts";
import type { Catalogue } from "./cache.ts";

/** How long a view may wait in memory: what a process that is killed loses at most. While the store is away none count. */
const FLUSH_MS = 1000;

/** A process that has taken a batch and not written it by then is taken for dead. */
const LEASE_MS = 15_000;

/** How long the database remembers that a batch is in; far longer than any process can be late with one. */
const REMEMBER_MS = 86_400_000;

/**
 * Counts product views so that a read is not a write: in memory, from there into the store about once a second, and from
 * the store into the database in batches, by one process at a time.
 */
export interface ViewCounter extends Flushing {
  count(productId: number): void;
  /** Views counted by this process that are not in the store yet. */
  pending(productId: number): number;
  /**
   * Resolves when everything counted here so far is in the database, or with another process that is writing it. Where
   * that fails it is logged, and resolves too: a reader is better off without the last views than without an answer.
   */
  flush(): Promise<void>;
}

interface Parts {
  readonly db: Database;
  readonly store: ViewStore;
  readonly catalogue: Pick<Catalogue, "dropViews">;
  readonly clock: () => number;
  readonly log: Logger;
}

export function createViewCounter({ db, store, catalogue, clock, log }: Parts): ViewCounter {
  let counted = new Map<number, number>();

  const move = async (): Promise<void> => {
    if (counted.size > 0) {
      const counts = counted;
      counted = new Map();
      // Not put back when it fails: the store may have them all the same, and no view counts twice.
      await store.add(counts);
    }
    const batch = await store.take({ now: clock(), leaseMs: LEASE_MS });
    if (batch === null) return;
    await writeBatch(db, batch);
    await store.settle(batch.id);
    await catalogue.dropViews();
  };
  const write = async (): Promise<void> => {
    try {
      await move();
    } catch (error) {
      log.warn({ err: error }, "views could not be written");
    }
  };
  return {
    count: (id) => void counted.set(id, (counted.get(id) ?? 0) + 1),
    pending: (id) => counted.get(id) ?? 0,
    ...flushing(FLUSH_MS, write),
  };
}

/** Writes a batch once, however often it is handed out: the row with its id is written with it or not at all. */
async function writeBatch(db: Database, { id, counts }: ViewBatch): Promise<void> {
  const name = `views:${id}`;
  try {
    await db.$transaction([
      db.milestone.create({ data: { name } }),
      db.$executeRaw(addition(db, counts)),
      db.milestone.deleteMany({
        where: { name: { startsWith: "views:" }, reachedAt: { lt: new Date(Date.now() - REMEMBER_MS) } },
      }),
    ]);
  } catch (error) {
    const written = await db.milestone.findUnique({ where: { name } });
    if (written === null) throw error;
  }
}

/** Raw, since Prisma would move `updatedAt`, and being looked at is not a change of the product. */
function addition(db: Database, counts: ReadonlyMap<number, number>) {
  const seen = dialectOf(db).numbers(JSON.stringify(Object.fromEntries(counts)));
  return sql`
    UPDATE "Product" SET "views" = "Product"."views" + seen."n" FROM ${seen} AS seen WHERE "Product"."id" = seen."id"`;
}
