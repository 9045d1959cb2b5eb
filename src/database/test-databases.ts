/** For tests: databases of their own, on every engine that can be reached. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PrismaBetterSqlite3 } from "@prisma/adapter-better-sqlite3";
import { PrismaPg } from "@prisma/adapter-pg";
import type { SqlDriverAdapter } from "@prisma/driver-adapter-utils";
import { onTestFinished, test } from "vitest";
import { createDatabase, postgresqlAnswers } from "../../test/fixtures/postgresql.ts";
import type { Database } from "./client.ts";
import { openDatabase } from "./open.ts";
import { drift } from "./diff.ts";
import { migratePostgresql, openPostgresql, postgresqlMigrations } from "./postgresql.ts";
import { migrateSqlite, openSqlite, sqliteMigrations } from "./sqlite.ts";

export interface TestEngine {
  readonly name: string;
  /** The folder of its migrations. */
  readonly migrations: string;
  /** The URL of an empty database, dropped when the test is over. */
  create(): Promise<string>;
  /** Applies a folder's migrations. */
  migrate(url: string, migrations: string): Promise<string[]>;
  /** Opens a database with a folder's migrations. */
  open(url: string, migrations: string): Promise<Database>;
  /** What sets its tables apart from those of the data model; undefined: nothing. */
  drift(url: string): Promise<string | undefined>;
}

export const sqlite: TestEngine = {
  name: "SQLite",
  migrations: sqliteMigrations,
  create: async () => `file:${join(await temporaryFolder(), "shop.db")}`,
  migrate: (url, migrations) => migrateSqlite(url.slice("file:".length), migrations),
  open: (url, migrations) => openSqlite(url.slice("file:".length), migrations),
  drift: (url) => driftFrom("../../prisma/schema.prisma", new PrismaBetterSqlite3({ url }).connect()),
};

export const postgresql: TestEngine = {
  name: "PostgreSQL",
  migrations: postgresqlMigrations,
  async create() {
    const { url, drop } = await createDatabase();
    onTestFinished(drop);
    return url;
  },
  migrate: migratePostgresql,
  open: openPostgresql,
  drift: (url) =>
    driftFrom("../../prisma/postgresql/schema.prisma", new PrismaPg({ connectionString: url, max: 1 }).connect()),
};

export const engines: readonly TestEngine[] = (await reachable()) ? [sqlite, postgresql] : [sqlite];

/** A folder that is removed when the test is over. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "shop-database-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Opens a database for one test. */
export function open(databaseUrl: string): Promise<Database> {
  return opened(openDatabase({ databaseUrl }));
}

/** Closes a database when the test is over. */
export async function opened(opening: Promise<Database>): Promise<Database> {
  const database = await opening;
  onTestFinished(() => database.$disconnect());
  return database;
}

async function driftFrom(schema: string, connecting: Promise<SqlDriverAdapter>): Promise<string | undefined> {
  const connection = await connecting;
  try {
    return await drift(connection, await readFile(new URL(schema, import.meta.url), "utf8"));
  } finally {
    await connection.dispose();
  }
}

async function reachable(): Promise<boolean> {
  if (await postgresqlAnswers()) return true;
  if (process.env["REQUIRE_SERVICES"] === "1") throw new Error("REQUIRE_SERVICES=1, but no PostgreSQL answers");
  console.warn("SKIPPED: everything on PostgreSQL, as none answers (TEST_POSTGRESQL_URL)");
  test.skip("PostgreSQL (no server answers)", () => undefined);
  return false;
}
