import type { Database } from "../../database/client.ts";
import { dialectOf, type Grams } from "../../database/dialect.ts";
import { join, type Sql, sql } from "../../database/sql.ts";
import { bounds } from "./bounds.ts";

/** Some ids, as a JSON array. */
export interface Few {
  readonly ids: string;
  readonly count: number;
}

/** Texts that are too many to be read at once. */
export interface Many {
  /** What they have, and few besides them. */
  readonly grams: Grams;
  /** About how many they are, and of how many. */
  readonly about: number;
  readonly of: number;
  /** Which share of those that were looked at meets each of the conditions that were asked about. */
  readonly shares: readonly number[];
}

/** The rows of `ProductSearch` whose texts have the grams. */
export const rowsWith = (db: Database, grams: Grams): Sql =>
  sql`SELECT s."id", s."text", s."model" FROM ${dialectOf(db).withGrams(grams)}`;

/**
 * The ids of the texts that have the grams and meet a condition on `s`, unless they are many. An index takes as long as what
 * it is asked for is frequent: where many texts fit, it is not asked, and otherwise first for one gram of each word, since
 * those of a word lead to the same texts mostly.
 * @param asides conditions that it would be good to know of how often they are met
 */
export async function fewWith(
  db: Database,
  grams: Grams,
  where: Sql,
  asides: readonly Sql[] = [],
): Promise<Few | Many> {
  const one = grams.map((alternatives) => alternatives.map(mostTelling));
  const looks = (rows: Sql) => look(db, rows, where, asides);
  const sample = await looks(
    sql`SELECT s."id", s."text" FROM "ProductSearch" s ORDER BY s."id" LIMIT ${bounds.sample}`,
  );
  const share = sample.fit / bounds.sample;
  if (share >= bounds.frequent) return { grams: one, about: share * sample.end, of: sample.end, shares: sample.shares };
  const first = await looks(sql`${rowsWith(db, one)} LIMIT ${bounds.few + 1}`);
  const mostAreOthers = first.n > bounds.few && first.fit < first.n / 10;
  return mostAreOthers ? allWith(db, grams, where, asides) : fewOrMany(one, first);
}

/** One of the longest grams, far from where words begin and end alike. */
function mostTelling(grams: readonly string[]): readonly string[] {
  const most = Math.max(...grams.map(({ length }) => length));
  const longest = grams.filter(({ length }) => length === most);
  return longest.slice(longest.length >> 1).slice(0, 1);
}

/** The same where texts with all of the grams are expected to be few. */
export async function allWith(
  db: Database,
  grams: Grams,
  where: Sql,
  asides: readonly Sql[] = [],
): Promise<Few | Many> {
  return fewOrMany(grams, await look(db, sql`${rowsWith(db, grams)} LIMIT ${bounds.few + 1}`, where, asides));
}

interface Look {
  readonly n: number;
  readonly fit: number;
  readonly ids: string;
  readonly last: number;
  readonly end: number;
  readonly shares: readonly number[];
}

function fewOrMany(grams: Grams, { n, fit, ids, last, end, shares }: Look): Few | Many {
  // They come in about the order of their ids.
  return n <= bounds.few ? { ids, count: fit } : { grams, about: (n * end) / last, of: end, shares };
}

/** What there is to know of some rows `s`. */
async function look(db: Database, rows: Sql, where: Sql, asides: readonly Sql[]): Promise<Look> {
  const share = (condition: Sql) => sql`avg(CASE WHEN ${condition} THEN 1.0 ELSE 0.0 END)`;
  const ids = dialectOf(db).array(sql`s."id"`, where);
  const shares =
    asides.length === 0
      ? sql`''`
      : join(
          asides.map((aside) => sql`CAST(${share(aside)} AS TEXT)`),
          " || ' ' || ",
        );
  const [found] = await db.$queryRaw<{ n: Count; last: Count; end: Count; ids: string; shares: string | null }[]>`
    SELECT count(*) AS "n", max(s."id") AS "last", (SELECT max("id") FROM "ProductSearch") AS "end", ${ids} AS "ids",
      ${shares} AS "shares"
    FROM (${rows}) s`;
  const text = found?.ids ?? "[]";
  return {
    n: Number(found?.n ?? 0),
    fit: (JSON.parse(text) as unknown[]).length, // what `array` makes
    ids: text,
    last: Number(found?.last ?? 0),
    end: Number(found?.end ?? 0),
    shares: (found?.shares ?? "").split(" ").map(Number),
  };
}

/** As the engines give what they have worked out. */
type Count = number | bigint;

/** The ids of some rows of a table `s`; undefined: there are too many rows. */
export async function fewOf(db: Database, rows: Sql): Promise<Few | undefined> {
  const ids = dialectOf(db).array(sql`s."id"`, sql`1 = 1`);
  const [found] = await db.$queryRaw<{ n: number | bigint; ids: string }[]>`
    SELECT count(*) AS "n", ${ids} AS "ids" FROM (${rows} LIMIT ${bounds.few + 1}) s`;
  return found === undefined || found.n > bounds.few ? undefined : { ids: found.ids, count: Number(found.n) };
}
