import { AppError } from "../errors.ts";

/**
 * Characters of long texts in one answer: more than the longest list of the longest descriptions has. Counted where they
 * are read: a field may be asked for under many names, and the complexity of a query does not know how long its answers are.
 */
const MOST_CHARACTERS = 12_000_000;

const spent = new WeakMap<object, number>();

/**
 * Hands a long text on, as long as the answer has room for it.
 * @param answer whatever there is one of for each answer, such as its context
 * @throws {AppError} QUERY_TOO_COMPLEX
 */
export function longText(answer: object, text: string): string {
  const characters = (spent.get(answer) ?? 0) + text.length;
  if (characters > MOST_CHARACTERS) throw new AppError("QUERY_TOO_COMPLEX");
  spent.set(answer, characters);
  return text;
}
