import { MoveError, type Shop } from "./shop.ts";
import { quoted, type Table } from "./tables.ts";

/** Bounds memory, however long a row's texts are: Prisma's adapters keep the last 100 statements with their arguments. */
const CHUNK_BYTES = 256 * 1024;
const FIRST_CHUNK_ROWS = 100;
const MOST_CHUNK_ROWS = 1000;

/** One form for each type, whatever a driver makes of it and in which form it was stored. */
const forms: Readonly<Record<string, (value: unknown) => string | number | boolean>> = {
  String: text,
  Int: Number,
  BigInt: (value) => BigInt(String(value)).toString(),
  Float: Number,
  Boolean: (value) => value === true || value === 1,
  DateTime: time,
  Bytes: (value) => `\\x${Buffer.from(value as Uint8Array).toString("hex")}`, // both drivers give bytes as such
};

/**
 * A table's rows in the order of its key, in chunks, each row as a JSON object. The same contents are the same text on
 * every engine.
 * @throws {MoveError} about a value that can't be moved
 */
export async function* chunksOf(shop: Shop, table: Table): AsyncGenerator<string[]> {
  const columns = table.columns.map(({ name }) => quoted(name)).join(", ");
  const key = table.key.map(quoted).join(", ");
  const after = table.key.map((_, index) => shop.placeholder(index + 1)).join(", ");
  const inKey = table.key.map((name) => table.columns.findIndex((column) => column.name === name));
  let last: unknown[] | undefined;
  let limit = FIRST_CHUNK_ROWS;
  for (;;) {
    const where = last ? `WHERE (${key}) > (${after})` : "";
    const sql = `SELECT ${columns} FROM ${quoted(table.name)} ${where} ORDER BY ${key} LIMIT ${limit}`;
    const rows = await shop.query(sql, last?.map(argument));
    if (rows.length === 0) return;
    const lines = rows.map((row) => lineOf(table, row));
    yield lines;
    if (rows.length < limit) return;
    last = inKey.map((index) => rows.at(-1)?.[index]);
    const bytes = lines.reduce((sum, line) => sum + line.length, 0);
    limit = Math.min(MOST_CHUNK_ROWS, Math.max(1, Math.floor((CHUNK_BYTES / bytes) * rows.length)));
  }
}

/** @throws {MoveError} */
export async function countRows(shop: Shop, table: Table): Promise<number> {
  const rows = await shop.query(`SELECT count(*) FROM ${quoted(table.name)}`);
  return Number(rows[0]?.[0]);
}

function lineOf(table: Table, row: readonly unknown[]): string {
  const values: Record<string, unknown> = {};
  for (const [index, { name, type }] of table.columns.entries()) {
    const value = row[index];
    try {
      values[name] = value === null ? null : (forms[type] ?? unknownType)(value);
    } catch (error) {
      const key = table.key.map((part) => String(row[table.columns.findIndex((column) => column.name === part)]));
      const problem = error instanceof Error ? error.message : String(error);
      throw new MoveError(`${table.name} ${key.join(", ")} can't be moved: its ${name} ${problem}.`, { cause: error });
    }
  }
  return JSON.stringify(values);
}

/** The drivers give keys as texts and numbers. */
function argument(value: unknown): string | number {
  return typeof value === "number" ? value : String(value);
}

function text(value: unknown): string {
  const text = String(value);
  if (text.includes("\0")) throw new Error("has a NUL character, which PostgreSQL doesn't store");
  return text;
}

/** In the form that Prisma writes into SQLite, where times are compared as texts. */
function time(value: unknown): string {
  const text = String(value);
  // SQLite's own CURRENT_TIMESTAMP has no zone and means UTC.
  const date = new Date(/(?:Z|[+-]\d\d:?\d\d)$/i.test(text) ? text : `${text.replace(" ", "T")}Z`);
  if (Number.isNaN(date.getTime())) throw new Error(`is not a time (${JSON.stringify(text)})`);
  return date.toISOString().replace("Z", "+00:00");
}

function unknownType(): never {
  throw new Error("is of a type that src/database/move-data/rows.ts has no form for");
}
