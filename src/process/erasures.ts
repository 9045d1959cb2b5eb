import { eraseTraces } from "../database/erasure.ts";
import type { Deps } from "../deps.ts";

const HOUR_MS = 3_600_000;

/** Writes SQLite's file anew when accounts have been deleted: now, for what the last process has left, and once an hour at most. */
export function startErasures({ db, config, log }: Pick<Deps, "db" | "config" | "log">): void {
  const erase = async (): Promise<void> => {
    try {
      if (await eraseTraces(db, config.databaseUrl)) log.info("the traces of deleted accounts have been erased");
    } catch (error) {
      log.warn({ err: error }, "the traces of deleted accounts could not be erased; the next try is in an hour");
    }
  };
  setInterval(() => void erase(), HOUR_MS).unref();
  void erase();
}
