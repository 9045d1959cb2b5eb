import { Worker } from "node:worker_threads";
import type { Database, Prisma } from "./client.ts";
import { engineOf } from "./open.ts";

/** There is something to erase for good since then. */
const DUE = "erasure-due";

/** Notes within a deletion that traces of it are left to erase. */
export async function noteErasure(tx: Prisma.TransactionClient): Promise<void> {
  const reachedAt = new Date();
  await tx.milestone.upsert({ where: { name: DUE }, create: { name: DUE, reachedAt }, update: { reachedAt } });
}

/**
 * Takes what has just been deleted out of SQLite's files, as far as that is done at once: the pages have been overwritten
 * (`secure_delete`), and what the write-ahead log has of before is truncated, unless somebody reads from it right now.
 * PostgreSQL's own vacuum does it in its time.
 */
export async function emptyLog(db: Database): Promise<void> {
  if (engineOf(db) === "sqlite") await db.$queryRawUnsafe("PRAGMA wal_checkpoint(TRUNCATE)");
}

/**
 * Takes the rest out of SQLite's file, if there is any: when rows move from page to page, copies of them stay behind in the
 * gaps, which `secure_delete` knows nothing of. The file is written anew, in a thread of its own; reads go on meanwhile, and
 * writes wait.
 * @param url of the database
 * @returns whether there was anything to do
 */
export async function eraseTraces(db: Database, url: string): Promise<boolean> {
  if (engineOf(db) !== "sqlite") return false;
  const due = await db.milestone.findUnique({ where: { name: DUE } });
  if (due === null) return false;
  await vacuum(url.slice("file:".length));
  // One that was noted meanwhile is for the next time.
  await db.milestone.deleteMany({ where: { name: DUE, reachedAt: due.reachedAt } });
  return true;
}

function vacuum(path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(new URL("./vacuum.ts", import.meta.url), { workerData: path });
    thread.unref();
    thread.once("error", reject);
    thread.once("exit", () => resolve());
  });
}
