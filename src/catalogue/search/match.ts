import type { Database } from "../../database/client.ts";
import { dialectOf } from "../../database/dialect.ts";
import { searchText } from "../../database/search-key.ts";
import { join, type Sql, sql } from "../../database/sql.ts";
import { type Few, fewWith } from "./ladder.ts";
import { mended } from "./typos.ts";
import { type Fit, gramsOf, isTelling, placed, type Word, wordsOf } from "./words.ts";

/** What a text that was typed finds. */
export interface Match {
  /** The text as products have it. */
  readonly phrase: string;
  readonly words: readonly Word[];
  /** The hits, unless they may be many. */
  readonly few: Few | undefined;
}

/**
 * Which products a text finds: those with all of its words as parts of words of their name, article number or category.
 * Where there are none, with words of five letters or more as they may have been meant.
 * @returns undefined for a blank text, which asks for nothing
 */
export async function matchOf(db: Database, text: string): Promise<Match | undefined> {
  const words = wordsOf(text);
  if (words.length === 0) return undefined;
  const typed = { phrase: searchText(text), words };
  if (!isTelling(words)) return { ...typed, few: undefined };
  const few = await hitsOf(db, words);
  if (few?.count !== 0) return { ...typed, few };
  const meant = await mended(db, words);
  return meant ? { phrase: typed.phrase, words: meant, few: await hitsOf(db, meant) } : { ...typed, few };
}

const hitsOf = (db: Database, words: readonly Word[]) =>
  fewWith(db, gramsOf(words, "part"), fitting(db, words, "part"));

/** The condition on `ProductSearch s` that all words fit into its text. */
export function fitting(db: Database, words: readonly Word[], fit: Fit): Sql {
  const { contains } = dialectOf(db);
  const has = (word: string) => contains(sql`s."text"`, placed(word, fit));
  return join(
    words.map((alternatives) => sql`(${join(alternatives.map(has), " OR ")})`),
    " AND ",
  );
}
