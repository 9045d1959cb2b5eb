/**
 * The bytes that a `Range` header asks for, out of `size`; both ends are inclusive.
 * - `ignore`: not a byte range, against the grammar (RFC 9110 §14.2), or several ranges, which a server need not serve.
 * - `unsatisfiable`: a range that begins behind the end.
 */
export function parseRange(header: string, size: number): Range | "ignore" | "unsatisfiable" {
  const set = /^bytes=(.*)$/i.exec(header)?.[1];
  // §5.6.1: a list may have empty elements.
  const specs = set?.split(",").flatMap((spec) => spec.trim() || []) ?? [];
  const [, first, last] = /^(\d*)-(\d*)$/.exec(specs[0] ?? "") ?? [];
  if (specs.length !== 1 || first === undefined || last === undefined) return "ignore";
  return first === "" ? suffix(last, size) : between(Number(first), last === "" ? Infinity : Number(last), size);
}

interface Range {
  readonly start: number;
  readonly end: number;
}

function between(first: number, last: number, size: number): Range | "ignore" | "unsatisfiable" {
  if (last < first) return "ignore";
  return first >= size ? "unsatisfiable" : { start: first, end: Math.min(last, size - 1) };
}

function suffix(digits: string, size: number): Range | "ignore" | "unsatisfiable" {
  if (digits === "") return "ignore";
  if (Number(digits) === 0) return "unsatisfiable";
  // The end of an empty file is the whole of it, for which Content-Range has no words.
  return size === 0 ? "ignore" : { start: Math.max(0, size - Number(digits)), end: size - 1 };
}
