import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { graphqlDoor } from "../../src/graphql/index.ts";
import { ask, type Asked, comparable } from "../answers/support.ts";
import { startServer, type TestServer } from "../fixtures/server.ts";
import { addProducts, administrator } from "./support.ts";

/** The same numbers each time, so that a failure can be looked at again. */
function random(seed: number) {
  let state = seed;
  const next = (): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
  const below = (n: number): number => Math.floor(next() * n);
  return { below, one: <T>(...of: readonly T[]): T => of[below(of.length)] as T }; // of a list that is not empty
}

const DOCUMENTS = [
  "{ product(id: 1) { id name price { amount currency } } }",
  "query One($id: ID!) { product(id: $id) { name } }",
  "query A { __typename } query B { categories { name } }",
  "query One($id: ID!) { product(id: $id) { name } } query Two { categories { name productCount } }",
  "query Page($first: Int = 2, $filter: ProductFilter) { products(first: $first, filter: $filter) { totalCount edges { cursor node { name category { name } } } pageInfo { hasNextPage } } }",
  "{ me { id email } }",
  "{ mySessions { ip } product(id: 2) { name } }",
  "{ users { totalCount } }",
  'mutation { revokeSession(id: "1.unknown") }',
  'mutation Add($price: Decimal!) { createProduct(input: { name: "x", price: $price }) { name } }',
  'mutation { updateProduct(id: 99999, input: { name: "y" }) { id } }',
  "{ products(first: 1000) { totalCount } }",
  "{ product { name } }",
  "{ nothing }",
  "{ product(id: 1) { name ",
  "",
  "   ",
  "subscription { x }",
  "fragment F on Product { name } { product(id: 1) { ...F } }",
  "fragment F on Product { name }",
  "{ product(id: 1) { name @include(if: false) id @skip(if: false) } }",
  "query ($yes: Boolean!) { product(id: 1) { name @include(if: $yes) id } }",
  "{ a: product(id: 1) { id } b: product(id: 2) { id } c: product(id: 1) { name } }",
  "{ __schema { queryType { name } } }",
  '{ searchProducts(name: "lämp 模型 \\" \\u0041", first: 3) { name description } }',
  "{ product(id: 1) { name } } # 😀",
  '{ node(id: "nonsense") { nodeId } categories { nodeId } }',
];

/** Often nothing odd, so that much of it runs. */
const plain: readonly undefined[] = Array.from({ length: 8 });

/** One request, odd more often than not. */
function generated(seed: number, token: string): Asked {
  const { below, one } = random(seed);
  const query: unknown = below(30) === 0 ? one<unknown>(null, 7, ["{ me { id } }"], undefined, {}) : one(...DOCUMENTS);
  const variables = one<unknown>(
    ...plain,
    null,
    {},
    { id: "1" },
    { id: 1 },
    { id: null },
    { first: 1, filter: { category: "B" } },
    { first: "2" },
    { filter: { search: "lamp", nothing: 1 } },
    { price: "1.23456" },
    { price: "2.5", yes: true },
    { yes: "true" },
    [],
    "{}",
    7,
  );
  const operationName = one<unknown>(...plain, ...plain, null, "", "One", "Two", "B", "Nobody", 5, {});
  const others = one<object>(
    {},
    {},
    {},
    { extensions: {} },
    { extensions: null },
    { extensions: 3 },
    { hello: 1 },
    { id: null },
  );
  const accept = one(
    undefined,
    undefined,
    "*/*",
    "application/json",
    "application/graphql-response+json",
    "application/graphql-response+json, application/json;q=0.9",
    "application/json, application/graphql-response+json",
    "text/html",
    "text/event-stream",
    "multipart/mixed, application/*;q=0.5",
    "APPLICATION/JSON; charset=utf-8",
  );
  const headers = {
    ...(accept !== undefined && { accept }),
    ...(below(4) === 0 && { authorization: one(`Bearer ${token}`, "Bearer x.y.z", "Basic abc", "") }),
    ...(below(12) === 0 && { origin: "https://elsewhere.example", "sec-fetch-site": "cross-site" }),
    ...(below(12) === 0 && { cookie: `access_token=Bearer ${token}` }),
  };
  if (below(5) === 0) {
    const asText = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));
    const params = Object.entries({ query, variables, operationName, ...others }).flatMap(([name, value]) =>
      value === undefined ? [] : [`${name}=${encodeURIComponent(asText(value))}`],
    );
    return { path: `/graphql?${params.join("&")}`, headers };
  }
  const type = one(
    "application/json",
    "application/json",
    "application/json; charset=utf-8",
    "application/graphql+json",
    "text/plain",
  );
  const text = JSON.stringify({ query, variables, operationName, ...others });
  const body = below(40) === 0 ? one("", "[]", "null", "{", `[${text}]`, '"x"', `${text} `) : text;
  return { method: "POST", path: "/graphql", headers: { ...headers, "content-type": type }, body };
}

describe("GraphQL past the fetch standard", () => {
  let server: TestServer;
  let token: string;
  const doors: { readonly name: string; readonly url: string; readonly close: () => Promise<unknown> }[] = [];

  const open = async (name: string, straight: boolean) => {
    const app = express().disable("x-powered-by").disable("etag").use(graphqlDoor(server.deps, { straight }));
    const listener = createServer(app);
    await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
    const { port } = listener.address() as AddressInfo; // a server on a TCP port has no other kind
    doors.push({ name, url: `http://127.0.0.1:${port}`, close: () => new Promise((done) => listener.close(done)) });
  };

  beforeAll(async () => {
    server = await startServer({ DEMO_DATA: "off" });
    await addProducts(server, [
      { name: "Lamp", price: 1, category: "A" },
      { name: "Red lamp 模型", price: 2.5, category: "B" },
    ]);
    ({ accessToken: token } = await administrator(server));
    await open("straight", true);
    await open("by Yoga", false);
  });
  afterAll(async () => {
    await Promise.all(doors.map(({ close }) => close()));
    await server.close();
  });

  it("answers 2,000 generated requests as Yoga does, byte for byte", async () => {
    let ran = 0;
    for (let seed = 1; seed <= 2000; seed += 1) {
      const asked = generated(seed * 7919, token);
      const answers = [];
      // One after the other: some of them write, and each writes the same.
      for (const { url } of doors) answers.push(await ask(url, asked));
      const [straight, byYoga] = answers.map((answer) => {
        const { status, headers, body } = comparable(answer);
        const text = Buffer.from(body, "base64").toString();
        // Yoga does not say how long its answer is.
        const said = headers
          .map((header) => header.toLowerCase())
          .filter((header) => !/^(content-length|transfer-encoding):/.test(header));
        return { status, said, text: text.replaceAll(/"requestId":"[^"]*"/g, "") };
      });
      expect(straight, JSON.stringify(asked)).toEqual(byYoga);
      if (straight?.status === 200) ran += 1;
    }
    expect(ran).toBeGreaterThan(300);
  }, 240_000);
});
