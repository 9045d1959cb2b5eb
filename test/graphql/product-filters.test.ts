import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startServer, type TestServer } from "../fixtures/server.ts";
import { addProducts, codeOf, dataOf, type SampleProduct } from "./support.ts";

const SAMPLE = [
  { name: "100% copper wire", price: 3, quantity: 5, category: "Wire" },
  { name: "100 copper wires", price: 9.5, quantity: 0, category: "Wire" },
  { name: "snake_case label", price: 0.0001, quantity: 1, category: "Paper" },
  { name: "snakeXcase label", price: 0.5, quantity: 0, category: "Paper" },
  { name: "back\\slash plate", price: 12, quantity: 2, category: "" },
  { name: "Café Crème cup", price: 99_999_999.99, quantity: 7, category: "Cups" },
  { name: "Cafe cup", price: 4, quantity: 0, category: "cups" },
  { name: "步进电机 28BYJ-48", price: 3, quantity: 1, category: "电机" },
  { name: "ＦＵＬＬ width plug", price: 3.0001, quantity: 1, category: "Cups" },
  { name: "Straße sign", price: 40, quantity: 3, category: "Paper" },
] as const satisfies SampleProduct[];

const FIND = /* GraphQL */ `
  query ($filter: ProductFilter) {
    products(first: 100, filter: $filter, orderBy: { field: ID }) {
      totalCount
      edges {
        node {
          name
        }
      }
    }
  }
`;

const SEARCH = /* GraphQL */ `
  query ($name: String!, $first: Int! = 100) {
    products(filter: { nameContains: $name }, first: $first) {
      edges {
        node {
          name
        }
      }
    }
  }
`;

const plain = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

describe("the products that a filter finds", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ DEMO_DATA: "off" });
    await addProducts(server, SAMPLE);
  });
  afterAll(() => server.close());

  async function find(filter: Record<string, unknown>): Promise<string[]> {
    const { products } = dataOf(await server.graphql(FIND, { filter }));
    const names: string[] = products.edges.map(({ node }: { node: { name: string } }) => node.name);
    expect(products.totalCount).toBe(names.length);
    return names;
  }

  it.each([
    ["%", ["100% copper wire"]],
    ["100%", ["100% copper wire"]],
    ["_", ["snake_case label"]],
    ["snake_", ["snake_case label"]],
    ["\\", ["back\\slash plate"]],
    ["COPPER", ["100% copper wire", "100 copper wires"]],
    ["copper  WIRES", ["100 copper wires"]],
    ["电机", ["步进电机 28BYJ-48"]],
    ["café", ["Café Crème cup", "Cafe cup"]],
    ["CAFE\u0301", ["Café Crème cup", "Cafe cup"]],
    ["creme cup", ["Café Crème cup"]],
    ["cup creme", ["Café Crème cup"]],
    ["wire copper", ["100% copper wire", "100 copper wires"]],
    ["copper cups", []],
    ["paper", ["snake_case label", "snakeXcase label", "Straße sign"]],
    ["sign paper", ["Straße sign"]],
    ["机 28", ["步进电机 28BYJ-48"]],
    ["-48", ["步进电机 28BYJ-48"]],
    ["coper", ["100% copper wire", "100 copper wires"]],
    ["wire cpoper", ["100% copper wire", "100 copper wires"]],
    ["coppper", ["100% copper wire", "100 copper wires"]],
    ["lable snake", ["snake_case label", "snakeXcase label"]],
    ["wirx", []],
    ["full", ["ＦＵＬＬ width plug"]],
    ["STRASSE", ["Straße sign"]],
    ['\'; DROP TABLE "Product"; --', []],
    ["nothing like it", []],
  ])("by the text %j are those whose words have its words, and nothing else", async (search, names) => {
    expect(await find({ search })).toEqual(names);
  });

  it("by an empty text are all of them", async () => {
    expect(await find({ search: "" })).toHaveLength(SAMPLE.length);
    expect(await find({})).toHaveLength(SAMPLE.length);
    expect(await find({ search: null, category: null, minPrice: null, maxPrice: null, inStock: null })).toHaveLength(
      SAMPLE.length,
    );
  });

  it("by category have exactly that one", async () => {
    expect(await find({ category: "Cups" })).toEqual(["Café Crème cup", "ＦＵＬＬ width plug"]);
    expect(await find({ category: "cups" })).toEqual(["Cafe cup"]);
    expect(await find({ category: "Cup" })).toEqual([]);
    expect(await find({ category: "" })).toEqual(["back\\slash plate"]);
  });

  it("by price are within the bounds, to the fourth decimal", async () => {
    expect(await find({ minPrice: 3, maxPrice: 3 })).toEqual(["100% copper wire", "步进电机 28BYJ-48"]);
    expect(await find({ minPrice: 3.0001, maxPrice: 3.5 })).toEqual(["ＦＵＬＬ width plug"]);
    expect(await find({ maxPrice: 0.0001 })).toEqual(["snake_case label"]);
    expect(await find({ minPrice: 99_999_999.99 })).toEqual(["Café Crème cup"]);
    expect(await find({ minPrice: 5, maxPrice: 4 })).toEqual([]);
  });

  it.each([{ minPrice: -1 }, { maxPrice: 1e308 }, { minPrice: 0.00001 }, { search: "x".repeat(201) }])(
    "is none for %j, which is refused",
    async (filter) => {
      expect(codeOf(await server.graphql(FIND, { filter }))).toBe("INVALID_INPUT");
    },
  );

  it("by any combination of conditions meet every one of them", async () => {
    const searches = [undefined, "c", "CAFÉ"];
    const categories = [undefined, "Wire", "Paper"];
    const bounds: { minPrice?: number; maxPrice?: number }[] = [
      {},
      { minPrice: 1 },
      { maxPrice: 9.5 },
      { minPrice: 0.5, maxPrice: 12 },
    ];
    const stocks = [undefined, true, false];
    const filters = searches.flatMap((search) =>
      categories.flatMap((category) =>
        bounds.flatMap((bound) => stocks.map((inStock) => ({ search, category, ...bound, inStock }))),
      ),
    );
    const wanted = filters.map(({ search = "", category, minPrice = 0, maxPrice = Infinity, inStock }) =>
      SAMPLE.filter(
        (product) =>
          plain(`${product.name} ${product.category}`).includes(plain(search)) &&
          (category === undefined || product.category === category) &&
          product.price >= minPrice &&
          product.price <= maxPrice &&
          (inStock === undefined || product.quantity > 0 === inStock),
      ).map(({ name }) => name),
    );
    expect(wanted.filter((names) => names.length > 0).length).toBeGreaterThan(30);
    expect(await Promise.all(filters.map(find))).toEqual(wanted);
  });
});

describe("a search by name", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ DEMO_DATA: "off" });
    await addProducts(
      server,
      ["led strip", "Oled", "LED 5mm", "Red LED", "Blue led", "led", "Sled", "LED", "100% led", "wire"].map((name) => ({
        name,
      })),
    );
  });
  afterAll(() => server.close());

  const search = async (name: string, first?: number): Promise<string[]> => {
    const { products } = dataOf(await server.graphql(SEARCH, { name, first }));
    return products.edges.map(({ node }: { node: { name: string } }) => node.name);
  };

  it("has the very name first, then beginnings, then beginnings of words, then the rest, each by name", async () => {
    expect(await search("Led")).toEqual([
      "led",
      "LED",
      "LED 5mm",
      "led strip",
      "100% led",
      "Blue led",
      "Red LED",
      "Oled",
      "Sled",
    ]);
  });

  it("has the best when it is cut short", async () => {
    expect(await search("led", 3)).toEqual(["led", "LED", "LED 5mm"]);
    expect(await search("led", 6)).toEqual(["led", "LED", "LED 5mm", "led strip", "100% led", "Blue led"]);
  });

  it.each(["", "   ", "\t\n"])("finds nothing for the blank %j", async (name) => {
    expect(await search(name)).toEqual([]);
  });

  it("takes wildcards for themselves", async () => {
    expect(await search("%")).toEqual(["100% led"]);
    expect(await search("_")).toEqual([]);
  });

  it.each([-1, 101])("is refused %i hits", async (first) => {
    expect(codeOf(await server.graphql(SEARCH, { name: "led", first }))).toBe("INVALID_INPUT");
  });
});

describe("what is derived from the catalogue", () => {
  let server: TestServer;
  let ids: number[];
  beforeAll(async () => {
    server = await startServer({ DEMO_DATA: "off" });
    ids = await addProducts(server, SAMPLE);
  });
  afterAll(() => server.close());

  it("counts the products of each category, without those that have none", async () => {
    const { categories } = dataOf(await server.graphql("{ categories { name productCount } }"));
    expect(categories).toEqual([
      { name: "Cups", productCount: 2 },
      { name: "Paper", productCount: 3 },
      { name: "Wire", productCount: 2 },
      { name: "cups", productCount: 1 },
      { name: "电机", productCount: 1 },
    ]);
  });

  it("counts every read of a product's details as a view, in parallel too, and lists the most viewed first", async () => {
    const popular = async (first = 10) =>
      dataOf(await server.graphql("query ($first: Int!) { popularProducts(first: $first) { id views } }", { first }))
        .popularProducts;
    expect(await popular()).toEqual([]);
    const [a, b, c] = ids.map(String);
    const views = [a, b, b, c, c, c, b, b];
    await Promise.all(views.map((id) => server.graphql("query ($id: ID!) { product(id: $id) { id } }", { id })));
    const ranked = [
      { id: b, views: 4 },
      { id: c, views: 3 },
      { id: a, views: 1 },
    ];
    expect(await popular()).toEqual(ranked);
    expect(await popular(2)).toEqual(ranked.slice(0, 2));
  });
});
