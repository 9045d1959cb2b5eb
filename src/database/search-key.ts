/** Prisma's `contains` becomes a LIKE whose wildcards it doesn't escape; these stand for them in keys. */
const WILDCARDS: Readonly<Record<string, string>> = { "%": "\uE000", _: "\uE001", "\\": "\uE002" };

/**
 * The form in which names are searched and ordered, the same on every database: width, composition and letter case
 * don't count, nor how much space there is, and every character means itself.
 * Use it on both sides: `contains: searchKey(input)` against a `nameKey`. The result may be empty.
 */
export function searchKey(text: string): string {
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
      .replace(/[%_\\]/g, (wildcard) => WILDCARDS[wildcard] ?? wildcard)
  );
}
