import type { Database } from "../../database/client.ts";
import { type Sql, sql } from "../../database/sql.ts";
import type { Many } from "./grams.ts";
import { climb, type Ground, type Rank, type Rung, sorted, type Stretch } from "./ladder.ts";
import { fitting, type Match } from "./match.ts";
import { FITS, gramsOf } from "./words.ts";

/** Sorts behind every character. */
export const LAST = "\u{10FFFF}";

const TEXT = sql`s."text"`;
const MODEL = sql`s."model"`;

/**
 * The hits of a search, best first: the very name, the very article number, what the name begins with, what the article
 * number does, then all words as words of their own, as beginnings of words, and anywhere; in each of these by name, or
 * where the article number counts by that.
 * @param conditions on `Product p` besides
 */
export function byRelevance(db: Database, match: Match, conditions: readonly Sql[], stretch: Stretch): Promise<Rank[]> {
  const main = sql`"ProductSearch" s`;
  const of = (rows: Sql) =>
    conditions.length === 0
      ? { tables: rows, where: [] }
      : { tables: sql`${rows} CROSS JOIN "Product" p`, where: [sql`p."id" = s."id"`, ...conditions] };
  const ground: Ground = { main, id: sql`s."id"`, of: (rows) => of(sql`(${rows}) s`), ...of(main) };
  const { hits } = match;
  if ("ids" in hits) return sorted(db, ground, rungsOf(db, match), hits, stretch);
  return climb(db, ground, rungsOf(db, match, hits), stretch);
}

/** @param many the hits are these, and not to be sorted at once */
function rungsOf(db: Database, { phrase, words }: Match, many?: Many): Rung[] {
  const between = (column: Sql, from: string, to: string) => sql`${column} >= ${from} AND ${column} < ${to}`;
  const name = ` ${phrase}`;
  const better = [
    // The next field is behind a line break.
    { key: TEXT, where: between(TEXT, `${name} \n`, `${name} \v`) },
    { key: MODEL, where: sql`${MODEL} = ${phrase}` },
    { key: TEXT, where: between(TEXT, name, name + LAST) },
    { key: MODEL, where: between(MODEL, phrase, phrase + LAST) },
  ];
  const fits = FITS.map((fit, i): Rung => {
    const where = fitting(db, words, fit);
    if (many === undefined) return { key: TEXT, where };
    const own = fit !== "part" && { own: { grams: gramsOf(words, fit), check: where } };
    return { key: TEXT, where, texts: { many, share: many.shares[i] ?? 1, ...own } };
  });
  return [...better, ...fits];
}
