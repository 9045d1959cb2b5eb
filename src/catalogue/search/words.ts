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

/** The grams that a part of a text has, without those that longer ones contain. */
function gramsIn(part: string): string[] {
  const characters = [...part];
  const windows = [1, 2, 3, 4].flatMap((size) =>
    characters.slice(size - 1).map((_, start) => characters.slice(start, start + size)),
  );
  const grams = new Set(windows.filter(isGram).map((gram) => gram.join("")));
  return [...grams].filter((gram) => ![...grams].some((other) => other !== gram && other.includes(gram)));
}

/** As the triggers have it: the last but one of one to three characters is no space, and a fourth has to follow a space. */
function isGram(window: readonly string[]): boolean {
  const [first, second] = window;
  if (window.length === 1) return first !== " ";
  if (window.length === 4) return first === " " && !window.includes(" ", 1);
  return second !== " ";
}
