import { describe, expect, test } from "vitest";
import type { Database } from "./client.ts";
import { moveData } from "./move-data/index.ts";
import { ensureSearchIndex, reindex } from "./reindex.ts";
import { engines, open, sqlite } from "./test-databases.ts";

const NAMES = ["Café Crème cup", "Red wire", "步进电机 28BYJ-48", "AC/DC adapter", "wire"];
const CATEGORIES = ["", "Wires", "电机"];

/** What triggers have made, in words that are the same on every engine. */
async function derived(db: Database) {
  const texts = await db.$queryRaw<{ id: number; text: string; model: string }[]>`
    SELECT "id", "text", "model" FROM "ProductSearch" ORDER BY "id"`;
  const categories = await db.$queryRaw`
    SELECT "category", "products" FROM "CategoryCount" WHERE "products" <> 0 ORDER BY "category"`;
  const blocks = await db.$queryRaw`SELECT "block", "products" FROM "IdCount" WHERE "products" <> 0 ORDER BY "block"`;
  return { texts, categories, blocks };
}

/** The same, made anew from the products. */
async function expected(db: Database): Promise<Awaited<ReturnType<typeof derived>>> {
  const rows = await db.product.findMany({ orderBy: { id: "asc" } });
  const counts = <T>(values: readonly T[]) => {
    const sorted = [...new Set(values)].sort((a, b) => (a < b ? -1 : 1));
    return sorted.map((value) => [value, values.filter((other) => other === value).length] as const);
  };
  return {
    texts: rows.map(({ id, searchName, searchModel, searchCategory }) => ({
      id,
      text: ` ${searchName} \n ${searchModel} \n ${searchCategory} `,
      model: searchModel,
    })),
    categories: counts(rows.map(({ category }) => category)).map(([category, products]) => ({ category, products })),
    blocks: counts(rows.map(({ id }) => Math.floor(id / 4096))).map(([block, products]) => ({ block, products })),
  };
}

const words = async (db: Database) =>
  (await db.$queryRaw<{ word: string }[]>`SELECT "word" FROM "SearchWord" ORDER BY "word"`).map(({ word }) => word);

describe.for(engines)("what is derived from products on $name", (engine) => {
  test("follows every write, many at a time, and those that are undone", async () => {
    const db = await open(await engine.create());
    const make = (i: number) => ({
      name: NAMES[i % NAMES.length] ?? "",
      model: i % 2 ? `M-${i}` : "",
      category: CATEGORIES[i % CATEGORIES.length] ?? "",
      price: 1n,
    });
    await db.product.createMany({ data: Array.from({ length: 30 }, (_, i) => make(i)) });
    await db.product.create({ data: { ...make(3), id: 5000 } });
    const writes: (() => Promise<unknown>)[] = [
      () => db.product.update({ where: { id: 1 }, data: { name: "Ångström" } }),
      () => db.product.update({ where: { id: 2 }, data: { category: { set: "Wires" }, views: 3 } }),
      () => db.product.updateMany({ where: { id: { lt: 9 } }, data: { category: "Cups", model: "ＭＭ" } }),
      () => db.product.update({ where: { id: 3 }, data: { id: 9000 } }),
      () => db.product.deleteMany({ where: { id: { gt: 20, lt: 25 } } }),
      () => db.product.upsert({ where: { id: 77 }, create: { ...make(1), id: 77 }, update: {} }),
      () => db.product.upsert({ where: { id: 77 }, create: make(1), update: { name: "Œuvre", category: "" } }),
      () => db.$executeRaw`UPDATE "Product" SET "views" = "views" + 1`,
      () => db.$transaction(async (tx) => tx.product.create({ data: make(4) })),
      () =>
        db
          .$transaction(async (tx) => {
            await tx.product.deleteMany();
            throw new Error("undone");
          })
          .catch(() => undefined),
    ];
    for (const write of writes) {
      await write();
      expect(await derived(db)).toEqual(await expected(db));
    }
    const changed = await db.product.findUniqueOrThrow({ where: { id: 1 } });
    expect(changed).toMatchObject({ searchName: "angstrom", nameKey: "ångström", searchModel: "mm" });
    expect(await words(db)).toEqual(expect.arrayContaining(["adapter", "angstrom", "creme", "wire", "œuvre"]));
    expect(await words(db)).not.toContain("28byj");
  });

  test("is made anew by a reindex, and once for products that had none", async () => {
    const db = await open(await engine.create());
    const data = Array.from({ length: 1203 }, (_, i) => ({ name: `Thing ${i}`, category: `C${i % 7}`, price: 1n }));
    await db.product.createMany({ data });
    const before = await db.product.findMany({ orderBy: { id: "asc" } });
    const good = await derived(db);
    const spoil = [
      `UPDATE "Product" SET "searchName" = '', "nameKey" = '' WHERE "id" > 600`,
      `DELETE FROM "ProductSearch" WHERE "id" % 2 = 0`,
    ];
    for (const sql of spoil) await db.$executeRawUnsafe(sql);
    await ensureSearchIndex(db);
    expect(await derived(db)).toEqual(good);
    expect(await db.product.findMany({ orderBy: { id: "asc" } })).toEqual(before);

    const worse = [
      ...spoil,
      `DELETE FROM "ProductSearch" WHERE "id" = 3`,
      `INSERT INTO "ProductSearch" VALUES (3, ' wrong ', ''), (9999, ' nobody ', '')`,
      `UPDATE "CategoryCount" SET "products" = 99`,
      `DELETE FROM "IdCount"`,
      `INSERT INTO "SearchWord" VALUES ('stale')`,
    ];
    for (const sql of worse) await db.$executeRawUnsafe(sql);
    await ensureSearchIndex(db);
    expect(await derived(db)).not.toEqual(good);
    await reindex(db);
    expect(await derived(db)).toEqual(good);
    expect(await db.product.findMany({ orderBy: { id: "asc" } })).toEqual(before);
    expect(await words(db)).toEqual(["thing"]);
  });

  test("is there after a move", async () => {
    const [from, to] = [await sqlite.create(), await engine.create()];
    const source = await open(from);
    await source.product.createMany({ data: NAMES.map((name) => ({ name, category: "Wires", price: 1n })) });
    await moveData(from, to);
    const target = await open(to);
    expect(await derived(target)).toEqual(await derived(source));
    expect(await words(target)).toEqual(await words(source));
  });

  // A later migration that makes the table anew loses them without a word.
  test("has all its triggers after all migrations", async () => {
    const db = await open(await engine.create());
    const rows = await db.$queryRawUnsafe<{ name: string }[]>(
      engine === sqlite
        ? `SELECT name FROM sqlite_master WHERE type = 'trigger'`
        : `SELECT tgname::text AS name FROM pg_trigger WHERE NOT tgisinternal`,
    );
    const common = ["ProductSearch_inserted", "Product_deleted", "Product_inserted", "Product_updated"];
    const own =
      engine === sqlite ? ["ProductSearch_deleted", "Product_moved", "SearchWord_inserted"] : ["Product_truncated"];
    expect(rows.map(({ name }) => name).sort()).toEqual([...common, ...own].sort());
  });
});
