import { expect, it } from "vitest";
import { MAX_ID, parseId } from "./ids.ts";

it("takes the numbers that a row can have", () => {
  expect(parseId("1")).toBe(1);
  expect(parseId("042")).toBe(42);
  expect(parseId(7)).toBe(7);
  expect(parseId(String(MAX_ID))).toBe(2_147_483_647);
});

it.each([
  "",
  "0",
  "00",
  "-1",
  "+1",
  "1.0",
  "1e3",
  "0x1",
  " 1",
  "1 ",
  "1\n",
  "٣",
  "abc",
  "NaN",
  "Infinity",
  "2147483648",
  "1".repeat(400),
])("takes %j for none", (id) => {
  expect(parseId(id)).toBeNull();
});
