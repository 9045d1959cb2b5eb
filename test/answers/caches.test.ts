import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startServer, type TestServer } from "../fixtures/server.ts";
import { person } from "../fixtures/person.ts";
import { addProducts } from "../graphql/support.ts";

const PAGE = "https://shop.example";

let server: TestServer;
let productId: number;
beforeAll(async () => {
  server = await startServer({ DEMO_DATA: "off", CORS_ORIGINS: PAGE });
  [productId = 0] = await addProducts(server, [{ name: "Tea", category: "Leaves" }]);
});
afterAll(() => server.close());

const graphql = (query: string) => `/graphql?query=${encodeURIComponent(query)}`;
const get = (path: string, headers: Record<string, string> = {}) => server.send("GET", path, { headers });
const varied = (headers: Headers) => (headers.get("vary") ?? "").toLowerCase().split(/\s*,\s*/);

const PUBLIC = [
  ["a public query", () => graphql("{ products(first: 1) { edges { node { id name } } } }")],
  ["a public query of several fields", () => graphql(`{ product(id: ${productId}) { name } shop { version } }`)],
  ["a list of /api/v2", () => "/api/v2/products?first=1"],
  ["a product of /api/v2", () => `/api/v2/products/${productId}`],
  ["the shop at /api/v2", () => "/api/v2/shop"],
] as const;

describe.each(PUBLIC)("%s", (_name, path) => {
  it("may be kept by caches on the way, which ask before they use it", async () => {
    for (const _again of [1, 2]) {
      const { status, headers } = await get(path());
      expect([status, headers.get("cache-control")]).toEqual([200, "public, max-age=0, must-revalidate"]);
      expect(headers.get("etag")).toMatch(/^"[\w-]+"$/);
      expect(headers.get("set-cookie")).toBeNull();
    }
  });

  it("is 304 for whoever has it, with all that a cache has to know", async () => {
    const first = await get(path());
    const again = await get(path(), { "if-none-match": first.headers.get("etag") ?? "" });
    expect([again.status, again.text]).toEqual([304, ""]);
    for (const name of ["etag", "cache-control", "vary"]) expect(again.headers.get(name)).toBe(first.headers.get(name));
    expect((await get(path(), { "if-none-match": '"another"' })).status).toBe(200);
  });

  it("says the same to whoever is signed in, and so may be kept from there too", async () => {
    const { accessToken } = await person(server);
    const [plain, signedIn] = [await get(path()), await get(path(), { authorization: `Bearer ${accessToken}` })];
    expect(signedIn.text).toBe(plain.text);
    expect(signedIn.headers.get("cache-control")).toBe(plain.headers.get("cache-control"));
  });

  it("names what it depends on: the page that asks, and nothing that tells clients apart for no reason", async () => {
    const vary = varied((await get(path(), { origin: PAGE })).headers);
    expect(vary).toContain("origin");
    for (const name of ["user-agent", "x-forwarded-for", "host", "*"]) expect(vary).not.toContain(name);
  });
});

describe("answers for one person", () => {
  const PERSONAL = [
    graphql("{ me { email } }"),
    graphql("{ products(first: 1) { edges { node { name } } } me { email } }"),
    graphql("{ mySessions { edges { node { id } } } }"),
    "/api/v2/me",
    "/api/v2/me/export",
    "/api/v2/sessions",
  ];

  it.each(PERSONAL)("are kept nowhere: %s", async (path) => {
    const { accessToken } = await person(server);
    const cookie = `access_token=${accessToken}`;
    for (const headers of [{ authorization: `Bearer ${accessToken}` }, { cookie }, {}]) {
      const answer = await get(path, headers);
      expect(answer.headers.get("cache-control")).toBe("no-store");
      expect(answer.headers.get("etag")).toBeNull();
    }
  });
});

describe("what went wrong", () => {
  it.each([
    "/api/v2/products/999999",
    graphql("{ product(id: 1) { nothing } }"),
    graphql("{ users { edges { cursor } } }"),
  ])("is kept nowhere: %s", async (path) => {
    expect((await get(path)).headers.get("cache-control")).toBe("no-store");
  });

  it("is told in the language of who asks, which no cache mixes up", async () => {
    const path = "/api/v2/products/999999";
    const [zh, en] = [await get(path, { "accept-language": "zh" }), await get(path, { "accept-language": "en" })];
    expect(zh.text).not.toBe(en.text);
  });
});

it("GraphQL's answers vary by the type that is wanted of them", async () => {
  const path = graphql("{ shop { version } }");
  const { headers } = await get(path, { accept: "application/graphql-response+json" });
  expect(headers.get("content-type")).toContain("graphql-response");
  expect(varied(headers)).toContain("accept");
});

it("a long answer varies by its encoding, and each encoding has a tag of its own", async () => {
  await addProducts(
    server,
    Array.from({ length: 60 }, (_, n) => ({ name: `Tea number ${n}` })),
  );
  const path = "/api/v2/products?first=60";
  const answers = [await get(path, { "accept-encoding": "br" }), await get(path, { "accept-encoding": "identity" })];
  expect(new Set(answers.map(({ headers }) => headers.get("etag"))).size).toBe(2);
  for (const { headers } of answers) expect(varied(headers)).toContain("accept-encoding");
});

it("a change is seen by whoever asks with the old tag", async () => {
  const path = `/api/v2/products/${productId}`;
  const etag = (await get(path)).headers.get("etag") ?? "";
  const { accessToken } = await person(server, { isAdmin: true });
  const headers = { authorization: `Bearer ${accessToken}` };
  expect((await server.send("PATCH", path, { body: { name: "Black tea" }, headers })).status).toBe(200);
  const after = await get(path, { "if-none-match": etag });
  expect([after.status, after.json.name]).toEqual([200, "Black tea"]);
});

it("the old contracts' answers are as they were", async () => {
  for (const path of [`/api/products/product/${productId}`, "/api/products?limit=1"]) {
    const { headers } = await get(path);
    expect([headers.get("cache-control"), headers.get("vary")]).toEqual(["no-cache", "Origin"]);
  }
});

it("PUBLIC_MAX_AGE_SECONDS lets caches use an answer for a while without asking", async () => {
  const patient = await startServer({ DEMO_DATA: "off", PUBLIC_MAX_AGE_SECONDS: "30" });
  try {
    const { headers } = await patient.send("GET", "/api/v2/shop");
    expect(headers.get("cache-control")).toBe("public, max-age=30, must-revalidate");
  } finally {
    await patient.close();
  }
});
