import { expect, test } from "vitest";
import { fromStoredPrice, toStoredPrice } from "./price.ts";

test("four decimals survive exactly, up to the highest price and beyond", () => {
  for (const price of [
    "0",
    "0.0001",
    "0.1",
    "1.005",
    "4.35",
    "10",
    "19.99",
    "1234.5678",
    "99999999.99",
    "99999999.9999",
  ]) {
    expect(fromStoredPrice(toStoredPrice(price))).toBe(price);
    expect(toStoredPrice(Number(price))).toBe(toStoredPrice(price));
  }
  expect(toStoredPrice(1.005)).toBe(10_050n);
  expect(toStoredPrice("99999999.99")).toBe(999_999_999_900n);
  expect(fromStoredPrice(toStoredPrice("-0.5"))).toBe("-0.5");
});

test("zeros that say nothing are left out", () => {
  expect(fromStoredPrice(toStoredPrice("007.5000000"))).toBe("7.5");
  expect(fromStoredPrice(toStoredPrice("1e2"))).toBe("100");
});

test("a fifth decimal is rounded, half away from zero, by the decimal's text", () => {
  expect(toStoredPrice(0.00004)).toBe(0n);
  expect(toStoredPrice(1e-7)).toBe(0n);
  expect(toStoredPrice(1.99996)).toBe(20_000n);
  expect(toStoredPrice(7.00005)).toBe(70_001n);
  expect(toStoredPrice("-7.00005")).toBe(-70_001n);
});

test("what is no number, or none that can be kept exactly, is refused", () => {
  for (const price of [Number.NaN, Number.POSITIVE_INFINITY, 1e300, -1e12, "", "1,5", "0x10"]) {
    expect(() => toStoredPrice(price)).toThrow(RangeError);
  }
});
