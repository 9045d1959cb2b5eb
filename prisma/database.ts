import type { Config } from "../src/config.ts";
import type { PrismaClient } from "../src/generated/sqlite/client.ts";

/** The types of rows and queries are the same whatever the engine is, so that nobody else has to name one. */
export type { Prisma } from "../src/generated/sqlite/client.ts";
export type { LoginMethod, LoginOutcome } from "../src/generated/sqlite/enums.ts";

/** The Prisma client; the same type whatever the engine is. */
export type Database = PrismaClient;

export type Engine = "sqlite" | "postgresql";

/** Milliseconds. Prisma would let a transaction wait 2 s to begin, which a busy moment exceeds without any fault. */
export const transactionOptions = { maxWait: 10_000, timeout: 10_000 };

const engines = new WeakMap<object, Engine>();

/** What a database opened by `openDatabase` runs on, for the rare SQL that can't be the same everywhere. */
export function engineOf(database: Database): Engine {
  return engines.get(database) ?? "sqlite";
}

/** The database can't be used; the message is a sentence for whoever runs the server, without any password. */
export class DatabaseError extends Error {
  override readonly name = "DatabaseError";
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
  const database = await (engine === "sqlite" ? openFile(databaseUrl) : openServer(databaseUrl));
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
