import type { Request } from "./load.ts";

/** One kind of request. */
export interface Case {
  readonly name: string;
  /** How many times the CPU time of the other server it may take. */
  readonly goal: { readonly sqlite: number; readonly postgresql: number };
  /** What it is measured beside: a constant of the same size, or Yoga and Prisma as one would begin. */
  readonly beside: "bare" | "plain";
  /** While products are written. */
  readonly written?: true;
  /** Each request is one that nobody has sent before. */
  readonly once?: true;
  /** The nth request. @param token of somebody who is signed in */
  request(n: number, token: string): Request;
}

/** The products that everybody looks at; of those that are asked for once, the first comes after them. */
export const HOT = 2000;

const PRODUCT = "id name model price { amount } quantity description";
const posted = (query: string, variables: object = {}, headers = {}): Request => ({
  path: "/graphql",
  body: { query, variables },
  headers,
});
const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });
const cookie = (token: string) => ({ Cookie: `access_token="Bearer ${token}"` });

const hot = (n: number): number => 1 + (n % HOT);
const bearerProduct = (id: number, headers = {}): Request => ({ path: `/api/products/product/${id}`, headers });
const graphProduct = (id: number, headers = {}): Request =>
  posted(`query ($id: ID!) { product(id: $id) { ${PRODUCT} } }`, { id: String(id) }, headers);
const page = (headers = {}): Request =>
  posted(`{ products(first: 20) { edges { node { ${PRODUCT} } } } }`, {}, headers);

const WORDS = ["sensor", "stepper motor", "杜邦线", "blue capacitor", "low noise"];
const SEARCH = `query ($search: String!) {
  products(first: 20, filter: { search: $search }, orderBy: { field: RELEVANCE }) { edges { node { ${PRODUCT} } } }
}`;
const search = (n: number, headers = {}): Request => posted(SEARCH, { search: WORDS[n % WORDS.length] }, headers);

type Asked = Case["request"];
const beside =
  (other: Case["beside"], sqlite: number, postgresql: number) =>
  (name: string, request: Asked, how: Pick<Case, "written" | "once"> = {}): Case => ({
    name,
    request,
    goal: { sqlite, postgresql },
    beside: other,
    ...how,
  });
const kept = beside("bare", 1.8, 3.6);
const keptWhileWritten = beside("bare", 2.5, 5);
const v2 = beside("bare", 4, 8);
const asking = beside("bare", 6, 12);
const picture = beside("bare", 2.2, 2.2);
const first = beside("plain", 0.33, 0.33);

export const cases: readonly Case[] = [
  kept("one product, bearer contract", (n) => bearerProduct(hot(n))),
  kept("one product, bearer contract, signed in", (n, token) => bearerProduct(hot(n), bearer(token))),
  kept("one product, envelope contract", (n) => ({ path: `/api/products/${hot(n)}` })),
  kept("one product, GraphQL", (n) => graphProduct(hot(n))),
  kept("one product, GraphQL, signed in", (n, token) => graphProduct(hot(n), bearer(token))),
  kept("page of 20, envelope contract", () => ({ path: "/api/products?limit=20" })),
  kept("page of 20, GraphQL", () => page()),
  kept("page of 20, GraphQL, signed in", (_, token) => page(bearer(token))),
  kept("search repeated, GraphQL", (n) => search(n)),
  kept("search repeated, GraphQL, signed in", (n, token) => search(n, bearer(token))),
  keptWhileWritten("one product, bearer contract, while 10 a second are written", (n) => bearerProduct(hot(n)), {
    written: true,
  }),
  keptWhileWritten("one product, GraphQL, while 10 a second are written", (n) => graphProduct(hot(n)), {
    written: true,
  }),
  v2("one product, `/api/v2`", (n) => ({ path: `/api/v2/products/${hot(n)}` })),
  asking("who am I, bearer contract", (_, token) => ({ path: "/api/users/me", headers: bearer(token) })),
  asking("who am I, envelope contract, cookie", (_, token) => ({
    path: "/api/users/current",
    headers: cookie(token),
  })),
  asking("who am I, GraphQL", (_, token) => posted("{ me { id email username } }", {}, bearer(token))),
  picture("a picture of 23 KB", () => ({ path: "/cache/catalog/CQRobot/JST%20EL/JST%20EL%202P-1.jpg" })),
  first("one product, GraphQL, nothing kept", (n) => graphProduct(HOT + 1 + n), { once: true }),
];
