/** For tests: old servers' databases, on either engine, with whatever rows a test wants. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { PrismaPg } from "@prisma/adapter-pg";
import { onTestFinished } from "vitest";
import { onPostgres } from "../fixtures/database.ts";
import { createDatabase } from "../fixtures/postgresql.ts";

type Value = string | number | boolean | null;
export type Rows = readonly Readonly<Record<string, Value>>[];

const BEARER = `
  CREATE TABLE users (id INTEGER PRIMARY KEY, email VARCHAR UNIQUE, hashed_password VARCHAR, disabled BOOLEAN DEFAULT false);
  CREATE TABLE user_info (id INTEGER PRIMARY KEY, user_id INTEGER UNIQUE, first_name VARCHAR, last_name VARCHAR,
    phone_number VARCHAR);
  CREATE TABLE products (id INTEGER PRIMARY KEY, model VARCHAR, name VARCHAR, description TEXT, price DOUBLE PRECISION,
    quantity INTEGER, image_url VARCHAR, views INTEGER DEFAULT 0);`;

const ENVELOPE = `
  CREATE TABLE users (id INTEGER PRIMARY KEY, username VARCHAR(50) UNIQUE, nickname VARCHAR(50), email VARCHAR(100) UNIQUE,
    phone VARCHAR(20), password VARCHAR(255), is_admin BOOLEAN DEFAULT false, is_active BOOLEAN DEFAULT true,
    is_deleted BOOLEAN DEFAULT false, ip_address VARCHAR(45), last_login TIMESTAMP, created_at TIMESTAMP,
    updated_at TIMESTAMP);
  CREATE TABLE products (id INTEGER PRIMARY KEY, name VARCHAR(100), price DOUBLE PRECISION, stock INTEGER,
    description VARCHAR(500), image VARCHAR(255), category VARCHAR(100), created_at TIMESTAMP, updated_at TIMESTAMP,
    is_deleted BOOLEAN DEFAULT false);
  CREATE TABLE chat_messages (id INTEGER PRIMARY KEY);`;

const schemas = { bearer: BEARER, envelope: ENVELOPE } as const;

/**
 * An old server's database with these rows, by table; removed when the test is over. On PostgreSQL where the servers of this
 * run stand on it.
 * @returns its address as the old server's own settings had it
 */
export async function oldDatabase(
  server: keyof typeof schemas,
  tables: Readonly<Record<string, Rows>>,
): Promise<string> {
  const script = [
    schemas[server],
    ...Object.entries(tables).flatMap(([table, rows]) => rows.map(insertInto(table))),
  ].join(";\n");
  return onPostgres ? onServer(script) : inFile(script);
}

/** Runs a statement on an old database, by the address that {@link oldDatabase} gave. */
export async function alter(source: string, sql: string): Promise<void> {
  if (onPostgres) await runOn(source.replace("+asyncpg", ""), sql);
  else new Sqlite(source.replace(/^.*:\/\/\//, "")).exec(sql).close();
}

async function inFile(script: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "old-shop-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, "old.db");
  new Sqlite(file).exec(script).close();
  return `sqlite+aiosqlite:///${file}`;
}

async function onServer(script: string): Promise<string> {
  const { url, drop } = await createDatabase();
  onTestFinished(drop);
  await runOn(url, script);
  return url.replace("postgresql://", "postgresql+asyncpg://");
}

async function runOn(url: string, script: string): Promise<void> {
  const connection = await new PrismaPg({ connectionString: url, max: 1 }).connect();
  try {
    await connection.executeScript(script);
  } finally {
    await connection.dispose();
  }
}

const insertInto = (table: string) => (row: Readonly<Record<string, Value>>) => {
  const quote = (value: Value) =>
    typeof value === "string"
      ? `'${value.replaceAll("'", "''")}'`
      : value === null
        ? "NULL"
        : String(value).toUpperCase();
  return `INSERT INTO ${table} (${Object.keys(row).join(", ")}) VALUES (${Object.values(row).map(quote).join(", ")})`;
};
