import { constants } from "node:fs";
import { access, mkdir, open, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import type { SqlDriverAdapter } from "@prisma/driver-adapter-utils";
import { PrismaClient } from "../generated/sqlite/client.ts";
import { DatabaseError, transactionOptions, type Database } from "./client.ts";
import { applyMigrations, MigrationError, type Dialect } from "./migrate.ts";
import { systemCode } from "./failures.ts";
import { tracedAdapter } from "./traced.ts";
import { beginImmediate, connectForMigrations, sqliteAdapter } from "./sqlite-adapter.ts";

export const sqliteMigrations = fileURLToPath(new URL("../../prisma/migrations", import.meta.url));

/** How migrations lock and verify a SQLite database. */
const dialect: Dialect = {
  migrationsTable: "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '_prisma_migrations'",
  begin: beginImmediate,
  async verify(adapter) {
    const broken = await adapter.queryRaw({ sql: "PRAGMA foreign_key_check", args: [], argTypes: [] });
    if (broken.rows.length > 0) throw new Error(`${broken.rows.length} rows would refer to rows that don't exist`);
  },
};

/**
 * Opens the SQLite database in a file, up to date.
 * @param path absolute
 * @throws {DatabaseError}
 */
export async function openSqlite(path: string, migrations = sqliteMigrations): Promise<Database> {
  await prepareFile(path);
  try {
    await migrateSqlite(path, migrations);
    const database = new PrismaClient({ adapter: tracedAdapter(sqliteAdapter(path)), transactionOptions });
    await database.$connect();
    return database;
  } catch (error) {
    throw describe(path, error);
  }
}

/** Applies a folder's pending migrations. @returns their names @throws {MigrationError} */
export async function migrateSqlite(path: string, migrations: string): Promise<string[]> {
  let connection: SqlDriverAdapter | undefined;
  try {
    connection = await connectForMigrations(path);
    return await applyMigrations(connection, dialect, migrations);
  } finally {
    await connection?.dispose();
  }
}

/** The file holds accounts, so that nobody else may read it; SQLite gives its side files the same mode. */
async function prepareFile(path: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    // Only ever a new file: closing one that this process has open elsewhere would drop SQLite's locks on it.
    const file = await open(path, "wx", 0o600).catch(whenThere);
    await file?.close();
    if ((await stat(path)).isDirectory()) throw new DatabaseError(`The database ${path} is a folder, not a file.`);
    await access(path, constants.R_OK | constants.W_OK);
    // The folder as well: the write-ahead log is a file beside the database.
    await access(dirname(path), constants.W_OK | constants.X_OK);
  } catch (error) {
    throw describe(path, error);
  }
}

function whenThere(error: unknown): undefined {
  if (systemCode(error) !== "EEXIST") throw error;
}

function describe(path: string, error: unknown): Error {
  if (error instanceof DatabaseError) return error;
  if (error instanceof MigrationError) return new DatabaseError(`${error.message} (${path}).`, { cause: error });
  return new DatabaseError(`The database ${path} ${problem(error)}.`, { cause: error });
}

function problem(error: unknown): string {
  const code = systemCode(error);
  if (code === "SQLITE_NOTADB") return "is not a SQLite database file";
  if (code.startsWith("SQLITE_CORRUPT")) return "is damaged: put a backup in its place";
  if (code === "EACCES" || code === "EPERM" || code === "EROFS" || code.startsWith("SQLITE_READONLY")) {
    return `is not writable (${code})`;
  }
  if (code === "ENOTDIR" || code === "EEXIST") return "is in a folder that is a file";
  if (code.startsWith("SQLITE_BUSY")) return "is locked by another program";
  return `can't be opened (${error instanceof Error ? error.message : String(error)})`;
}
