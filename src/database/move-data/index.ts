import { createHash } from "node:crypto";
import { realpath } from "node:fs/promises";
import { openDatabase } from "../open.ts";
import { derivedTables } from "../derived.ts";
import { readMigrations } from "../migrations.ts";
import type { Progress } from "./progress.ts";
import { chunksOf, countRows } from "./rows.ts";
import { MoveError, type Shop, type Source, type Target } from "./shop.ts";
import { quoted, type Table, tables } from "./tables.ts";

export interface Moved {
  readonly rows: number;
  /** Tables of the source that are none of the shop's, and stay behind. */
  readonly leftBehind: readonly string[];
  /** Whether the source was written to after the moment that was copied; undefined: who knows. */
  readonly writtenMeanwhile: boolean | undefined;
}

type Report = (progress: Progress) => void;

/**
 * Moves a whole shop into an empty database, on the same or another engine: the source as it is at one moment, every
 * table with every column and id; what triggers derive from them is derived anew. It is one transaction of the target, so that anything but success leaves that empty.
 * @param from a DATABASE_URL, with an absolute path if it is a file; only read
 * @param to another; migrations are applied to it first
 * @throws {MoveError} or a DatabaseError, whose messages are sentences
 */
export async function moveData(from: string, to: string, report: Report = () => undefined): Promise<Moved> {
  if ((await identity(from)) === (await identity(to))) throw new MoveError("FROM and TO are the same database.");
  const source = await openSource(from);
  try {
    await requireUpToDate(source);
    await (await openDatabase({ databaseUrl: to })).$disconnect();
    const target = await openTarget(to);
    try {
      return await move(source, target, report);
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

async function move(source: Source, target: Target, report: Report): Promise<Moved> {
  const ours = new Set(["_prisma_migrations", ...derivedTables, ...tables.map(({ name }) => name)]);
  const leftBehind = (await source.tableNames()).filter((name) => !ours.has(name));
  await target.prepare(tables);
  await requireEmpty(target);
  const sums: string[] = [];
  const totals: number[] = [];
  for (const table of tables) {
    const total = await countRows(source, table);
    totals.push(total);
    sums.push(await copy(source, target, table, total, report));
  }
  for (const [index, table] of tables.entries()) {
    const total = totals[index] ?? 0;
    const same = (await countRows(target, table)) === total;
    const sum = same ? await checksum(target, table, step("compared", table, total, report)) : "";
    if (sum !== sums[index]) throw new MoveError(`${table.name} is not the same after copying; nothing was moved.`);
  }
  await restore(target);
  const writtenMeanwhile = await source.writtenMeanwhile();
  await commit(target);
  return { rows: totals.reduce((sum, total) => sum + total, 0), leftBehind, writtenMeanwhile };
}

/** @returns the checksum of what was read */
async function copy(source: Source, target: Target, table: Table, total: number, report: Report): Promise<string> {
  const advance = step("copied", table, total, report);
  const sum = await checksum(source, table, advance, async (rows) => {
    await target.insert(table, rows).catch((error: unknown) => {
      throw new MoveError(`Rows of ${table.name} can't be written (${wordsIn(error)}).`, { cause: error });
    });
  });
  if (table.counter !== undefined) {
    const highest = await source.query(`SELECT max(${quoted(table.counter)}) FROM ${quoted(table.name)}`);
    const last = Math.max(await source.lastGiven(table.name, table.counter), Number(highest[0]?.[0] ?? 0));
    if (last > 0) await target.countFrom(table.name, table.counter, last);
  }
  return sum;
}

/** Reads a table to its end. @returns a hash over its rows in the order of their keys */
async function checksum(
  shop: Shop,
  table: Table,
  advance: (rows: number) => void,
  take: (rows: readonly string[]) => Promise<void> = () => Promise.resolve(),
): Promise<string> {
  const hash = createHash("sha256");
  for await (const rows of chunksOf(shop, table)) {
    hash.update(`${rows.join("\n")}\n`);
    await take(rows);
    advance(rows.length);
  }
  return hash.digest("hex");
}

function step(step: Progress["step"], table: Table, total: number, report: Report): (rows: number) => void {
  let done = 0;
  report({ step, table: table.name, done, total });
  return (rows) => {
    done += rows;
    report({ step, table: table.name, done, total });
  };
}

async function restore(target: Target): Promise<void> {
  await target.restore().catch((error: unknown) => {
    throw new MoveError(`The rows of FROM contradict each other (${wordsIn(error)}).`, { cause: error });
  });
}

/** When the connection breaks just then, the server alone knows whether it still heard. */
async function commit(target: Target): Promise<void> {
  await target.commit().catch((error: unknown) => {
    const problem = `The end of the move was not confirmed (${wordsIn(error)})`;
    throw new MoveError(`${problem}: there is everything or nothing in ${target.name}; moving again tells.`, {
      cause: error,
    });
  });
}

async function requireEmpty(target: Target): Promise<void> {
  const filled: string[] = [];
  for (const { name } of tables) {
    if ((await target.query(`SELECT 1 FROM ${quoted(name)} LIMIT 1`)).length > 0) filled.push(name);
  }
  if (filled.length === 0) return;
  throw new MoveError(`The database ${target.name} is not empty: it has rows in ${filled.join(", ")}.`);
}

/** Migrations would be writes to the source, which may be in use by the version of the shop that it belongs to. */
async function requireUpToDate(source: Source): Promise<void> {
  if (!(await tableNamesOf(source)).includes("_prisma_migrations")) {
    throw new MoveError(`The database ${source.name} is not a shop's.`);
  }
  const rows = await source.query(
    "SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL",
  );
  const applied = new Set(rows.map(([name]) => String(name)));
  const { migrations } = await readMigrations(source.migrations);
  if (applied.size === migrations.length && migrations.every(({ name }) => applied.has(name))) return;
  throw new MoveError(
    `The database ${source.name} belongs to another version of the shop: start this version with it once, then move it.`,
  );
}

/** The first read, at which a file turns out to be none of SQLite's. */
async function tableNamesOf(source: Source): Promise<string[]> {
  return source.tableNames().catch((error: unknown) => {
    throw new MoveError(`The database ${source.name} can't be read (${wordsIn(error)}).`, { cause: error });
  });
}

/**
 * Opens a database for reading, a shop's or any other one.
 * @param url a DATABASE_URL, with an absolute path if it is a file
 * @throws {MoveError}
 */
export async function openSource(url: string): Promise<Source> {
  const path = pathOf(url);
  if (path !== undefined) return (await import("./sqlite.ts")).openSqliteSource(path);
  return (await import("./postgresql.ts")).openPostgresqlSource(url);
}

async function openTarget(url: string): Promise<Target> {
  const path = pathOf(url);
  if (path !== undefined) return (await import("./sqlite.ts")).openSqliteTarget(path);
  return (await import("./postgresql.ts")).openPostgresqlTarget(url);
}

async function identity(url: string): Promise<string> {
  const path = pathOf(url);
  if (path !== undefined) return realpath(path).catch(() => path);
  return (await import("./postgresql.ts")).addressOf(url);
}

function pathOf(url: string): string | undefined {
  return url.startsWith("file:") ? url.slice("file:".length) : undefined;
}

function wordsIn(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
