import type { Grams } from "../../database/dialect.ts";
import { searchText } from "../../database/search-key.ts";

/** What is looked for in place of one word that was typed: itself, or what it may have been meant to be. */
export type Word = readonly string[];

/** The words of a text, each once, as the searched texts have them; `ac/dc` is one: `ac / dc`. */
export function wordsOf(text: string): readonly Word[] {
  const words = text.split(/\s+/).map(searchText);
  return [...new Set(words)].filter((word) => word !== "").map((word) => [word]);
}

/** How a word has to be in a text, from the best to the least: as a whole, as a beginning, or anywhere. */
export const FITS = ["whole", "beginning", "part"] as const;
export type Fit = (typeof FITS)[number];

/** A word with the spaces that it then has around it. */
export function placed(word: string, fit: Fit): string {
  return `${fit === "part" ? "" : " "}${word}${fit === "whole" ? " " : ""}`;
}

/** The grams that a text has which all of these words fit into. */
export function gramsOf(words: readonly Word[], fit: Fit): Grams {
  return words.map((alternatives) => alternatives.map((word) => gramsIn(placed(word, fit))));
}

function gramsIn(part: string): string[] {
  const characters = [...part];
  const threes = characters
    .slice(2)
    .map((third, i) => [characters[i], characters[i + 1], third])
    .filter(([, middle]) => middle !== " ")
    .map((gram) => gram.join(""));
  if (threes.length > 0) return [...new Set(threes)];
  // Nothing as long as three without a space in the middle: its words have one or two characters.
  return [...new Set(part.split(" ").filter((short) => short !== ""))];
}

/** A single Latin letter or digit, which most texts have: looking it up costs more than looking at the texts. */
const COMMON = /^[a-z0-9]$/;

/** Whether an index of grams can be expected to say where such texts are. */
export function isTelling(words: readonly Word[]): boolean {
  return words.some((alternatives) => alternatives.every((word) => !COMMON.test(word)));
}
