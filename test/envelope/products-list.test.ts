import { beforeAll, describe, expect, it } from "vitest";
import { searchKey } from "../../prisma/search-key.ts";
import { envelopeServer, failure, ok, said } from "./support.ts";

const shop = envelopeServer();
const add = async (products: readonly { name: string; category?: string }[]) => {
  const rows = products.map(({ name, ...rest }) => ({ name, nameKey: searchKey(name), price: 10_000n, ...rest }));
  await shop.server.deps.db.product.createMany({ data: rows });
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
    await add(numbered.map((name, n) => ({ name, category: n % 3 === 0 ? "Third" : "Other" })));
    await add([{ name: "Odd", category: "100% & more/茶" }]);
  });

  it("has 20 on page 1 unless asked otherwise, in the order they were added", async () => {
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
    ["?page=", "page：必须是整数"],
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

  it.each(["page", "limit", "category"])("takes %s once only", async (name) => {
    const answer = await list(`?${name}=1&${name}=2`);
    expect(answer.status).toBe(422);
    expect(answer.json.message).toMatch(new RegExp(`^${name}：[^；]+$`));
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
