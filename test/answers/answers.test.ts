import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createApp } from "../../src/app.ts";
import { startServer, type TestServer } from "../fixtures/server.ts";
import { addProducts, administrator, newcomer } from "../graphql/support.ts";
import { recordStatements, type Statements } from "../graphql/statements.ts";
import { ask, type Asked, comparable, posted, type Raw, serving } from "./support.ts";

const PRODUCT = "{ product(id: 1) { id name price { amount } } }";
const PAGE = "{ products(first: 3) { totalCount edges { node { name } } } }";
const PICTURE = "/cache/catalog/CQRobot/JST%20EL/JST%20EL%202P-1.jpg";

/** What is given again, at every door. */
const SHARED: readonly Asked[] = [
  { path: "/api/products/product/1" },
  { path: "/api/products/1" },
  { path: "/api/products" },
  { path: "/api/products?page=2&limit=2&category=Lamps" },
  { path: "/api/products/name/lamp" },
  { path: "/api/v2/products/1" },
  { path: "/api/v2/products?first=2&totalCount=true" },
  { path: "/api/v2/products?nameContains=lamp" },
  { path: "/api/v2/categories" },
  { path: `/graphql?query=${encodeURIComponent(PAGE)}` },
  { path: PICTURE },
  posted(PRODUCT),
  posted(PAGE, {}, { accept: "application/graphql-response+json" }),
  posted("query ($name: String!) { products(filter: { nameContains: $name }) { edges { node { id description } } } }", {
    name: "lamp",
  }),
  posted("{ categories { name productCount } }"),
  posted("{ product(id: 999999) { id } }"),
  posted("{ __typename categories { name } }", {}, { accept: "text/html, application/json;q=0.9" }),
];

/** What is not, since it says who asks, was counted more than once, or changes by itself. */
const ALONE: readonly Asked[] = [
  { path: "/health/live" },
  { path: "/health/ready" },
  { path: "/api/products/popular" },
  { path: "/api/v2/products?views=true" },
  { path: "/api/users/me" },
  { path: "/api/v2/me" },
  { path: "/api/products/product/999999" },
  { path: "/api/v2/popular" },
  { path: "/api/products?page=0" },
  { path: "/nowhere" },
  posted("{ product(id: 1) { views } }"),
  posted("{ me { id } }"),
  posted("{ a: product(id: 1) { id } b: product(id: 2) { id } }"),
  posted("{ product(id: 1) { id } popularProducts { id } }"),
  posted("{ products(first: -1) { totalCount } }"),
  posted("mutation { logoutEverywhere }"),
];

describe("an answer that was given before", () => {
  let statements: Statements;
  let server: TestServer;
  const at = (asked: Asked): Promise<Raw> => ask(server.url, asked);
  /** By the app, which has never answered anything before. */
  const anew = (asked: Asked): Promise<Raw> => serving(createApp(server.deps), (url) => ask(url, asked));
  const name = ({ method = "GET", path, body = "" }: Asked) => `${method} ${path} ${body}`;

  beforeAll(async () => {
    statements = recordStatements();
    server = await startServer({ DEMO_DATA: "off", RATE_LIMITS: "1000" });
    await addProducts(
      server,
      Array.from({ length: 30 }, (_, i) => ({
        name: `Lamp ${i}`,
        price: i,
        category: i % 3 ? "Lamps" : "Other",
        description: "Gives light. ".repeat(20),
      })),
    );
  });
  afterAll(() => server.close());

  it.each(SHARED.map((asked) => [name(asked), asked] as const))("is the app's own: %s", async (_name, asked) => {
    const first = await at(asked);
    expect(first.status).toBe(200);
    const second = await at(asked);
    const byApp = await anew(asked);
    expect(comparable(second)).toEqual(comparable(byApp));
    expect(comparable(first)).toEqual(comparable(byApp));
    for (const answer of [first, second]) {
      const same = await at({ ...asked, headers: { ...asked.headers, "accept-encoding": "gzip, deflate, br" } });
      if (!String(answer.headers["vary"]).includes("Accept-Encoding")) continue;
      expect(same.headers["content-encoding"]).toBe("br");
      expect(brotliDecompressSync(same.body).equals(answer.body)).toBe(true);
    }
  });

  it.each(SHARED.map((asked) => [name(asked), asked] as const))("is not rendered again: %s", async (_name, asked) => {
    await at(asked);
    const log = vi.spyOn(server.deps.catalogue, "noting");
    await at(asked);
    expect(log).not.toHaveBeenCalled();
    log.mockRestore();
  });

  it.each(ALONE.map((asked) => [name(asked), asked] as const))("is given to nobody else: %s", async (_name, asked) => {
    const first = await at(asked);
    expect(first.headers["etag"]).toBeUndefined();
    const second = await at(asked);
    expect(second.status).toBe(first.status);
    // Whoever is told of an error has it under an id of their own.
    expect(second.headers["x-request-id"]).not.toBe(first.headers["x-request-id"]);
    expect(comparable(second).headers).toEqual(comparable(await anew(asked)).headers);
  });

  it("has an id, a line in the log, and what is left of a limit of its own", async () => {
    const [one, two] = [await at({ path: "/api/products/2" }), await at({ path: "/api/products/2" })];
    const [before, after] = [one, two].map(({ headers }) => Number(headers["ratelimit-remaining"]));
    expect(after).toBe((before ?? 0) - 1);
    expect(two.headers["ratelimit-limit"]).toBe(one.headers["ratelimit-limit"]);
    expect(Number(two.headers["ratelimit-reset"])).toBeGreaterThan(0);
    const id = two.headers["x-request-id"];
    expect(id).not.toBe(one.headers["x-request-id"]);
    await vi.waitFor(() => {
      const line = server
        .logged()
        .split("\n")
        .find((text) => text.includes(String(id)));
      expect(JSON.parse(line ?? "{}")).toMatchObject({ method: "GET", path: "/api/products/2", status: 200 });
    });
  });

  it("counts as a view", async () => {
    for (let i = 0; i < 7; i += 1) await at({ path: "/api/products/product/3" });
    for (let i = 0; i < 5; i += 1) await at(posted("{ product(id: 3) { name } }"));
    const { data } = await server.graphql('{ node(id: "UHJvZHVjdDoz") { ... on Product { views } } }');
    expect(data.node.views).toBe(12);
    await server.deps.views.flush();
    expect(await server.deps.db.product.findUniqueOrThrow({ where: { id: 3 } })).toMatchObject({ views: 12 });
  });

  it("is dropped by a write before that is acknowledged, at every door", async () => {
    const { accessToken } = await administrator(server);
    const doors: Asked[] = [
      { path: "/api/products/product/4" },
      { path: "/api/products/4" },
      { path: "/api/products" },
      { path: "/api/products/name/Changed" },
      { path: "/api/v2/products/4" },
      posted("{ product(id: 4) { name quantity } }"),
      posted("{ products { edges { node { name quantity } } } }"),
    ];
    for (let quantity = 1; quantity < 6; quantity += 1) {
      const update = `mutation { updateProduct(id: 4, input: { name: "Changed ${quantity}", quantity: ${quantity} }) { id } }`;
      expect((await server.graphql(update, {}, accessToken)).errors).toBeUndefined();
      for (const door of [...doors, ...doors])
        expect((await at(door)).body.toString()).toContain(`Changed ${quantity}`);
    }
  });

  it("is rendered once for all who ask at the same time", async () => {
    await server.deps.catalogue.drop();
    const sql = await statements.during(async () => {
      const asked = { path: "/api/products?page=3&limit=7" };
      const answers = await Promise.all(Array.from({ length: 40 }, () => at(asked)));
      expect(new Set(answers.map(({ body }) => body.toString())).size).toBe(1);
    });
    expect(sql.filter((text) => /^SELECT.*"?Product"?/is.test(text))).toHaveLength(2);
  });

  it("answers 304 to those who have it, by any of its tags", async () => {
    const asked = { path: "/api/v2/products?first=20" };
    const plain = await at(asked);
    const packed = await at({ ...asked, headers: { "accept-encoding": "gzip" } });
    expect(gunzipSync(packed.body).equals(plain.body)).toBe(true);
    const [tag, packedTag] = [plain, packed].map(({ headers }) => String(headers["etag"]));
    expect(tag).toMatch(/^"[\w-]{43}"$/);
    expect(packedTag).not.toBe(tag);
    for (const [known, encoding] of [
      [tag, "identity"],
      [`"other", W/${tag}`, "identity"],
      ["*", "identity"],
      [packedTag, "gzip"],
    ] as const) {
      const headers = { "if-none-match": String(known), "accept-encoding": encoding };
      const answer = await at({ ...asked, headers });
      expect([answer.status, answer.body.length]).toEqual([304, 0]);
      expect(answer.headers).toMatchObject({
        vary: expect.stringContaining("Accept-Encoding"),
        "x-request-id": expect.any(String),
      });
      expect(answer.headers["content-type"]).toBeUndefined();
      expect(comparable(await anew({ ...asked, headers }))).toEqual(comparable(answer));
    }
    for (const known of [`"${"x".repeat(43)}"`, String(tag).slice(1, -1), packedTag]) {
      expect((await at({ ...asked, headers: { "if-none-match": String(known) } })).status).toBe(200);
    }
  });

  it("is compressed from a kibibyte on, for those who take it, and so is one for nobody else", async () => {
    const { accessToken } = await newcomer(server);
    const headers = { authorization: `Bearer ${accessToken}` };
    const long = posted(`{ ${Array.from({ length: 60 }, (_, i) => `m${i}: me { id email }`).join(" ")} }`, {}, headers);
    for (const asked of [{ path: "/api/products" }, long]) {
      const plain = await at(asked);
      expect(plain.headers).toMatchObject({ vary: "Accept-Encoding" });
      for (const [accepted, encoding] of [
        ["br, gzip", "br"],
        ["gzip, br;q=0", "gzip"],
        ["gzip;q=0.5", "gzip"],
        ["identity", undefined],
        ["zstd", undefined],
        ["", undefined],
      ] as const) {
        const answer = await at({ ...asked, headers: { ...asked.headers, "accept-encoding": accepted } });
        expect(answer.headers["content-encoding"]).toBe(encoding);
        expect(Number(answer.headers["content-length"])).toBe(answer.body.length);
        const unpack = { br: brotliDecompressSync, gzip: gunzipSync };
        const body = encoding === undefined ? answer.body : unpack[encoding](answer.body);
        expect(body.equals(plain.body)).toBe(true);
        if (encoding) expect(answer.body.length).toBeLessThan(plain.body.length / 2);
      }
    }
    const short = await at({ path: "/api/v2/categories", headers: { "accept-encoding": "br" } });
    expect(short.headers["content-encoding"]).toBeUndefined();
    const picture = await at({ path: PICTURE, headers: { "accept-encoding": "br" } });
    expect(picture.headers["content-encoding"]).toBeUndefined();
  });

  it("never says to one what was said to another", async () => {
    const people = [await newcomer(server), await newcomer(server), await administrator(server)];
    const headersOf = [...people.map(({ accessToken }) => ({ authorization: `Bearer ${accessToken}` })), {}];
    const questions: Asked[] = [
      posted("{ me { id email } }"),
      posted("{ me { id } product(id: 1) { name } }"),
      posted(PRODUCT),
      { path: "/api/users/me" },
      { path: "/api/v2/me" },
      { path: "/api/v2/users" },
      { path: `/graphql?query=${encodeURIComponent("{ me { id } categories { name } }")}` },
    ];
    for (let turn = 0; turn < 3; turn += 1) {
      const all = questions.flatMap((asked) =>
        headersOf.map((headers) => ({ ...asked, headers: { ...asked.headers, ...headers } })),
      );
      const [got, byApp] = await Promise.all([
        Promise.all(all.map(at)),
        serving(createApp(server.deps), async (url) => {
          const answers: Raw[] = [];
          // Nothing is kept of the first answer to anything.
          for (const asked of all)
            answers.push(
              await ask(url, {
                ...asked,
                path: `${asked.path}${asked.path.includes("?") ? "&" : "?"}turn=${answers.length}`,
              }),
            );
          return answers;
        }),
      ]);
      for (const [i, answer] of got.entries()) {
        const own = byApp[i]?.body.toString().replaceAll(/"requestId":"[^"]*"/g, "") ?? "";
        if (!all[i]?.path.startsWith("/api/v2"))
          expect(answer.body.toString().replaceAll(/"requestId":"[^"]*"/g, "")).toBe(own);
        for (const [j, person] of people.entries()) {
          if (j !== i % headersOf.length && i % headersOf.length !== 2)
            expect(answer.body.toString()).not.toContain(person.email);
        }
      }
    }
  });
});

describe("a limit, with answers that were given before", () => {
  it("is exact, and refuses in the app's own words", async () => {
    const server = await startServer({ DEMO_DATA: "off", RATE_LIMITS: "on" });
    await addProducts(server, [{ name: "Lamp", price: 1 }]);
    for (const [path, limit, field] of [
      ["/api/products/1", 100, "code"],
      ["/api/products/product/1", 1200, "detail"],
    ] as const) {
      const answers = await Promise.all(Array.from({ length: limit + 50 }, () => ask(server.url, { path })));
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(limit);
      const refused = answers.filter(({ status }) => status === 429);
      expect(refused).toHaveLength(50);
      for (const { headers, body } of refused) {
        expect(Number(headers["retry-after"])).toBeGreaterThan(0);
        expect(JSON.parse(body.toString())).toHaveProperty(field);
      }
    }
    await server.close();
  });
});
