import { fileURLToPath } from "node:url";
import Sqlite from "better-sqlite3";
import { describe, expect, test } from "vitest";
import { getDatamodel } from "../../generated/pothos/types.ts";
import * as enums from "../../generated/sqlite/enums.ts";
import type { Database } from "../client.ts";
import { derivedTables } from "../derived.ts";
import { moveData } from "./index.ts";
import { progressOn } from "./progress.ts";
import { tables } from "./tables.ts";
import { engines, open, sqlite, temporaryFolder } from "../test-databases.ts";

const ROWS = 3;
/** The values of an enumeration, by the column that has it. */
const choices = new Map<string, readonly string[]>(
  Object.entries(getDatamodel().datamodel.models).flatMap(([table, { fields }]) =>
    fields
      .filter(({ kind }) => kind === "enum")
      .map(({ name, type }) => [`${table}.${name}`, Object.values<string>(Reflect.get(enums, type))] as const),
  ),
);

function choice(column: string, row: number): string | undefined {
  const values = choices.get(column);
  return values?.[row % values.length];
}

/** The part of Prisma's delegates that is the same for every model. */
interface Delegate {
  createMany(args: { data: object[] }): Promise<unknown>;
  findMany(args: object): Promise<object[]>;
}

const delegate = (db: Database, table: string) =>
  Reflect.get(
    db,
    table.replace(/^./, (first) => first.toLowerCase()),
  ) as Delegate; // one of all models' delegates

/** A value that no default would be, so that a column that is left out is found; keys and references are 1, 2, 3. */
function valueOf(table: string, name: string, type: string, row: number): unknown {
  const values: Record<string, () => unknown> = {
    Int: () => row,
    BigInt: () => 9_007_199_254_740_993n + BigInt(row),
    Float: () => row + 0.1,
    Boolean: () => name !== "isActive",
    DateTime: () => new Date(Date.UTC(2001, row, 2, 3, 4, 5, 678)),
    Bytes: () => Buffer.from([0, row, 255]),
    String: () => choice(`${table}.${name}`, row) ?? `${table} "${name}" \\ 'ß' 🛒\n\t\u0001\uE000 ${row}`,
  };
  const make = values[type];
  if (!make) throw new Error(`no values of the type ${type} here yet`);
  return make();
}

async function fill(db: Database): Promise<void> {
  // Models refer to each other in whatever order.
  await db.$executeRaw`PRAGMA foreign_keys=OFF`;
  for (const { name, columns } of tables) {
    const data = Array.from({ length: ROWS }, (_, index) =>
      Object.fromEntries(columns.map((column) => [column.name, valueOf(name, column.name, column.type, index + 1)])),
    );
    await delegate(db, name).createMany({ data });
  }
}

async function contents(db: Database): Promise<Record<string, object[]>> {
  const all: Record<string, object[]> = {};
  for (const { name, key } of tables) {
    all[name] = await delegate(db, name).findMany({ orderBy: key.map((column) => ({ [column]: "asc" })) });
  }
  return all;
}

const pairs = engines.flatMap((from) => engines.map((to) => [from.name, to.name, from, to] as const));
const product = { name: "x", nameKey: "x", price: 1n };

describe.for(pairs)("from %s to %s", ([, , from, to]) => {
  /** A shop with rows in every table, on the engine that is moved from. */
  async function filled(): Promise<string> {
    const url = await sqlite.create();
    await fill(await open(url));
    if (from === sqlite) return url;
    const moved = await from.create();
    await moveData(url, moved);
    return moved;
  }

  test("every model of the data model is moved, with every column", async () => {
    const [source, target] = [await filled(), await to.create()];
    expect(await moveData(source, target)).toMatchObject({ rows: ROWS * tables.length, leftBehind: [] });
    const [before, after] = [await contents(await open(source)), await contents(await open(target))];
    expect(Object.values(before).every((rows) => rows.length === ROWS)).toBe(true);
    expect(after).toEqual(before);
    expect(await to.drift(target)).toBeUndefined();
  });

  test("ids go on where they were, also after the last rows were deleted", async () => {
    const source = await from.create();
    const db = await open(source);
    for (let made = 0; made < 5; made++) await db.product.create({ data: product });
    await db.product.deleteMany({ where: { id: { gt: 2 } } });
    const target = await to.create();
    await moveData(source, target);
    const moved = await open(target);
    expect(await moved.product.create({ data: product })).toMatchObject({ id: 6 });
    expect(await moved.user.create({ data: account })).toMatchObject({ id: 1 });
  });

  test("a target that has rows is refused, and left alone", async () => {
    const [source, target] = [await filled(), await to.create()];
    const db = await open(target);
    await db.milestone.create({ data: { name: "mine" } });
    await expect(moveData(source, target)).rejects.toThrow(/is not empty: it has rows in Milestone\.$/);
    expect(await db.milestone.findMany()).toMatchObject([{ name: "mine" }]);
    expect(await db.product.count()).toBe(0);
  });

  test("a target that changes what is written is left empty", async () => {
    const [source, target] = [await filled(), await to.create()];
    const db = await open(target);
    for (const sql of to === sqlite ? TAMPER_SQLITE : TAMPER_POSTGRESQL) await db.$executeRawUnsafe(sql);
    await expect(moveData(source, target)).rejects.toThrow(/^Product is not the same after copying/);
    for (const rows of Object.values(await contents(db))) expect(rows).toEqual([]);
  });
});

const account = { email: "a@b.c", username: "a", searchKey: "a", passwordHash: "x" };
const TAMPER_SQLITE = [
  `CREATE TRIGGER tamper AFTER INSERT ON "Product" BEGIN UPDATE "Product" SET views = 0 WHERE id = NEW.id; END`,
];
const TAMPER_POSTGRESQL = [
  `CREATE FUNCTION tamper() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.views := 0; RETURN NEW; END $$`,
  `CREATE TRIGGER tamper BEFORE INSERT ON "Product" FOR EACH ROW EXECUTE FUNCTION tamper()`,
];

describe.for(engines)("the tables of $name", (engine) => {
  test("are the data model's, and so are their columns", async () => {
    const db = await open(await engine.create());
    const sql =
      engine === sqlite
        ? `SELECT m.name AS "table", c.name AS "column" FROM sqlite_master m, pragma_table_info(m.name) c
           WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%'`
        : `SELECT table_name::text AS "table", column_name::text AS "column" FROM information_schema.columns
           WHERE table_schema = current_schema()`;
    const rows = await db.$queryRawUnsafe<{ table: string; column: string }[]>(sql);
    const found = rows.filter(({ table }) => table !== "_prisma_migrations" && !derivedTables.includes(table));
    const listed = tables.flatMap(({ name, columns }) => columns.map((column) => `${name}.${column.name}`));
    expect(found.map(({ table, column }) => `${table}.${column}`).sort()).toEqual(listed.sort());
    expect(tables.filter(({ key }) => key.length === 0)).toEqual([]);
  });
});

describe("a source", () => {
  test("in many chunks arrives whole, whatever the size of its rows", async () => {
    const [source, target] = [await sqlite.create(), await sqlite.create()];
    const db = await open(source);
    const big = "ü".repeat(300_000);
    const data = Array.from({ length: 2500 }, (_, index) => ({ ...product, description: index % 250 ? "" : big }));
    await db.product.createMany({ data });
    await moveData(source, target);
    expect(await contents(await open(target))).toEqual(await contents(db));
  });

  test("may hold times in every form that SQLite's tools write", async () => {
    const source = await sqlite.create();
    const db = await open(source);
    const written = ["2026-01-02 03:04:05", "2026-01-02T03:04:05.678Z", "2026-01-02T05:04:05.678+02:00"];
    for (const at of written) await db.$executeRaw`INSERT INTO "Milestone" VALUES (${at}, ${at})`;
    await db.$executeRaw`INSERT INTO "Milestone" VALUES ('number', 1767323045678)`;
    const target = await (engines.at(-1) ?? sqlite).create();
    await moveData(source, target);
    const times = (await (await open(target)).milestone.findMany()).map(({ reachedAt }) => reachedAt.toISOString());
    expect(times.sort()).toEqual(["2026-01-02T03:04:05.000Z", ...Array<string>(3).fill("2026-01-02T03:04:05.678Z")]);
  });

  test("that is written to meanwhile is copied as it was at the beginning, which is told", async () => {
    const [source, target] = [await sqlite.create(), await sqlite.create()];
    const db = await open(source);
    await db.milestone.create({ data: { name: "before" } });
    const { writtenMeanwhile } = await moveData(source, target, ({ step, table, done }) => {
      if (step !== "copied" || table !== "Product" || done > 0) return;
      const other = new Sqlite(source.slice("file:".length));
      other.exec("INSERT INTO Milestone (name) VALUES ('meanwhile')");
      other.close();
    });
    expect(writtenMeanwhile).toBe(true);
    expect(await (await open(target)).milestone.findMany()).toMatchObject([{ name: "before" }]);
  });

  test.for([
    ["a NUL character", { name: "a\0b" }, /^Product 1 can't be moved: its name has a NUL character/],
    [
      "no time as a time",
      { createdAt: "soon" },
      /^Product 1 can't be moved: its createdAt is not a time \("soon"\)\.$/,
    ],
  ] as const)("with %s is refused by the row's key", async ([, columns, message]) => {
    const [source, target] = [await sqlite.create(), await sqlite.create()];
    const db = await open(source);
    await db.product.create({ data: product });
    for (const [name, value] of Object.entries(columns)) {
      await db.$executeRawUnsafe(`UPDATE "Product" SET "${name}" = ?`, value);
    }
    await expect(moveData(source, target)).rejects.toThrow(message);
    expect(await (await open(target)).product.count()).toBe(0);
  });

  test("whose rows refer to rows that don't exist is refused", async () => {
    for (const engine of engines) {
      const [source, target] = [await sqlite.create(), await engine.create()];
      const db = await open(source);
      await db.$executeRaw`PRAGMA foreign_keys=OFF`;
      await db.userInfo.create({ data: { userId: 4711 } });
      await expect(moveData(source, target)).rejects.toThrow(/^The rows of FROM contradict each other/);
      expect(await (await open(target)).userInfo.count()).toBe(0);
    }
  });

  test("that is no shop, of another version, or the target itself is refused in a sentence", async () => {
    const target = await sqlite.create();
    const missing = `file:${await temporaryFolder()}/none.db`;
    await expect(moveData(missing, target)).rejects.toThrow(/^There is no database file .*none\.db\.$/);
    const text = `file:${fileURLToPath(import.meta.url)}`;
    await expect(moveData(text, target)).rejects.toThrow(/can't be read \(file is not a database\)\.$/);
    const shop = await sqlite.create();
    await (await open(shop)).$disconnect();
    await expect(moveData(shop, shop)).rejects.toThrow("FROM and TO are the same database.");
    const db = await open(shop);
    await db.$executeRaw`UPDATE _prisma_migrations SET migration_name = 'later'`;
    await expect(moveData(shop, target)).rejects.toThrow(/belongs to another version of the shop/);
    await db.$executeRaw`DROP TABLE _prisma_migrations`;
    await expect(moveData(shop, target)).rejects.toThrow(/is not a shop's\.$/);
  });

  test("keeps what isn't the shop's, and its name is told", async () => {
    const [source, target] = [await sqlite.create(), await sqlite.create()];
    await (
      await open(source)
    ).$executeRaw`CREATE TABLE notes (id INTEGER)`;
    expect(await moveData(source, target)).toMatchObject({ leftBehind: ["notes"] });
  });
});

test("progress is a bar on a terminal, and lines elsewhere", () => {
  const shown = (isTTY: boolean) => {
    let [now, text] = [0, ""];
    const report = progressOn({ isTTY, write: (part) => void (text += part) }, () => now);
    for (const done of [0, 10, 500, 1000]) {
      report({ step: "copied", table: "Product", done, total: 1000 });
      now += done < 10 ? 50 : 6000;
    }
    // oxlint-disable-next-line eslint/no-control-regex -- colours are left out
    return text.replaceAll(/\x1b\[\d+m/g, "");
  };
  expect(shown(false)).toBe("Product: 1,000 rows copied, 83 a second\n");
  expect(shown(true)).toContain("\r\x1b[K████████████░░░░░░░░░░░░ Product: 500 of 1,000 rows copied, 83 a second");
  expect(shown(true).endsWith("\n")).toBe(true);
});
