import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { readExamples } from "../../src/explorer/examples/index.ts";
import { freshEmail } from "../fixtures/fresh.ts";
import { startServer, type TestServer } from "../fixtures/server.ts";
import { figuresAt } from "./figures.ts";

let server: TestServer;
let others: TestServer[] = [];
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.close());
afterEach(async () => {
  for (const other of others.splice(0)) await other.close();
});

const another = async (env: Record<string, string>): Promise<TestServer> => {
  const other = await startServer(env);
  others.push(other);
  return other;
};

/** How much a figure rises by what is done; requests are counted a moment after their answer has arrived. */
async function rise(name: string, act: () => Promise<unknown>, by: number, at = server): Promise<void> {
  const before = (await figuresAt(at.url)).get(name) ?? 0;
  await act();
  await expect.poll(async () => ((await figuresAt(at.url)).get(name) ?? 0) - before).toBe(by);
}

const times = async (count: number, act: () => Promise<unknown>): Promise<void> => {
  for (let n = 0; n < count; n += 1) await act();
};

describe("requests", () => {
  it("are counted by the route that its table has, and never by what a client sent", async () => {
    const product = (id: number) => server.send("GET", `/api/products/product/${id}`);
    const route = 'route="GET /api/products/product/{product_id}"';
    await rise(
      `storefront_requests_total{${route},status="200"}`,
      () => Promise.all([product(1099), product(1100)]),
      2,
    );
    await rise(`storefront_requests_total{${route},status="404"}`, () => product(987_654), 1);
    await rise(`storefront_request_seconds_count{${route}}`, () => product(1099), 1);
    await rise(`storefront_request_seconds_bucket{${route},le="+Inf"}`, () => product(1099), 1);
    await rise('storefront_requests_total{route="other",status="404"}', () => server.send("GET", "/secret-path"), 1);
    const text = [...(await figuresAt(server.url)).keys()].join("\n");
    expect(text).not.toMatch(/1099|987654|secret-path/);
  });

  it.each([
    ["GET /api/v2/products/{id}", "GET", "/api/v2/products/1099"],
    ["GET /api/products", "GET", "/api/products?limit=1"],
    ["POST /graphql", "POST", "/graphql"],
    ["GET /cache/catalog/{path}", "GET", "/cache/catalog/CQRobot/JST%20EL/JST%20EL%202P-1.jpg"],
    ["GET /health/{part}", "GET", "/health/live"],
    ["GET /", "GET", "/"],
  ])("%s", async (route, method, path) => {
    const body = path === "/graphql" ? { body: { query: "{ categories { name } }" } } : {};
    await rise(`storefront_requests_total{route="${route}",status="200"}`, () => server.send(method, path, body), 1);
  });

  it("whose answers are given again are counted each, as are their operations", async () => {
    const read = () => server.send("GET", "/api/products/1099");
    await times(2, read);
    const again = 'storefront_cache_reads_total{cache="answers",outcome="hit"}';
    await rise(again, () => times(3, read), 3);
    await rise(
      'storefront_requests_total{route="GET /api/products/{product_id}",status="200"}',
      () => times(3, read),
      3,
    );
    await rise('storefront_operations_total{operation="EnvelopeProduct"}', () => times(3, read), 3);
  });
});

describe("operations", () => {
  it("are counted by name where their document is known, and together where clients wrote it", async () => {
    const [browse] = readExamples();
    const variables = JSON.parse(browse?.variables ?? "{}");
    await rise(
      'storefront_operations_total{operation="Browse"}',
      () => server.graphql(browse?.query ?? "", variables),
      1,
    );
    const stranger = () => server.graphql("query Browse { categories { name } }");
    await rise('storefront_operations_total{operation="other"}', stranger, 1);
    await rise('storefront_operations_total{operation="Query.shop"}', () => server.send("GET", "/api/v2/shop"), 1);
  });
});

it("operations of frontends' manifests are counted by name, sent or named", async () => {
  const folder = await mkdtemp(join(tmpdir(), "manifests-"));
  const query = "query Shelf { categories { name } }";
  await writeFile(join(folder, "shop.json"), JSON.stringify({ shelf: query }));
  const declared = await another({ PERSISTED_OPERATIONS: "log", PERSISTED_OPERATIONS_DIR: folder });
  const named = () => declared.send("POST", "/graphql", { body: { documentId: "shelf" } });
  const figure = 'storefront_operations_total{operation="Shelf"}';
  await rise(figure, () => Promise.all([named(), declared.graphql(query)]), 2, declared);
  await rise(figure, () => declared.graphql(`${query} `), 0, declared);
  await rm(folder, { recursive: true });
});

describe("errors and limits", () => {
  it("are counted by the code of the catalogue, at every door", async () => {
    const login = { email: freshEmail(), password: "wrong" };
    const named = (code: string) => `storefront_errors_total{code="${code}"}`;
    await rise(named("INVALID_CREDENTIALS"), () => server.send("POST", "/api/users/login", { body: login }), 1);
    await rise(named("UNAUTHENTICATED"), () => server.graphql("{ users { totalCount } }"), 1);
    await rise(named("GRAPHQL_VALIDATION_FAILED"), () => server.graphql("{ nothing }"), 1);
    await rise(named("NOT_FOUND"), () => server.send("GET", "/api/v2/nothing"), 1);
  });

  it("say which limit refused", async () => {
    const limited = await another({ RATE_LIMITS: "on" });
    const login = { body: { account: freshEmail(), password: "wrong" } };
    const tries = () => times(12, () => limited.send("POST", "/users/login", login));
    await rise('storefront_refusals_total{limit="login"}', tries, 2, limited);
  });
});

it("caches, hashes, mails and the event loop have figures", async () => {
  await server.send("POST", "/users/register/precheck", { body: { email: freshEmail() } });
  await server.send("POST", "/users/login", { body: { account: "nobody", password: "wrong" } });
  const figures = await figuresAt(server.url);
  const positive = [
    'storefront_cache_bytes{cache="answers"}',
    'storefront_cache_reads_total{cache="product",outcome="miss"}',
    "storefront_hashes_total",
    'storefront_mails_total{outcome="sent"}',
    "process_resident_memory_bytes",
  ];
  for (const name of positive) expect(figures.get(name), name).toBeGreaterThan(0);
  const there = ["storefront_hash_waiting", "storefront_hash_wait_seconds_total", "nodejs_eventloop_lag_p99_seconds"];
  for (const name of there) expect(figures.get(name), name).toBeGreaterThanOrEqual(0);
});

describe("who may ask", () => {
  it("is this machine, and nobody that a proxy speaks for", async () => {
    const passedOn = await server.send("GET", "/metrics", { headers: { "x-forwarded-for": "203.0.113.7" } });
    expect([passedOn.status, passedOn.json]).toEqual([403, { detail: "You may not do this." }]);
  });

  it("is whoever has the token, where there is one, and nobody else", async () => {
    const token = "a token for the scraper";
    const guarded = await another({ METRICS_TOKEN: token });
    const ask = (authorization?: string) =>
      guarded.send("GET", "/metrics", { headers: authorization === undefined ? {} : { authorization } });
    expect((await ask()).status).toBe(401);
    expect((await ask(`Bearer ${token}s`)).status).toBe(401);
    const { status, headers } = await ask(`Bearer ${token}`);
    expect([status, headers.get("content-type")]).toEqual([200, "text/plain; version=0.0.4; charset=utf-8"]);
    expect(guarded.logged()).not.toContain(token);
  });
});
