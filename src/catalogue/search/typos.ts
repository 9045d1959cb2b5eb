import type { Database } from "../../database/client.ts";
import { join } from "../../database/sql.ts";
import type { Word } from "./words.ts";

/** A shorter word is one letter away from too many others. */
const SHORTEST = 5;

/** How many words are tried in place of one. */
const MOST = 8;

/**
 * The same words, each of letters alone with those beside it that products have and that are one slip away: a letter
 * too many, too few, another one, or two that changed places. Undefined when there are none for any.
 */
export async function mended(db: Database, words: readonly Word[]): Promise<readonly Word[] | undefined> {
  const lists = await Promise.all(words.map((word) => withMeant(db, word)));
  return lists.some((list, i) => list.length > (words[i]?.length ?? 0)) ? lists : undefined;
}

async function withMeant(db: Database, word: Word): Promise<Word> {
  const [typed = ""] = word;
  if ([...typed].length < SHORTEST || !/^[\p{L}\p{M}]+$/u.test(typed)) return word;
  // Two words one slip apart share what is left when one letter, or none, is taken out of each.
  const found = await db.$queryRaw<{ word: string }[]>`
    SELECT DISTINCT "word" FROM "SearchTypo" WHERE "variant" IN (${join([typed, ...shortened(typed)])}) ORDER BY "word"`;
  const meant = found.map((row) => row.word).filter((other) => other !== typed && isOneSlipAway(typed, other));
  return [...word, ...meant.slice(0, MOST)];
}

function shortened(word: string): string[] {
  const letters = [...word];
  return letters.map((_, i) => letters.toSpliced(i, 1).join(""));
}

/** Whether one letter was left out, added, mistaken, or changed places with its neighbour. */
export function isOneSlipAway(a: string, b: string): boolean {
  const [one, other] = [[...a], [...b]];
  let start = 0;
  while (start < one.length && one[start] === other[start]) start += 1;
  const rest = (letters: readonly string[], skip: number) => letters.slice(start + skip).join("");
  return (
    rest(one, 1) === rest(other, 1) ||
    rest(one, 1) === rest(other, 0) ||
    rest(one, 0) === rest(other, 1) ||
    (one[start] === other[start + 1] && one[start + 1] === other[start] && rest(one, 2) === rest(other, 2))
  );
}
