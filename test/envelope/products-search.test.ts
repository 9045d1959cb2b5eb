import { beforeAll, describe, expect, it } from "vitest";
import { searchKey } from "../../prisma/search-key.ts";
import { envelopeServer, failure, ok, said } from "./support.ts";

const shop = envelopeServer();
const search = (name: string) => shop.call("GET", `/api/products/name/${encodeURIComponent(name)}`);
const found = async (name: string): Promise<string[]> => {
  const { status, json } = await search(name);
  expect(status).toBe(200);
  return json.data.map(({ name }: { name: string }) => name);
};
const NONE = ok("success", []);

beforeAll(async () => {
  const names = [
    "Steam engine",
    "Green tea",
    "Tea",
    "Team shirt",
    "TEA POT",
    "tea",
    "Instead",
    "龙井茶叶",
    "乌龙茶",
    "AC/DC adapter",
    "100% cotton",
    "100 per cent",
    "snake_case",
    "snakeXcase",
    "C:\\temp",
    "O'Brien; DROP TABLE Product;--",
    "Émile's Straße",
    ...Array.from({ length: 120 }, (_, n) => `Bulk ${String(n).padStart(3, "0")}`),
  ];
  const data = names.map((name) => ({ name, nameKey: searchKey(name), price: 10_000n }));
  await shop.server.deps.db.product.createMany({ data });
});

describe("searching by name", () => {
  it("answers with a list of products as they are shown one by one", async () => {
    const answer = await search("AC/DC");
    const [hit] = answer.json.data;
    expect(said(answer)).toBe(ok("success", [hit]));
    expect(said(await shop.call("GET", `/api/products/${hit.id}`))).toBe(ok("success", hit));
  });

  it("finds a part of a name, without case, best first", async () => {
    const best = ["Tea", "tea", "TEA POT", "Team shirt", "Green tea", "Instead", "Steam engine"];
    for (const spelling of ["tea", "TEA", "tEa"]) expect(await found(spelling)).toEqual(best);
  });

  it("finds letters of other scripts, and those that change with case", async () => {
    expect(await found("龙")).toEqual(["龙井茶叶", "乌龙茶"]);
    expect(await found("茶")).toHaveLength(2);
    expect(await found("éMILE")).toEqual(["Émile's Straße"]);
    expect(await found("STRASSE")).toEqual(["Émile's Straße"]);
  });

  it("reads percent-encoding, slashes in it too", async () => {
    expect((await shop.call("GET", "/api/products/name/AC%2FDC")).json.data).toHaveLength(1);
    expect((await shop.call("GET", "/api/products/name/ac%2fdc%20adapter")).json.data).toHaveLength(1);
    expect((await shop.call("GET", "/api/products/name/%E9%BE%99%E4%BA%95")).json.data).toHaveLength(1);
    expect((await shop.call("GET", "/api/products/name/龙井")).json.data).toHaveLength(1);
    expect(said(await shop.call("GET", "/api/products/name/tea+pot"))).toBe(NONE);
  });

  it("takes wildcards, quotes and backslashes for themselves", async () => {
    expect(await found("100%")).toEqual(["100% cotton"]);
    expect(await found("%")).toEqual(["100% cotton"]);
    expect(await found("e_c")).toEqual(["snake_case"]);
    expect(await found("\\")).toEqual(["C:\\temp"]);
    expect(await found("O'Brien; DROP TABLE Product;--")).toHaveLength(1);
    for (const none of ["t%a", "t*a", "t?a", "[a-z]", ".*", '"', "\\%", "' OR '1'='1"]) {
      expect(said(await search(none))).toBe(NONE);
    }
  });

  it("finds 100 at most", async () => {
    const hits = await found("bulk");
    expect(hits).toHaveLength(100);
    expect(hits).toEqual(Array.from({ length: 100 }, (_, n) => `Bulk ${String(n).padStart(3, "0")}`));
  });

  it("finds nothing of what there is not, nor of nothing", async () => {
    for (const none of ["coffee", "teaa", " ", "　"]) expect(said(await search(none))).toBe(NONE);
  });

  it("takes 200 characters, and says when there are more or when they are no text", async () => {
    expect(said(await search("x".repeat(200)))).toBe(NONE);
    expect(said(await search("茶".repeat(201)))).toBe(failure(422, "product_name：最多 200 个字符"));
    expect(said(await search("a\u0000b"))).toBe(failure(422, "product_name：格式不正确"));
  });

  it("does not take a name of digits for a number, nor `name` for a product", async () => {
    expect(await found("100")).toEqual(["100 per cent", "100% cotton", "Bulk 100"]);
    expect(said(await shop.call("GET", "/api/products/name"))).toBe(failure(422, "product_id：必须是整数"));
  });
});
