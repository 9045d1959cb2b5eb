import { workerData } from "node:worker_threads";
import Sqlite from "better-sqlite3";
import { z } from "zod";

/** Milliseconds. Longer than anything that writes takes. */
const LOCK_WAIT_MS = 30_000;

const file = new Sqlite(z.string().parse(workerData), { timeout: LOCK_WAIT_MS, fileMustExist: true });
file.exec("VACUUM");
file.pragma("wal_checkpoint(TRUNCATE)");
file.close();
