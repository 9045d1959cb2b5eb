import type { Database } from "../../database/client.ts";
import { dialectOf } from "../../database/dialect.ts";
import { searchKey, unescaped } from "../../database/search-key.ts";
import { type Sql, sql } from "../../database/sql.ts";
import { fewWith } from "./grams.ts";
import { climb, type Ground, type Rank, sorted, type Stretch } from "./ladder.ts";
import { fitting } from "./match.ts";
import { LAST } from "./relevance.ts";
import { gramsOf, wordsOf } from "./words.ts";

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
  const found = await fewWith(db, gramsOf(words, "part"), fitting(db, words, "part"));
  const among = "ids" in found ? {} : { texts: { many: found, share: 1 } };
  const rungs = [
    { key: KEY, where: sql`${KEY} = ${key}` },
    { key: KEY, where: sql`${KEY} >= ${key} AND ${KEY} < ${key + LAST}` },
    { key: KEY, where: contains(KEY, ` ${key}`), ...among },
    { key: KEY, where: contains(KEY, key), ...among },
  ];
  const of = (rows: Sql) => ({
    tables: sql`(${rows}) s CROSS JOIN ${PRODUCTS}`,
    where: [sql`p."id" = s."id"`, ...conditions],
  });
  const ground: Ground = { main: PRODUCTS, tables: PRODUCTS, id: sql`p."id"`, where: conditions, of };
  return "ids" in found ? sorted(db, ground, rungs, found, stretch) : climb(db, ground, rungs, stretch);
}
