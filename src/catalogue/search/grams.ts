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
  /** The first in their order of those that were looked at and fit. */
  readonly first: string;
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
  const sample = await look(db, firstOfAll(), where, asides);
  const share = sample.fit / bounds.sample;
  if (share >= bounds.frequent) return { ...many(one, sample), about: share * sample.end };
  const first = await look(db, firstWith(db, one), where, asides);
  const mostAreOthers = first.n > bounds.few && first.fit < bounds.sample / 10;
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
  return fewOrMany(grams, await look(db, firstWith(db, grams), where, asides));
}

/** The first of all texts. */
const firstOfAll = (): Sql => sql`
  SELECT s."id", s."text", 0 AS "n", s."id" AS "last" FROM "ProductSearch" s ORDER BY s."id" LIMIT ${bounds.sample}`;

/** The texts with the grams: all of them, or where they are many as much of them as tells what they are. */
const firstWith = (db: Database, grams: Grams): Sql => dialectOf(db).firstWithGrams(grams, bounds.few, bounds.sample);

interface Look {
  /** How many there are, few and one at most. */
  readonly n: number;
  /** How many of those that were looked at meet the condition, and their ids. */
  readonly fit: number;
  readonly ids: string;
  readonly first: string;
  readonly shares: readonly number[];
  /** The last id of those there are, and of all. */
  readonly last: number;
  readonly end: number;
}

const fewOrMany = (grams: Grams, found: Look): Few | Many =>
  found.n <= bounds.few ? { ids: found.ids, count: found.fit } : many(grams, found);

/** They come in about the order of their ids. */
const many = (grams: Grams, { n, last, end, first, shares }: Look): Many => ({
  grams,
  about: (n * end) / last,
  of: end,
  first,
  shares,
});

/** What there is to know of some texts. */
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
  const [found] = await db.$queryRaw<Found[]>`
    SELECT max(s."n") AS "n", max(s."last") AS "last", (SELECT max("id") FROM "ProductSearch") AS "end", ${ids} AS "ids",
      min(CASE WHEN ${where} THEN s."text" END) AS "first", ${shares} AS "shares"
    FROM (${rows}) s`;
  const text = found?.ids ?? "[]";
  return {
    n: Number(found?.n ?? 0),
    fit: (JSON.parse(text) as unknown[]).length, // what `array` makes
    ids: text,
    first: found?.first ?? "",
    shares: (found?.shares ?? "").split(" ").map(Number),
    last: Number(found?.last ?? 0),
    end: Number(found?.end ?? 0),
  };
}

/** As the engines give it. */
interface Found {
  readonly n: Count | null;
  readonly last: Count | null;
  readonly end: Count | null;
  readonly ids: string;
  readonly first: string | null;
  readonly shares: string | null;
}

/** Which share of all texts comes before one, by the first of them. */
export async function shareBefore(db: Database, text: string): Promise<number> {
  const [found] = await db.$queryRaw<{ before: Count }[]>`
    SELECT count(*) AS "before" FROM (${firstOfAll()}) s WHERE s."text" < ${text}`;
  return Number(found?.before ?? 0) / bounds.sample;
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
