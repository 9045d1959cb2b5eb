import { PrismaPg } from "@prisma/adapter-pg";
import type { Transaction } from "@prisma/driver-adapter-utils";
import { postgresqlMigrations } from "../postgresql.ts";
import { MoveError, queryOn, type Shop, type Source, type Target } from "./shop.ts";
import { wordsOf } from "../failures.ts";
import { quoted, type Table } from "./tables.ts";

/** A server takes a while to notice that a move before this one was killed. */
const LOCK_WAIT = "30s";

interface Opened {
  readonly shop: Shop;
  readonly transaction: Transaction;
}

/** Where a database is, without user and password. */
export function addressOf(url: string): string {
  const { host, pathname, searchParams } = new URL(url);
  const schema = searchParams.get("schema");
  return `${host}${pathname}${schema === null || schema === "public" ? "" : ` (schema ${schema})`}`;
}

/** @throws {MoveError} */
export async function openPostgresqlSource(url: string): Promise<Source> {
  const { shop } = await begin(url, "REPEATABLE READ");
  return {
    ...shop,
    async lastGiven(table, column) {
      const sql = `SELECT pg_sequence_last_value(pg_get_serial_sequence($1, $2)::regclass)::text`;
      return Number((await shop.query(sql, [quoted(table), column]))[0]?.[0] ?? 0);
    },
    writtenMeanwhile: () => Promise.resolve(undefined),
  };
}

/** Opens a database that has its tables. @throws {MoveError} */
export async function openPostgresqlTarget(url: string): Promise<Target> {
  const { shop, transaction } = await begin(url, "READ COMMITTED");
  let lifted: readonly string[] = [];
  let all = "";
  return {
    ...shop,
    async prepare(tables) {
      all = tables.map(({ name }) => quoted(name)).join(", ");
      await lock(shop, all);
      lifted = await liftForeignKeys(shop, tables);
    },
    async insert(table, rows) {
      const [name, columns] = [quoted(table.name), table.columns.map((column) => quoted(column.name)).join(", ")];
      const sql = `INSERT INTO ${name} (${columns}) SELECT ${columns} FROM json_populate_recordset(NULL::${name}, $1::json)`;
      await shop.query(sql, [`[${rows.join(",")}]`]);
    },
    async countFrom(table, column, last) {
      await shop.query(`SELECT setval(pg_get_serial_sequence($1, $2), $3)::text`, [quoted(table), column, last]);
    },
    async restore() {
      for (const sql of lifted) await shop.query(sql);
      // The first customers would otherwise be served by plans for empty tables.
      await shop.query(`ANALYZE ${all}`);
    },
    async commit() {
      await queryOn(transaction, "COMMIT");
    },
  };
}

/** One connection for all: on a pool, a statement after a lost connection would run outside the transaction. */
async function begin(url: string, isolation: "REPEATABLE READ" | "READ COMMITTED"): Promise<Opened> {
  const name = addressOf(url);
  const adapter = await connect(url);
  try {
    const transaction = await adapter.startTransaction(isolation);
    return { transaction, shop: shopOn(transaction, name, () => adapter.dispose()) };
  } catch (error) {
    await adapter.dispose();
    throw new MoveError(`The PostgreSQL database ${name} can't be opened (${wordsOf(error)}).`, { cause: error });
  }
}

function shopOn(transaction: Transaction, name: string, dispose: () => Promise<void>): Shop {
  return {
    name,
    migrations: postgresqlMigrations,
    placeholder: (position) => `$${position}`,
    query: (sql, args) => queryOn(transaction, sql, args),
    async tableNames() {
      const sql = "SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename";
      return (await queryOn(transaction, sql)).map(([table]) => String(table));
    },
    async columnNames(table) {
      const sql = `SELECT column_name::text FROM information_schema.columns
        WHERE table_schema = current_schema() AND table_name = $1 ORDER BY ordinal_position`;
      return (await queryOn(transaction, sql, [table])).map(([name]) => String(name));
    },
    async close() {
      // Of a transaction that was committed, or whose connection is gone, nothing is left to roll back.
      await queryOn(transaction, "ROLLBACK").catch(() => undefined);
      await transaction.rollback();
      await dispose();
    },
  };
}

function connect(url: string) {
  const address = new URL(url);
  const schema = address.searchParams.get("schema") ?? "public";
  if (!/^\w{1,63}$/.test(schema)) throw new MoveError("The schema parameter of an address is not a plain name.");
  address.searchParams.delete("schema");
  const settings = {
    search_path: quoted(schema),
    // Prisma's adapter cuts the zone off times and takes them for UTC.
    timezone: "UTC",
    statement_timeout: "0",
    idle_in_transaction_session_timeout: "0",
  };
  const options = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`);
  const connection = { connectionString: address.href, options: options.join(" "), connectionTimeoutMillis: 10_000 };
  return new PrismaPg({ ...connection, max: 1, application_name: "storefront move-data" }, { schema }).connect();
}

async function lock(shop: Shop, tables: string): Promise<void> {
  await shop.query(`SET LOCAL lock_timeout = '${LOCK_WAIT}'`);
  try {
    await shop.query(`LOCK TABLE ${tables} IN ACCESS EXCLUSIVE MODE`);
  } catch (error) {
    const problem = `can't be locked (${wordsOf(error)}): stop what uses it, then move again`;
    throw new MoveError(`The PostgreSQL database ${shop.name} ${problem}.`, { cause: error });
  }
}

/** Rows may then come in any order, also those that refer to their own table. @returns the SQL that puts them back */
async function liftForeignKeys(shop: Shop, tables: readonly Table[]): Promise<string[]> {
  const ours = tables.map((_, index) => `to_regclass($${index + 1})`).join(", ");
  const keys = await shop.query(
    `SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid)
     FROM pg_constraint WHERE contype = 'f' AND conrelid IN (${ours})`,
    tables.map(({ name }) => quoted(name)),
  );
  const restoring: string[] = [];
  for (const [table, name, definition] of keys) {
    await shop.query(`ALTER TABLE ${String(table)} DROP CONSTRAINT ${String(name)}`);
    restoring.push(`ALTER TABLE ${String(table)} ADD CONSTRAINT ${String(name)} ${String(definition)}`);
  }
  return restoring;
}
