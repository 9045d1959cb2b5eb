/** Prisma's `contains` becomes a LIKE whose wildcards it doesn't escape; these stand for them in keys. */
const WILDCARDS: Readonly<Record<string, string>> = { "%": "\uE000", _: "\uE001", "\\": "\uE002" };

/** Without what doesn't count: letter case, width, composition, and how much space there is. */
function folded(text: string): string {
  return (
    text
      .toWellFormed()
      .replace(/[\uE000-\uE002]/g, "\uFFFD")
      .normalize("NFKC")
      // Up, then down: the only way to fold ß and SS, or ı and I, together; neither step depends on a locale.
      .toUpperCase()
      .toLowerCase()
      // What lower case leaves of İ, and the sigma that depends on its neighbours.
      .replaceAll("i\u0307", "i")
      .replaceAll("ς", "σ")
      .normalize("NFKC")
      // Control characters too: PostgreSQL has no NUL in texts.
      .replace(/[\s\p{Cc}]+/gu, " ")
      .trim()
  );
}

/**
 * The form in which names are searched and ordered, the same on every database: width, composition and letter case
 * don't count, nor how much space there is, and every character means itself.
 * Use it on both sides: `contains: searchKey(input)` against a `nameKey`. The result may be empty.
 */
export function searchKey(text: string): string {
  return folded(text).replace(/[%_\\]/g, (wildcard) => WILDCARDS[wildcard] ?? wildcard);
}

/** What {@link searchKey} gave, with its wildcards as they were. */
export function unescaped(key: string): string {
  return key.replace(/[\uE000-\uE002]/g, (stand) => "%_\\"[stand.charCodeAt(0) - 0xe000] ?? stand);
}

/** A run of letters and digits, or of anything else but space. */
const WORD = /[\p{L}\p{N}\p{M}]+|[^\p{L}\p{N}\p{M}\s]+/gu;

/**
 * The form in which products are searched by words: like {@link searchKey}, and accents don't count; one space between
 * words. Character by character, so that a part of a text becomes a part of what the text becomes, spaces aside.
 */
export function searchText(text: string): string {
  const bare = Array.from(folded(text), (character) =>
    character
      .normalize("NFD")
      .replace(/[\u0300-\u036f]/g, "")
      .normalize("NFC"),
  );
  return (bare.join("").match(WORD) ?? []).join(" ");
}
