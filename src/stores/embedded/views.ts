import { randomUUID } from "node:crypto";
import type Database from "better-sqlite3";
import { z } from "zod";
import type { ViewBatch, ViewStore } from "../store.ts";
import { assertCountable } from "../view-counts.ts";
import type { Connections, Run } from "./database.ts";

/** Views in the file's `views` table; the batch that is out, if any, is the one row of `view_batches`. */
export function openViews({ durable, relaxed }: Connections, run: Run): ViewStore {
  const add = relaxed.prepare<[counts: string]>(
    `INSERT INTO views SELECT CAST(key AS INTEGER), value FROM json_each(?) WHERE true
     ON CONFLICT (product_id) DO UPDATE SET count = count + excluded.count`,
  );
  // Relaxed: when a power cut undoes it, the batch comes again under its id, and the database refuses it.
  const settle = relaxed.prepare<[id: string]>("DELETE FROM view_batches WHERE id = ?");
  const take = taking(durable);

  return {
    add: (counts) =>
      run(() => {
        assertCountable(counts);
        if (counts.size > 0) add.run(JSON.stringify(Object.fromEntries(counts)));
      }),
    take: ({ now, leaseMs }) => run(() => take.immediate(now, now + leaseMs)),
    settle: (batchId) => run(() => void settle.run(batchId)),
  };
}

const Counts = z.record(z.string(), z.number());

/** Durable: were a power cut to undo it after the database has the batch, its views would come again under a new id. */
function taking(db: Database.Database) {
  const out = db.prepare<[], { id: string; leased_until: number; counts: string }>("SELECT * FROM view_batches");
  const lease = db.prepare<[until: number]>("UPDATE view_batches SET leased_until = ?");
  const waiting = db.prepare<[], { counts: string }>(
    "SELECT json_group_object(product_id, count) AS counts FROM views",
  );
  const put = db.prepare<[id: string, until: number, counts: string]>("INSERT INTO view_batches VALUES (?, ?, ?)");
  const clear = db.prepare("DELETE FROM views");

  const next = (now: number, until: number): { readonly id: string; readonly counts: string } | null => {
    const batch = out.get();
    if (batch !== undefined) {
      if (batch.leased_until > now) return null;
      lease.run(until);
      return batch;
    }
    const { counts = "{}" } = waiting.get() ?? {};
    if (counts === "{}") return null;
    const id = randomUUID();
    put.run(id, until, counts);
    clear.run();
    return { id, counts };
  };
  return db.transaction((now: number, until: number): ViewBatch | null => {
    const batch = next(now, until);
    if (batch === null) return null;
    const counts = Object.entries(Counts.parse(JSON.parse(batch.counts)));
    return { id: batch.id, counts: new Map(counts.map(([product, count]) => [Number(product), count])) };
  });
}
