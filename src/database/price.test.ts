import { expect, test } from "vitest";
import { fromStoredPrice, toStoredPrice } from "./price.ts";

test("four decimals survive exactly, up to the highest price", () => {
  for (const price of [0, 0.0001, 0.1, 1.005, 4.35, 19.99, 1234.5678, 99_999_999.99, 99_999_999.9999]) {
    expect(fromStoredPrice(toStoredPrice(price))).toBe(price);
  }
  expect(toStoredPrice(1.005)).toBe(10_050n);
  expect(toStoredPrice(99_999_999.99)).toBe(999_999_999_900n);
});

test("a fifth decimal is rounded", () => {
  expect(toStoredPrice(0.00004)).toBe(0n);
  expect(toStoredPrice(1.99996)).toBe(20_000n);
});

test("a number that can't be kept exactly is refused", () => {
  for (const price of [Number.NaN, Number.POSITIVE_INFINITY, 1e300, -1e12]) {
    expect(() => toStoredPrice(price)).toThrow(RangeError);
  }
});
