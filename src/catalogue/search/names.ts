import type { Database } from "../../database/client.ts";
import { dialectOf } from "../../database/dialect.ts";
import { searchKey, unescaped } from "../../database/search-key.ts";
import { type Sql, sql } from "../../database/sql.ts";
import { climb, fewWith, type Ground, type Rank, sorted, type Stretch } from "./ladder.ts";
import { exclusive, LAST } from "./relevance.ts";
import { gramsOf, isTelling, wordsOf } from "./words.ts";

const KEY = sql`p."nameKey"`;
const PRODUCTS = sql`"Product" p`;

/** That a product's name has a text in it, without case; a blank text is in none. */
export function nameHas(db: Database, name: string): Sql {
  const key = searchKey(name);
  return key === "" ? sql`1 = 0` : dialectOf(db).contains(KEY, key);
}

/**
 * Products whose name has a text in it, best first: the very name, then names that begin with it, then names with a word
 * that does, then the rest, each by name.
 * @param conditions on `Product p` besides
 */
export async function rankedByName(
  db: Database,
  name: string,
  conditions: readonly Sql[],
  stretch: Stretch,
): Promise<Rank[]> {
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
  const ground: Ground = { main: PRODUCTS, tables: PRODUCTS, id: sql`p."id"`, where: conditions };
  const few = isTelling(words) ? await fewWith(db, gramsOf(words, "part"), sql`1 = 1`) : undefined;
  return few ? sorted(db, ground, rungs, few, stretch) : climb(db, ground, rungs, stretch);
}
