import { beforeAll, describe, expect, it } from "vitest";
import { searchKey } from "../../src/database/search-key.ts";
import { type Envelope, envelopeServer, failure, ok, said } from "./support.ts";

const shop = envelopeServer();
const add = async (to: Envelope, products: readonly { name: string; category?: string }[]) => {
  const rows = products.map(({ name, ...rest }) => ({ name, nameKey: searchKey(name), price: 10_000n, ...rest }));
  await to.server.deps.db.product.createMany({ data: rows });
};
const list = (query = "") => shop.call("GET", `/api/products${query}`);
const names = async (query: string): Promise<string[]> =>
  (await list(query)).json.data.items.map(({ name }: { name: string }) => name);

describe("an empty shop", () => {
  const empty = envelopeServer();

  it("lists nothing", async () => {
    expect(said(await empty.call("GET", "/api/products"))).toBe(
      ok("success", { items: [], total: 0, page: 1, limit: 20 }),
    );
  });
});

describe("the list of products", () => {
  const numbered = Array.from({ length: 150 }, (_, n) => `Thing ${String(n + 1).padStart(3, "0")}`);
  beforeAll(async () => {
    await add(
      shop,
      numbered.map((name, n) => ({ name, category: n % 3 === 0 ? "Third" : "Other" })),
    );
    await add(shop, [{ name: "Odd", category: "100% & more/茶" }]);
  });

  it("has 20 on page 1 unless asked otherwise, in the order they were added [GET /api/products OK]", async () => {
    const { items, ...rest } = (await list()).json.data;
    expect(rest).toEqual({ total: 151, page: 1, limit: 20 });
    expect(items.map(({ name }: { name: string }) => name)).toEqual(numbered.slice(0, 20));
  });

  it("shows each as it shows one", async () => {
    const [first] = (await list("?limit=1")).json.data.items;
    expect(Object.keys(first)).toEqual([
      "id",
      "name",
      "description",
      "price",
      "category",
      "stock",
      "created_at",
      "updated_at",
    ]);
    expect(said(await shop.call("GET", `/api/products/${first.id}`))).toBe(ok("success", first));
  });

  it("goes through all of them, page by page, each once", async () => {
    const seen: string[] = [];
    for (let page = 1; page <= 8; page += 1) {
      const { items, ...rest } = (await list(`?page=${page}&limit=20`)).json.data;
      expect(rest).toEqual({ total: 151, page, limit: 20 });
      seen.push(...items.map(({ name }: { name: string }) => name));
    }
    expect(seen).toEqual([...numbered, "Odd"]);
  });

  it.each([
    ["?limit=1", 1, 1],
    ["?limit=100", 1, 100],
    ["?limit=100&page=2", 2, 51],
    ["?page=8", 8, 11],
    ["?page=008&limit=0020", 8, 11],
  ])("%s", async (query, page, count) => {
    const { data } = (await list(query)).json;
    expect(data).toMatchObject({ total: 151, page });
    expect(data.items).toHaveLength(count);
  });

  it.each([9, 1000, 107_374_183, 2_147_483_648, 9_007_199_254_740_991])(
    "is empty on page %d, past the end, with the true total",
    async (page) => {
      expect(said(await list(`?page=${page}`))).toBe(ok("success", { items: [], total: 151, page, limit: 20 }));
    },
  );

  it.each([
    ["?page=0", "page：不能小于 1"],
    ["?page=-1", "page：不能小于 1"],
    ["?limit=0", "limit：不能小于 1"],
    ["?limit=101", "limit：不能大于 100"],
    ["?page=abc", "page：必须是整数"],
    ["?page=1.5", "page：必须是整数"],
    ["?page=1e2", "page：必须是整数"],
    ["?page=0x10", "page：必须是整数"],
    ["?page=%201", "page：必须是整数"],
    ["?limit=NaN", "limit：必须是整数"],
    ["?limit=abc&page=0", "page：不能小于 1；limit：必须是整数"],
    [`?category=${"x".repeat(201)}`, "category：最多 200 个字符"],
    ["?category=a%00b", "category：格式不正确"],
  ])("says what is wrong with %s", async (query, message) => {
    expect(said(await list(query))).toBe(failure(422, message));
  });

  it("says that a page is too far to count to", async () => {
    expect(said(await list(`?page=${"9".repeat(30)}`))).toBe(failure(422, "page：不能大于 9007199254740991"));
  });

  it("takes no objects and arrays for parameters, and lets others be", async () => {
    for (const query of ["?page[]=2", "?page[a]=2", "?colour=red", "?__proto__=1", "?page__=2"]) {
      expect((await list(query)).json.data).toMatchObject({ page: 1, limit: 20, total: 151 });
    }
  });

  it("of a category has that very category's only", async () => {
    const { items, total } = (await list("?category=Third&limit=100")).json.data;
    expect(total).toBe(50);
    expect(items).toHaveLength(50);
    for (const { category } of items) expect(category).toBe("Third");
    expect(await names(`?category=${encodeURIComponent("100% & more/茶")}`)).toEqual(["Odd"]);
    for (const other of ["third", "Thir", "Third%20", "%25", "_____", "%E8%8C%B6"]) {
      expect((await list(`?category=${other}`)).json.data).toMatchObject({ items: [], total: 0 });
    }
  });

  it("of no category has all of them", async () => {
    expect((await list("?category=")).json.data.total).toBe(151);
  });
});

describe("searching by name", () => {
  const shelf = envelopeServer();
  const search = (name: string) => shelf.call("GET", `/api/products/name/${encodeURIComponent(name)}`);
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
    await add(
      shelf,
      names.map((name) => ({ name })),
    );
  });

  it("answers with a list of products as they are shown one by one [GET /api/products/name/{product_name} OK]", async () => {
    const answer = await search("AC/DC");
    const [hit] = answer.json.data;
    expect(said(answer)).toBe(ok("success", [hit]));
    expect(said(await shelf.call("GET", `/api/products/${hit.id}`))).toBe(ok("success", hit));
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
    expect((await shelf.call("GET", "/api/products/name/AC%2FDC")).json.data).toHaveLength(1);
    expect((await shelf.call("GET", "/api/products/name/ac%2fdc%20adapter")).json.data).toHaveLength(1);
    expect((await shelf.call("GET", "/api/products/name/%E9%BE%99%E4%BA%95")).json.data).toHaveLength(1);
    expect((await shelf.call("GET", "/api/products/name/龙井")).json.data).toHaveLength(1);
    expect(said(await shelf.call("GET", "/api/products/name/tea+pot"))).toBe(NONE);
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
    expect(said(await shelf.call("GET", "/api/products/name"))).toBe(failure(422, "product_id：必须是整数"));
  });
});
