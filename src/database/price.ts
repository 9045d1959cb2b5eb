/** A price is kept in ten-thousandths of the currency unit: whole numbers, which every database compares exactly. */
const DECIMALS = 4;
const PARTS = 10n ** BigInt(DECIMALS);

/** Far more digits before the point than any price has; what `1e300` would need is not worked out. */
const MAX_SHIFT = 30;

/**
 * @param price in currency units, as a number or a decimal's text; decimals beyond the fourth are rounded, half away from
 *   zero, by that text: 7.00005 is 7.0001
 * @returns what the `price` column holds
 * @throws {RangeError} for anything that is no number, or far too large a one
 */
export function toStoredPrice(price: number | string): bigint {
  const match = /^(-?)(\d+)(?:\.(\d*))?(?:e([+-]?\d{1,3}))?$/i.exec(String(price));
  if (!match) throw new RangeError("not a price");
  const [, sign, whole = "", fraction = "", exponent = "0"] = match;
  const digits = BigInt(whole + fraction);
  const shift = DECIMALS - fraction.length + Number(exponent);
  if (shift > MAX_SHIFT) throw new RangeError("not a price that can be kept exactly");
  const parts = shift >= 0 ? digits * 10n ** BigInt(shift) : rounded(digits, 10n ** BigInt(-shift));
  if (parts > BigInt(Number.MAX_SAFE_INTEGER)) throw new RangeError("not a price that can be kept exactly");
  return sign === "-" ? -parts : parts;
}

const rounded = (digits: bigint, divisor: bigint): bigint => (digits * 2n + divisor) / (divisor * 2n);

/**
 * @param stored what the `price` column holds
 * @returns currency units, exactly, in the shortest decimal text: `6.16`
 */
export function fromStoredPrice(stored: bigint): string {
  const parts = stored < 0n ? -stored : stored;
  const fraction = String(parts % PARTS)
    .padStart(DECIMALS, "0")
    .replace(/0+$/, "");
  return `${stored < 0n ? "-" : ""}${parts / PARTS}${fraction && `.${fraction}`}`;
}
