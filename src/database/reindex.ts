import type { Database, Prisma } from "./client.ts";
import { engineOf } from "./open.ts";
import { productKeys } from "./product-keys.ts";
import { join, type Sql, sql } from "./sql.ts";

/** The form of the keys and texts that products are searched by. Whoever changes it has them all made anew, by a new name. */
const MILESTONE = "search-index:1";

/** Products in one transaction: a fraction of a second, so that a shop that runs goes on. */
const CHUNK = 500;

/** Is told how many products are done, of about how many. */
type Report = (done: number, total: number) => void;

/**
 * Sees to it that products are found which were written before there was an index, or in the form of an older version. Costs one
 * read when nothing is to be done; goes on where it was when it is interrupted.
 */
export async function ensureSearchIndex(db: Database, report?: Report): Promise<void> {
  if ((await db.milestone.findUnique({ where: { name: MILESTONE } })) !== null) return;
  await indexAll(db, "missing", report);
  await db.milestone.upsert({ where: { name: MILESTONE }, create: { name: MILESTONE }, update: {} });
}

/** Makes the search index and the counters anew from the products, whatever has become of them. The shop may go on. */
export async function reindex(db: Database, report?: Report): Promise<void> {
  await db.$transaction([db.$executeRaw`DELETE FROM "SearchTypo"`, db.$executeRaw`DELETE FROM "SearchWord"`]);
  await indexAll(db, "anew", report);
  await recount(db);
  await db.milestone.upsert({ where: { name: MILESTONE }, create: { name: MILESTONE }, update: {} });
}

async function indexAll(db: Database, mode: "missing" | "anew", report?: Report): Promise<void> {
  const total = await db.product.count();
  let last = 0;
  for (let done = 0; ;) {
    const rows = await db.product.findMany({
      where: { id: { gt: last } },
      orderBy: { id: "asc" },
      take: CHUNK,
      select,
    });
    const end = rows.length < CHUNK ? undefined : rows.at(-1)?.id;
    const range = end === undefined ? sql`"id" > ${last}` : sql`"id" > ${last} AND "id" <= ${end}`;
    const stale = rows.filter((row) =>
      Object.entries(productKeys(row)).some(([name, key]) => row[name as Key] !== key),
    );
    await db.$transaction([
      ...(mode === "anew" ? [db.$executeRaw`DELETE FROM "ProductSearch" WHERE ${range}`] : []),
      ...(stale.length > 0 ? [db.$executeRaw(rekeying(stale))] : []),
      db.$executeRaw(indexing(range)),
    ]);
    report?.((done += rows.length), total);
    if (end === undefined) return;
    last = end;
  }
}

const select = {
  id: true,
  name: true,
  model: true,
  category: true,
  nameKey: true,
  searchName: true,
  searchModel: true,
  searchCategory: true,
} as const;
type Row = Prisma.ProductGetPayload<{ select: typeof select }>;
/** The columns that {@link productKeys} gives. */
type Key = "nameKey" | "searchName" | "searchModel" | "searchCategory";

/** Raw, since Prisma would move `updatedAt`, and write row by row. Triggers index what it changes. */
function rekeying(rows: readonly Row[]): Sql {
  const values = rows.map((row) => {
    const { nameKey, searchName, searchModel, searchCategory } = productKeys(row);
    const of = join([row.name, row.model, row.category]);
    return sql`(CAST(${row.id} AS INTEGER), ${of}, ${nameKey}, ${searchName}, ${searchModel}, ${searchCategory})`;
  });
  // Not where somebody has changed what the keys were made of meanwhile, and the keys with it.
  return sql`
    WITH keyed(id, name, model, category, name_key, search_name, search_model, search_category) AS (VALUES ${join(values)})
    UPDATE "Product" AS p SET "nameKey" = name_key, "searchName" = search_name, "searchModel" = search_model,
      "searchCategory" = search_category
    FROM keyed k WHERE (p."id", p."name", p."model", p."category") = (k.id, k.name, k.model, k.category)`;
}

/** Indexes the products of a range of ids that are not; the texts are as in the triggers. */
function indexing(range: Sql): Sql {
  const gap = " \n ";
  return sql`
    INSERT INTO "ProductSearch"
    SELECT "id", ' ' || "searchName" || ${gap} || "searchModel" || ${gap} || "searchCategory" || ' ', "searchModel"
    FROM "Product" p WHERE ${range} AND NOT EXISTS (SELECT 1 FROM "ProductSearch" s WHERE s."id" = p."id")`;
}

async function recount(db: Database): Promise<void> {
  await db.$transaction([
    // SQLite's transactions exclude other writers already.
    ...(engineOf(db) === "postgresql" ? [db.$executeRaw`LOCK TABLE "Product" IN SHARE ROW EXCLUSIVE MODE`] : []),
    db.$executeRaw`DELETE FROM "CategoryCount"`,
    db.$executeRaw`INSERT INTO "CategoryCount" SELECT "category", count(*) FROM "Product" GROUP BY "category"`,
    db.$executeRaw`DELETE FROM "IdCount"`,
    db.$executeRaw`INSERT INTO "IdCount" SELECT "id" / 4096, count(*) FROM "Product" GROUP BY 1`,
  ]);
}
