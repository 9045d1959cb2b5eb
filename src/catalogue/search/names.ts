import type { Database } from "../../database/client.ts";
import { dialectOf } from "../../database/dialect.ts";
import { searchKey, unescaped } from "../../database/search-key.ts";
import { sql } from "../../database/sql.ts";
import type { ProductRow } from "../conditions.ts";
import { rowsInOrder } from "../rows.ts";
import { climb, fewWith, type Ground, sorted } from "./ladder.ts";
import { exclusive, LAST } from "./relevance.ts";
import { gramsOf, isTelling, wordsOf } from "./words.ts";

const KEY = sql`p."nameKey"`;
const PRODUCTS = sql`"Product" p`;
const GROUND: Ground = { main: PRODUCTS, tables: PRODUCTS, id: sql`p."id"`, where: [] };

/**
 * Products whose name has a text in it, without case, best first: the very name, then names that begin with it, then names
 * with a word that does, then the rest, each by name. A blank text finds nothing.
 */
export async function productsByName(db: Database, name: string, limit: number): Promise<ProductRow[]> {
  const key = searchKey(name);
  if (key === "") return [];
  const { contains } = dialectOf(db);
  // As the index of grams has it, accents and all: what it finds is only where to look.
  const words = wordsOf(unescaped(key));
  const rungs = exclusive([
    { key: KEY, where: sql`${KEY} = ${key}` },
    { key: KEY, where: sql`${KEY} >= ${key} AND ${KEY} < ${key + LAST}` },
    { key: KEY, where: contains(KEY, ` ${key}`), grams: gramsOf(words, "part") },
    { key: KEY, where: contains(KEY, key), grams: gramsOf(words, "part") },
  ]);
  const stretch = { after: undefined, before: undefined, limit, backward: false };
  const few = isTelling(words) ? await fewWith(db, gramsOf(words, "part"), sql`1 = 1`) : undefined;
  const hits = few ? await sorted(db, GROUND, rungs, few, stretch) : await climb(db, GROUND, rungs, stretch);
  return rowsInOrder(
    db,
    hits.map(({ id }) => id),
  );
}
