import { describe, expect, test } from "vitest";
import { searchKey } from "./search-key.ts";
import { engines, open } from "./test-databases.ts";

test.for<[name: string, search: string]>([
  ["Arduino UNO R3", "arduino uno r3"],
  ["  two \t\n spaces　", "two spaces"],
  ["ＳＴ７７８９　１．３寸", "st7789 1.3寸"],
  ["智能温度传感器", "智能温度传感器"],
  ["Straße", "STRASSE"],
  ["caf\u00e9", "CAFE\u0301"],
  ["İstanbul", "istanbul"],
  ["ΟΔΟΣ", "οδος"],
  ["½ Ω", "1⁄2 ω"],
  ["a\0b", "a b"],
])("%j is found as %j", ([name, search]) => {
  expect(searchKey(name)).toBe(searchKey(search));
});

test("a key is its own key, so that keys can be compared", () => {
  for (const text of ["Straße %_\\", "ŉ ǰ ΐ ﬃ İ ı ſ", "한글 ｶﾞ", "\ud800", "e\u0323\u0307"]) {
    const key = searchKey(text);
    expect(searchKey(key.replace(/[\uE000-\uE002]/g, "x"))).toBe(key.replace(/[\uE000-\uE002]/g, "x"));
    expect(key).not.toMatch(/[%_\\]/);
  }
});

test("text without anything to look for has an empty key", () => {
  expect(searchKey(" \t\0")).toBe("");
});

describe.for(engines)("in $name", (engine) => {
  test("contains() finds wildcards only where they are written", async () => {
    const db = await open(await engine.create());
    const names = [
      "100% cotton",
      "100 cotton",
      "a_b",
      "axb",
      "back\\slash",
      "backslash",
      "温度 100％",
      "Größe",
      "\uE000",
    ];
    await db.product.createMany({ data: names.map((name) => ({ name, nameKey: searchKey(name), price: 1n })) });
    const find = async (text: string) => {
      const found = await db.product.findMany({
        where: { nameKey: { contains: searchKey(text) } },
        orderBy: { id: "asc" },
      });
      return found.map(({ name }) => name);
    };
    expect(await find("100%")).toEqual(["100% cotton", "温度 100％"]);
    expect(await find("%")).toEqual(["100% cotton", "温度 100％"]);
    expect(await find("A_B")).toEqual(["a_b"]);
    expect(await find("k\\s")).toEqual(["back\\slash"]);
    expect(await find("GRÖSSE")).toEqual(["Größe"]);
    expect(await find("度 1")).toEqual(["温度 100％"]);
  });

  test("names are ordered by code point", async () => {
    const db = await open(await engine.create());
    const names = ["b", "B a", "a-b", "a b", "ab", "é", "z", "温", "a1"];
    await db.product.createMany({ data: names.map((name) => ({ name, nameKey: searchKey(name), price: 1n })) });
    const sorted = await db.product.findMany({ orderBy: { nameKey: "asc" } });
    expect(sorted.map(({ name }) => name)).toEqual(["a b", "a-b", "a1", "ab", "b", "B a", "z", "é", "温"]);
  });
});
