import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { addProducts } from "../graphql/support.ts";
import { recordStatements } from "../graphql/statements.ts";
import { complaints, told, v2Server } from "./support.ts";

const statements = recordStatements();
afterAll(() => vi.restoreAllMocks());
const v2 = v2Server();
const names = async (query: string): Promise<string[]> => {
  const { json }: { json: { items: readonly { name: string }[] } } = await v2.call(`GET /products?${query}`);
  return json.items.map(({ name }) => name);
};

beforeAll(() =>
  addProducts(v2.server, [
    { name: "Red lamp", price: 30, quantity: 0, category: "Light" },
    { name: "Blue lamp", price: 10, quantity: 5, category: "Light" },
    { name: "Chair", price: 20, quantity: 1, category: "Seats" },
    { name: "Table", price: 40, quantity: 2, category: "" },
  ]),
);

describe("a page", () => {
  it("has the items and where it stands, and no more unless asked", async () => {
    const { json } = await v2.call("GET /products?first=1");
    expect(Object.keys(json)).toEqual(["items", "pageInfo"]);
    expect(Object.keys(json.items[0]).sort()).toMatchInlineSnapshot(`
      [
        "category",
        "createdAt",
        "description",
        "id",
        "image",
        "model",
        "name",
        "price",
        "quantity",
        "updatedAt",
        "version",
      ]
    `);
    expect(json.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
  });

  it("leads to the next and back", async () => {
    const first = await v2.call("GET /products?first=2");
    const next = await v2.call(`GET /products?first=2&after=${first.json.pageInfo.endCursor}`);
    expect(next.json.items).toMatchObject([{ name: "Chair" }, { name: "Table" }]);
    expect(next.json.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    const back = await v2.call(`GET /products?last=2&before=${next.json.pageInfo.startCursor}`);
    expect(back.json.items).toEqual(first.json.items);
    expect(await names("offset=3")).toEqual(["Table"]);
  });

  it("takes flat filters and an order", async () => {
    expect(await names("search=LAMP&inStock=true")).toEqual(["Blue lamp"]);
    expect(await names("minPrice=20&maxPrice=30.0")).toEqual(["Red lamp", "Chair"]);
    expect(await names("category=Light&orderBy=PRICE")).toEqual(["Blue lamp", "Red lamp"]);
    expect(await names("orderBy=PRICE&direction=DESC&first=1")).toEqual(["Table"]);
    expect(await names("category=")).toEqual(["Table"]);
  });

  it("has views when asked, and only then", async () => {
    for (const path of ["/products?first=1&", "/products?nameContains=chair&", "/products/1?"]) {
      const shows = async (views: string) => (await v2.call(`GET ${path}${views}`)).text.includes('"views":');
      expect([await shows("views=true"), await shows("views=false"), await shows("")]).toEqual([true, false, false]);
    }
    // The next test counts statements.
    await v2.server.deps.views.flush();
  });

  it("counts when asked, and only then", async () => {
    const counted = await v2.call("GET /products?category=Light&first=1&totalCount=true");
    expect(counted.json).toMatchObject({ totalCount: 2, items: [{ name: "Red lamp" }] });
    for (const [query, expected] of [
      ["?totalCount=true", 3],
      ["?totalCount=false", 2],
      ["", 2],
    ] as const) {
      await v2.server.deps.catalogue.drop();
      expect(await statements.during(() => v2.call(`GET /products${query}`))).toHaveLength(expected);
    }
  });

  it("costs as many statements with many entries as with one", async () => {
    const as = await v2.admin();
    await Promise.all([v2.user(), v2.user()]);
    for (const path of ["/products", "/users", `/users/${as.id}/logins`]) {
      // Who asks is read once, and kept.
      await v2.call(`GET ${path}?first=2`, { as });
      const one = await statements.during(() => v2.call(`GET ${path}?first=1`, { as }));
      const many = await statements.during(() => v2.call(`GET ${path}?first=100`, { as }));
      expect(many.length, path).toBe(one.length);
    }
  });

  it("can be empty", async () => {
    const { json } = await v2.call("GET /products?search=nothing&totalCount=true");
    expect(json).toMatchObject({ items: [], totalCount: 0, pageInfo: { startCursor: null, endCursor: null } });
    expect((await v2.call("GET /products?first=0")).json.items).toEqual([]);
  });
});

describe("a list's query", () => {
  it.each([
    ["first=abc", ["query.first must be an integer"]],
    ["first=1.5", ["query.first must be an integer"]],
    ["first=", ["query.first must be an integer"]],
    ["first=99999999999", ["query.first must be at most 2147483647"]],
    ["first=101", ["query.first must be at most 100"]],
    ["first=-1", ["query.first must be at least 0"]],
    ["first=1&first=2", ["query.first must be given only once"]],
    ["first=1&last=1", ["query.last goes without `first`"]],
    ["offset=-1", ["query.offset must be at least 0"]],
    ["minPrice=1e3", ["query.minPrice must be a number"]],
    ["minPrice=NaN&maxPrice=Infinity", ["query.maxPrice must be a number", "query.minPrice must be a number"]],
    ["minPrice=-1", ["query.minPrice must be at least 0"]],
    ["inStock=yes", ["query.inStock must be true or false"]],
    ["totalCount=1", ["query.totalCount must be true or false"]],
    ["orderBy=price", ["query.orderBy must be one of CREATED_AT, ID, NAME, PRICE, RELEVANCE, VIEWS"]],
    ["direction=DESC", ["query.orderBy is required"]],
    ["colour=red&size=1", ["query.colour is not a field of this input", "query.size is not a field of this input"]],
    ["filter[search]=a", ["query.filter[search] is not a field of this input"]],
    ['filter={"search":"a"}', ["query.filter is not a field of this input"]],
    ["__proto__=1", ["query.__proto__ is not a field of this input"]],
    ["category=%00", ["query.category has characters that cannot be stored"]],
  ])("%s is refused by name", async (query, expected) => {
    expect(complaints(await v2.call(`GET /products?${query}`))).toEqual(expected);
  });

  it("has cursors of its own list only", async () => {
    expect(told(await v2.call("GET /products?after=abc"))).toBe("400 BAD_CURSOR");
    expect(told(await v2.call("GET /products?after="))).toBe("400 BAD_CURSOR");
  });
});

describe("a search", () => {
  it("of names is for a text, which may be blank, and gives the best first", async () => {
    expect(await names("nameContains=")).toEqual([]);
    expect(await names("nameContains=lamp&first=1")).toEqual(["Blue lamp"]);
    expect(await names("nameContains=lamp&orderBy=ID")).toEqual(["Red lamp", "Blue lamp"]);
  });
});
