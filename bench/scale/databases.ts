import { existsSync, mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { PrismaPg } from "@prisma/adapter-pg";
import { openDatabase } from "../../src/database/open.ts";
import { productKeys } from "../../src/database/product-keys.ts";
import { ensureSearchIndex } from "../../src/database/reindex.ts";
import { product } from "./products.ts";

export type EngineName = "sqlite" | "postgresql";

/** Where PostgreSQL databases can be made. */
const SERVER = process.env["TEST_POSTGRESQL_URL"] ?? "postgresql://postgres@127.0.0.1:5432/postgres";
const CHUNK = 2000;

const COLUMNS: Readonly<Record<string, string>> = {
  id: "INTEGER",
  name: "TEXT",
  model: "TEXT",
  category: "TEXT",
  price: "BIGINT",
  quantity: "INTEGER",
  views: "INTEGER",
  nameKey: "TEXT",
  searchName: "TEXT",
  searchModel: "TEXT",
  searchCategory: "TEXT",
};

/**
 * The address of a database with the first `size` products, filled if it is not there yet. The products are written by
 * raw SQL; triggers index them as they do in earnest.
 */
export async function databaseOf(engine: EngineName, size: number, folder: string): Promise<string> {
  const name = `bench_scale_${size}`;
  if (engine === "sqlite") {
    mkdirSync(folder, { recursive: true });
    const path = join(folder, `${name}.db`);
    if (existsSync(path)) return `file:${path}`;
    await fill(`file:${path}.new`, engine, size);
    renameSync(`${path}.new`, path);
    return `file:${path}`;
  }
  const address = (database: string) => Object.assign(new URL(SERVER), { pathname: `/${database}` }).href;
  if ((await onServer(`SELECT 1 FROM pg_database WHERE datname = '${name}'`)) > 0) return address(name);
  await onServer(`DROP DATABASE IF EXISTS ${name}_new WITH (FORCE)`);
  await onServer(`CREATE DATABASE ${name}_new`);
  await fill(address(`${name}_new`), engine, size);
  await onServer(`ALTER DATABASE ${name}_new RENAME TO ${name}`);
  return address(name);
}

export const dropPostgresql = (size: number) => onServer(`DROP DATABASE IF EXISTS bench_scale_${size}`);

async function onServer(sql: string): Promise<number> {
  const server = await new PrismaPg({ connectionString: SERVER, max: 1 }).connect();
  try {
    return (await server.queryRaw({ sql, args: [], argTypes: [] })).rows.length;
  } finally {
    await server.dispose();
  }
}

async function fill(databaseUrl: string, engine: EngineName, size: number): Promise<void> {
  const began = performance.now();
  await (await openDatabase({ databaseUrl })).$disconnect();
  if (engine === "sqlite") await fillProducts(databaseUrl, engine, size);
  // Entry by entry, this index alone would take longer than all else.
  else await withoutGrams(databaseUrl, () => fillProducts(databaseUrl, engine, size));
  console.log(`${engine}: ${size} products written in ${((performance.now() - began) / 1000).toFixed(0)} s`);
}

async function withoutGrams(databaseUrl: string, act: () => Promise<void>): Promise<void> {
  const server = await new PrismaPg({ connectionString: databaseUrl, max: 1 }).connect();
  const name = `"ProductSearch_grams_idx"`;
  const sql = `SELECT pg_get_indexdef('${name}'::regclass)`;
  const [[definition] = []] = (await server.queryRaw({ sql, args: [], argTypes: [] })).rows;
  await server.executeScript(`DROP INDEX ${name}`);
  await act();
  await server.executeScript(`SET maintenance_work_mem = '512MB'; ${String(definition)};
    ALTER INDEX ${name} ALTER COLUMN 1 SET STATISTICS 0; VACUUM ANALYZE "Product"; VACUUM ANALYZE "ProductSearch"`);
  await server.dispose();
}

async function fillProducts(databaseUrl: string, engine: EngineName, size: number): Promise<void> {
  const db = await openDatabase({ databaseUrl });
  const description = `<p>${"Specifications, dimensions and notes on how to use it. ".repeat(6)}</p>`;
  const names = Object.keys(COLUMNS);
  const quoted = names.map((name) => `"${name}"`).join(", ");
  const read =
    engine === "sqlite"
      ? `SELECT ${names.map((name) => `value ->> '${name}'`).join(", ")}, ? , ? FROM json_each(?)`
      : `SELECT ${quoted}, $1, $2::timestamptz FROM json_to_recordset($3::json) AS rows(${names.map((name) => `"${name}" ${COLUMNS[name]}`).join(", ")})`;
  for (let from = 1; from <= size; from += CHUNK) {
    const rows = Array.from({ length: Math.min(CHUNK, size - from + 1) }, (_, i) => {
      const row = product(from + i);
      return { ...row, ...productKeys(row) };
    });
    const sql = `INSERT INTO "Product" (${quoted}, "description", "updatedAt") ${read}`;
    await db.$executeRawUnsafe(sql, description, new Date(0), JSON.stringify(rows));
  }
  await ensureSearchIndex(db);
  if (engine === "postgresql") {
    await db.$queryRaw`SELECT setval(pg_get_serial_sequence('"Product"', 'id'), max("id"))::text FROM "Product"`;
  }
  await db.$disconnect();
}
