/** A price is kept in ten-thousandths of the currency unit: whole numbers, which every database compares exactly. */
const PARTS = 10_000;

/**
 * @param price in currency units; decimals beyond the fourth are rounded
 * @returns what the `price` column holds
 * @throws {RangeError} when the number is too large to be exact, or none at all
 */
export function toStoredPrice(price: number): bigint {
  // Below 2^53 the product is off by less than a thousandth, so that rounding finds the decimal that was meant.
  const parts = Math.round(price * PARTS);
  if (!Number.isSafeInteger(parts)) throw new RangeError("not a price that can be kept exactly");
  return BigInt(parts);
}

/**
 * @param stored what the `price` column holds
 * @returns currency units: the number that prints as exactly the decimals that were stored
 */
export function fromStoredPrice(stored: bigint): number {
  return Number(stored) / PARTS;
}
