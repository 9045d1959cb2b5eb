import { randomUUID } from "node:crypto";
import type Database from "better-sqlite3";
import type { ViewBatch, ViewStore } from "../store.ts";
import { assertCountable } from "../view-counts.ts";
import type { Connections, Run } from "./database.ts";

/** Views in the file's `views` table; the batch that is out, if any, is the one row of `view_batches`. */
export function openViews({ durable, relaxed }: Connections, run: Run): ViewStore {
  const count = relaxed.prepare<[productId: number, count: number]>(
    "INSERT INTO views VALUES ('', ?, ?) ON CONFLICT (batch, product_id) DO UPDATE SET count = count + excluded.count",
  );
  const add = relaxed.transaction((counts: ReadonlyMap<number, number>) => {
    for (const [productId, views] of counts) count.run(productId, views);
  });
  const removeBatch = relaxed.prepare<[string]>("DELETE FROM view_batches WHERE id = ?");
  const removeViews = relaxed.prepare<[string]>("DELETE FROM views WHERE batch = ?");
  // Relaxed: when a power cut undoes it, the batch comes again under its id, and the database refuses it.
  const settle = relaxed.transaction((id: string) => {
    if (removeBatch.run(id).changes > 0) removeViews.run(id);
  });
  const take = taking(durable);

  return {
    add: (counts) =>
      run(() => {
        assertCountable(counts);
        if (counts.size > 0) add.immediate(counts);
      }),
    take: ({ now, leaseMs }) => run(() => take.immediate(now, now + leaseMs)),
    settle: (batchId) => run(() => settle.immediate(batchId)),
  };
}

/** Durable: were a power cut to undo it after the database has the batch, its views would come again under a new id. */
function taking(db: Database.Database) {
  const batch = db.prepare<[], { id: string; leased_until: number }>("SELECT * FROM view_batches");
  const collect = db.prepare<[id: string]>("UPDATE views SET batch = ? WHERE batch = ''");
  const lease = db.prepare<[id: string, until: number]>(
    "INSERT INTO view_batches VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET leased_until = excluded.leased_until",
  );
  const read = db.prepare<[id: string], [productId: number, count: number]>(
    "SELECT product_id, count FROM views WHERE batch = ?",
  );
  read.raw();

  return db.transaction((now: number, until: number): ViewBatch | null => {
    const out = batch.get();
    if (out !== undefined && out.leased_until > now) return null;
    const id = out?.id ?? randomUUID();
    if (out === undefined && collect.run(id).changes === 0) return null;
    lease.run(id, until);
    return { id, counts: new Map(read.all(id)) };
  });
}
