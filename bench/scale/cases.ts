import { numbers, oneOf, product } from "./products.ts";

/** One kind of request. */
export interface Case {
  readonly name: string;
  readonly group?: "search";
  /** The nth request to a shop of a size. */
  request(n: number, size: number): { readonly path: string; readonly body?: object };
}

const FIELDS = "edges { cursor node { id name model price { amount } quantity category { name } } }";
const graphql = (query: string, variables: object = {}) => ({ path: "/graphql", body: { query, variables } });

const page = (name: string, args: (n: number, size: number) => string): Case => ({
  name,
  request: (n, size) => graphql(`{ products(first: 20, ${args(n, size)}) { ${FIELDS} pageInfo { hasNextPage } } }`),
});

const search = (name: string, text: (n: number, size: number) => string): Case => ({
  name: `search: ${name}`,
  group: "search",
  request: (n, size) =>
    graphql(
      `query ($search: String!) {
        products(first: 20, filter: { search: $search }, orderBy: { field: RELEVANCE }) { ${FIELDS} }
      }`,
      { search: text(n, size) },
    ),
});

/** A product of the shop, another one for each number. */
const some = (n: number, size: number) => product(1 + Math.floor(numbers(n)() * size));
const inTurn =
  (...texts: string[]) =>
  (n: number) =>
    texts[n % texts.length] ?? "";
const ORDERS = ["ID", "NAME", "PRICE", "VIEWS", "CREATED_AT"];
const order = (n: number) => `orderBy: { field: ${ORDERS[n % ORDERS.length]}, direction: ${n % 2 ? "DESC" : "ASC"} }`;

/** A word of a product's name with one letter wrong. */
function typo(n: number): string {
  const next = numbers(n);
  const word = oneOf(next, ["resistor", "capacitor", "temperature", "connector", "transistor", "waterproof"]);
  const at = 1 + Math.floor(next() * (word.length - 2));
  return `${word.slice(0, at)}${oneOf(next, ["", "x", word[at] + "q"])}${word.slice(at + 1)}`;
}

export const cases: readonly Case[] = [
  page("first page, each order", order),
  page("page 0.9 of the way, by number", (_, size) => `offset: ${Math.floor(size * 0.9)}`),
  page("page 0.5 of the way, by number", (_, size) => `offset: ${Math.floor(size * 0.5)}`),
  page("page 0.9 of the way, by price", (_, size) => `offset: ${Math.floor(size * 0.9)}, orderBy: { field: PRICE }`),
  page("filter by category, price and stock", (n, size) => {
    const { category, price } = some(n, size);
    const most = (price / 10_000 + 50).toFixed(2);
    return `filter: { category: "${category}", maxPrice: "${most}", inStock: true }, orderBy: { field: PRICE }`;
  }),
  { name: "total", request: () => graphql("{ products(first: 0) { totalCount } }") },
  {
    name: "total of a category",
    request: (n, size) =>
      graphql(`{ products(first: 0, filter: { category: "${some(n, size).category}" }) { totalCount } }`),
  },
  { name: "categories", request: () => graphql("{ categories { name productCount } }") },
  search("1 character", inTurn("a", "e", "q", "z", "7", "0", "w", "线", "步")),
  search("2 characters", inTurn("st", "du", "re", "zq", "10", "mm", "xa", "杜邦", "电机")),
  search("3 characters", inTurn("sen", "led", "res", "220", "pro", "kel", "zzz", "传感器")),
  search("many characters", (n, size) => some(n, size).name.split(" ").slice(0, 2).join(" ")),
  search("a whole name", (n, size) => some(n, size).name),
  search("words in any order", (n, size) => some(n, size).name.split(" ").toReversed().slice(0, 3).join(" ")),
  search("article number", (n, size) => some(n, size).model),
  search("a category's words", (n, size) => some(n, size).category),
  search("Chinese", inTurn("杜邦线", "步进电机", "温度", "模块", "电", "传感")),
  search("nowhere", inTurn("nowhere", "kqxzj", "resistor nowhere", "没有", "zq9")),
  search("typo", (n) => typo(n)),
  {
    name: "search: names, envelope contract",
    group: "search",
    request: (n, size) => {
      const text = oneOf(numbers(n), ["a", "st", "led", "wire", "杜邦", "high power", some(n, size).name, "nowhere"]);
      return { path: `/api/products/name/${encodeURIComponent(text)}` };
    },
  },
];
