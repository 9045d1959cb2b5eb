import type { Database } from "../../database/client.ts";
import { dialectOf } from "../../database/dialect.ts";
import { searchText } from "../../database/search-key.ts";
import { join, type Sql, sql } from "../../database/sql.ts";
import { type Few, fewWith, type Many } from "./grams.ts";
import { mended } from "./typos.ts";
import { type Fit, FITS, gramsOf, placed, type Word, wordsOf } from "./words.ts";

/** What a text that was typed finds. */
export interface Match {
  /** The text as products have it. */
  readonly phrase: string;
  readonly words: readonly Word[];
  readonly hits: Few | Many;
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
  const hits = await hitsOf(db, words);
  if (!("ids" in hits) || hits.count > 0) return { ...typed, hits };
  const meant = await mended(db, words);
  return meant ? { ...typed, words: meant, hits: await hitsOf(db, meant) } : { ...typed, hits };
}

/** Beside many: which shares of them have the words in each other way. */
const hitsOf = (db: Database, words: readonly Word[]) =>
  fewWith(
    db,
    gramsOf(words, "part"),
    fitting(db, words, "part"),
    FITS.map((fit) => fitting(db, words, fit)),
  );

/** The condition on `ProductSearch s` that all words fit into its text. */
export function fitting(db: Database, words: readonly Word[], fit: Fit): Sql {
  const { contains } = dialectOf(db);
  const has = (word: string) => contains(sql`s."text"`, placed(word, fit));
  return join(
    words.map((alternatives) => sql`(${join(alternatives.map(has), " OR ")})`),
    " AND ",
  );
}
