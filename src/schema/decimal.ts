const PLAIN = /^-?\d+(\.\d+)?$/;
/** Longer than any number that a rule lets pass; what is longer is not looked into. */
const MAX_LENGTH = 400;

/** The text of an exact decimal, given as text or as a number, which counts by its shortest spelling; null for neither. */
export function decimalText(value: unknown): string | null {
  const text = typeof value === "number" ? withoutExponent(value) : value;
  return typeof text === "string" && text.length <= MAX_LENGTH && PLAIN.test(text) ? text : null;
}

function withoutExponent(value: number): string {
  const text = String(value);
  if (!text.includes("e")) return text;
  return Math.abs(value) < 1 ? value.toFixed(20) : String(BigInt(value));
}
