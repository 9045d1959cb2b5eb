import { stat } from "node:fs/promises";
import { PrismaBetterSqlite3 } from "@prisma/adapter-better-sqlite3";
import type { SqlDriverAdapter } from "@prisma/driver-adapter-utils";
import { beginImmediate, connectForMigrations } from "../sqlite-adapter.ts";
import { sqliteMigrations } from "../sqlite.ts";
import { MoveError, queryOn, type Shop, type Source, type Target } from "./shop.ts";
import { wordsOf } from "../failures.ts";
import { type Column, quoted, type Table } from "./tables.ts";

/**
 * Opens a database for reading; it is never written to, so that one that is in use may be read.
 * @throws {MoveError}
 */
export async function openSqliteSource(path: string): Promise<Source> {
  // SQLite would make the file.
  const file = await stat(path).catch(() => undefined);
  if (!file?.isFile()) throw new MoveError(`There is no database file ${path}.`);
  const connection = await new PrismaBetterSqlite3({ url: path }).connect();
  const shop = shopOn(connection, path);
  const version = async () => (await shop.query("PRAGMA data_version"))[0]?.[0];
  try {
    await connection.executeScript("PRAGMA query_only=ON; PRAGMA busy_timeout=5000;");
    const before = await version();
    await connection.executeScript("BEGIN");
    return {
      ...shop,
      async lastGiven(table) {
        return Number((await shop.query("SELECT seq FROM sqlite_sequence WHERE name = ?", [table]))[0]?.[0] ?? 0);
      },
      async writtenMeanwhile() {
        await connection.executeScript("COMMIT");
        return (await version()) !== before;
      },
    };
  } catch (error) {
    await connection.dispose();
    throw new MoveError(`The database ${path} can't be read (${wordsOf(error)}).`, { cause: error });
  }
}

/** Opens a database that has its tables, and lets nobody else write. @throws {MoveError} */
export async function openSqliteTarget(path: string): Promise<Target> {
  const connection = await connectForMigrations(path);
  await beginImmediate(connection).catch(async (error: unknown) => {
    await connection.dispose();
    throw new MoveError(`The database ${path} can't be locked (${wordsOf(error)}).`, { cause: error });
  });
  const shop = shopOn(connection, path);
  return {
    ...shop,
    // The lock is held, and this connection is without foreign keys.
    prepare: () => Promise.resolve(),
    async insert(table, rows) {
      await shop.query(insertion(table), [`[${rows.join(",")}]`]);
    },
    async countFrom(table, _column, last) {
      await shop.query("DELETE FROM sqlite_sequence WHERE name = ?", [table]);
      await shop.query("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", [table, last]);
    },
    async restore() {
      const broken = await shop.query("PRAGMA foreign_key_check");
      if (broken.length > 0) throw new Error(`${broken.length} rows refer to rows that don't exist`);
    },
    commit: () => connection.executeScript("COMMIT"),
  };
}

function shopOn(connection: SqlDriverAdapter, path: string): Shop {
  return {
    name: path,
    migrations: sqliteMigrations,
    placeholder: () => "?",
    query: (sql, args) => queryOn(connection, sql, args),
    async tableNames() {
      const rows = await queryOn(
        connection,
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name",
      );
      return rows.map(([name]) => String(name));
    },
    async columnNames(table) {
      const rows = await queryOn(connection, "SELECT name FROM pragma_table_info(?)", [table]);
      return rows.map(([name]) => String(name));
    },
    close: () => connection.dispose(),
  };
}

function insertion(table: Table): string {
  const columns = table.columns.map(({ name }) => quoted(name)).join(", ");
  return `INSERT INTO ${quoted(table.name)} (${columns}) SELECT ${table.columns.map(fromJson).join(", ")} FROM json_each(?)`;
}

function fromJson({ name, type }: Column): string {
  const value = `value ->> '$.${quoted(name)}'`;
  return type === "Bytes" ? `unhex(substr(${value}, 3))` : value;
}
