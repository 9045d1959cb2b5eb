import type { Database } from "../../database/client.ts";
import { join, type Sql, sql } from "../../database/sql.ts";
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
  const [main, id] = [sql`"ProductSearch" s`, sql`s."id"`];
  const ground: Ground =
    conditions.length === 0
      ? { main, id, tables: main, where: [] }
      : { main, id, tables: sql`${main} CROSS JOIN "Product" p`, where: [sql`p."id" = s."id"`, ...conditions] };
  const rungs = rungsOf(db, match);
  return match.few ? sorted(db, ground, rungs, match.few, stretch) : climb(db, ground, rungs, stretch);
}

function rungsOf(db: Database, { phrase, words }: Match): Rung[] {
  const between = (column: Sql, from: string, to: string) => sql`${column} >= ${from} AND ${column} < ${to}`;
  const name = ` ${phrase}`;
  const better = [
    // The next field is behind a line break.
    { key: TEXT, where: between(TEXT, `${name} \n`, `${name} \v`) },
    { key: MODEL, where: sql`${MODEL} = ${phrase}` },
    { key: TEXT, where: between(TEXT, name, name + LAST) },
    { key: MODEL, where: between(MODEL, phrase, phrase + LAST) },
  ];
  const fits = FITS.map((fit) => {
    const where = fitting(db, words, fit);
    return { key: TEXT, where, grams: gramsOf(words, fit), check: where };
  });
  return exclusive([...better, ...fits]);
}

/** The same rungs, each without the hits of those before it. */
export function exclusive(rungs: readonly Rung[]): Rung[] {
  return rungs.map((rung, number) => {
    const before = rungs.slice(0, number).map(({ where }) => sql`NOT (${where})`);
    return { ...rung, where: join([sql`(${rung.where})`, ...before], " AND ") };
  });
}
