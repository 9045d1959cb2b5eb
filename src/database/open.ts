import type { Config } from "../config.ts";
import type { Database, Engine } from "./client.ts";
import { writingProductKeys } from "./product-keys.ts";

const engines = new WeakMap<object, Engine>();

/** What a database opened by `openDatabase` runs on, for the rare SQL that can't be the same everywhere. */
export function engineOf(database: Database): Engine {
  return engines.get(database) ?? "sqlite";
}

/**
 * Opens the database and brings it up to date: makes the folder and the file when they are missing, applies pending
 * migrations, connects. Only the engine in use is loaded. Open a database once per process: a second client's write
 * would block the thread while it waits for the first one's transaction. `$disconnect()` closes it.
 * @throws {DatabaseError} when it can't be used, also for a migration that fails (`cause`: a MigrationError)
 */
export async function openDatabase(config: Pick<Config, "databaseUrl">): Promise<Database> {
  const { databaseUrl } = config;
  const engine: Engine = databaseUrl.startsWith("file:") ? "sqlite" : "postgresql";
  const database = writingProductKeys(await (engine === "sqlite" ? openFile(databaseUrl) : openServer(databaseUrl)));
  engines.set(database, engine);
  return database;
}

async function openFile(url: string): Promise<Database> {
  const { openSqlite } = await import("./sqlite.ts");
  return openSqlite(url.slice("file:".length));
}

async function openServer(url: string): Promise<Database> {
  const { openPostgresql } = await import("./postgresql.ts");
  return openPostgresql(url);
}
