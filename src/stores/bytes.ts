/** About as much as an engine needs beside the contents: for an object, and for what holds it in a map. */
const OVERHEAD = 64;

/** About how many bytes of memory a value of plain data takes; never nothing. */
export function bytesOf(value: unknown): number {
  if (typeof value === "string") return OVERHEAD + 2 * value.length;
  if (typeof value !== "object" || value === null) return 8;
  if (ArrayBuffer.isView(value)) return OVERHEAD + value.byteLength;
  return Object.values(value).reduce<number>((sum, held) => sum + 8 + bytesOf(held), OVERHEAD);
}
