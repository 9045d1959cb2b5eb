import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { createAccountCache } from "../../src/auth/account-cache.ts";
import { Catalogue } from "../../src/catalogue/cache.ts";
import type { Database } from "../../src/database/client.ts";
import type { Deps } from "../../src/deps.ts";
import { StoreUnavailable } from "../../src/stores/store.ts";
import { startServer, type TestServer } from "../fixtures/server.ts";
import { addProducts, newcomer } from "./support.ts";

const SECRET = "SELECT hidden FROM inside WHERE password = 'geheim'";
const QUERY = "query ($id: ID!) { product(id: $id) { name } }";

describe("a failure that nobody foresaw", () => {
  let server: TestServer;
  let id: string;
  let whole: Deps;
  beforeAll(async () => {
    server = await startServer({ DEMO_DATA: "off" });
    id = String((await addProducts(server, [{ name: "One" }]))[0]);
    whole = { ...server.deps };
  });
  afterEach(() => void Object.assign(server.deps, whole));
  afterAll(() => server.close());

  /** From now on, using one of the database's tables throws. */
  function breakTable(table: "product" | "user", problem: unknown): void {
    const db = new Proxy<Database>(whole.db, {
      get(target, key): unknown {
        if (key === table) throw problem;
        return Reflect.get(target, key);
      },
    });
    const { log, store } = whole;
    const parts = { db, log, messages: store.messages };
    Object.assign(server.deps, { db, accounts: createAccountCache(parts), catalogue: Catalogue.open(parts) });
  }

  it.each([
    ["an error", new Error(SECRET)],
    ["a text", SECRET],
    ["an error with a status of its own", Object.assign(new Error(SECRET), { status: 418, extensions: { code: "X" } })],
    ["nothing at all", undefined],
  ])("%s is INTERNAL, with the request's id and nothing of the inside", async (_what, problem) => {
    breakTable("product", problem);
    const answer = await server.send("POST", "/graphql", { body: { query: QUERY, variables: { id } } });
    expect(answer.status).toBe(500);
    const requestId = answer.headers.get("x-request-id");
    expect(answer.json).toEqual({
      data: { product: null },
      errors: [
        {
          message: "Something went wrong on our side.",
          locations: [{ line: 1, column: 20 }],
          path: ["product"],
          extensions: { code: "INTERNAL", requestId },
        },
      ],
    });
    expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
    const logged = server
      .logged()
      .split("\n")
      .filter((line) => line.includes(`"requestId":"${requestId}"`));
    expect(logged.some((line) => line.includes('"level":50'))).toBe(true);
  });

  it("before any resolver runs is INTERNAL as well", async () => {
    const { accessToken } = await newcomer(server);
    breakTable("user", new Error(SECRET));
    const answer = await server.send("POST", "/graphql", {
      body: { query: "{ me { id } }" },
      headers: { authorization: `Bearer ${accessToken}` },
    });
    expect(answer.status).toBe(500);
    expect(answer.json.errors).toHaveLength(1);
    expect(answer.json.errors[0].extensions).toEqual({
      code: "INTERNAL",
      requestId: answer.headers.get("x-request-id"),
    });
    expect(answer.text).not.toContain("geheim");
  });

  it("leaves the rest of the answer as it is", async () => {
    const { accessToken } = await newcomer(server);
    breakTable("product", new Error(SECRET));
    const query = "query ($id: ID!) { product(id: $id) { name } mySessions { edges { node { current } } } }";
    const answer = await server.graphql(query, { id }, accessToken);
    expect(answer.data).toEqual({ product: null, mySessions: { edges: [{ node: { current: true } }] } });
    expect(answer.errors?.map(({ extensions }) => extensions["code"])).toEqual(["INTERNAL"]);
  });

  it.each([
    ["the store is away", new StoreUnavailable(SECRET)],
    ["the database is away", Object.assign(new Error(SECRET), { code: "P1001" })],
  ])("is none when %s: that is UNAVAILABLE, with when to try again", async (_what, problem) => {
    breakTable("product", problem);
    const answer = await server.send("POST", "/graphql", { body: { query: QUERY, variables: { id } } });
    expect(answer.status).toBe(503);
    expect(answer.headers.get("retry-after")).toMatch(/^\d+$/);
    expect(answer.json.errors[0].extensions).toEqual({ code: "UNAVAILABLE", retryAfter: expect.any(Number) });
    expect(answer.text).not.toContain("geheim");
  });

  it("of the store does not keep the anonymous from reading, even with a token that cannot be checked", async () => {
    const { accessToken } = await newcomer(server);
    const away = () => Promise.reject(new StoreUnavailable("away"));
    Object.assign(server.deps, { sessions: { ...whole.sessions, authenticate: away } });
    const both = await server.graphql(`query ($id: ID!) { product(id: $id) { name } }`, { id }, accessToken);
    expect(both).toMatchObject({ status: 200, data: { product: { name: "One" } } });
    const me = await server.graphql("{ me { id } }", {}, accessToken);
    expect(me.status).toBe(503);
    expect(me.errors?.[0]?.extensions["code"]).toBe("UNAVAILABLE");
  });
});
