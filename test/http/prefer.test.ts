import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { catalogue, type ErrorCode } from "../../src/errors.ts";
import { startServer, type TestServer } from "../fixtures/server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.close());

const codes = Object.keys(catalogue) as ErrorCode[]; // Object.keys() forgets what they are
const prefer = (code: string) => ({ prefer: `code=${code}` });

/** Where each door says which error it is. */
const DOORS = [
  {
    door: "GraphQL",
    ask: (headers: Record<string, string>) =>
      server.send("POST", "/graphql", { headers, body: { query: "{ categories { name } }" } }),
    says: (code: ErrorCode) => ({ errors: [{ message: expect.any(String), extensions: { code } }] }),
  },
  {
    door: "/api/v2",
    ask: (headers: Record<string, string>) => server.send("GET", "/api/v2/products/1099", { headers }),
    says: (code: ErrorCode) => ({ type: "about:blank", status: catalogue[code].status, code }),
  },
  {
    door: "the bearer contract",
    ask: (headers: Record<string, string>) => server.send("GET", "/api/products/popular", { headers }),
    says: (code: ErrorCode) => ({ detail: catalogue[code].bearer }),
  },
  {
    door: "the envelope contract",
    ask: (headers: Record<string, string>) => server.send("GET", "/api/products/1099", { headers }),
    says: (code: ErrorCode) => ({ code: catalogue[code].status, message: catalogue[code].envelope, data: null }),
  },
];

describe.each(DOORS)("$door", ({ ask, says }) => {
  it.each(codes)("answers %s in its own words when asked to", async (code) => {
    const { status, headers, json } = await ask(prefer(code));
    expect([status, headers.get("preference-applied")]).toEqual([catalogue[code].status, `code=${code}`]);
    expect(json).toMatchObject(says(code));
  });

  it("answers as ever otherwise, and after it", async () => {
    await ask(prefer("RATE_LIMITED"));
    for (const headers of [{}, { prefer: "respond-async" }, prefer("NO_SUCH_CODE"), prefer("toString")]) {
      const answer = await ask(headers);
      expect([answer.status, answer.headers.get("preference-applied")]).toEqual([200, null]);
    }
  });
});

it("says when to come again, and takes the preference among others", async () => {
  const { status, headers } = await server.send("GET", "/api/products", {
    headers: { prefer: 'respond-async, code="RATE_LIMITED"; x=y, wait=10' },
  });
  expect([status, headers.get("retry-after")]).toEqual([429, "30"]);
});

it("a route's own words for an error are kept", async () => {
  const { status, json } = await server.send("POST", "/api/users/refresh_token", {
    headers: prefer("REFRESH_REJECTED"),
  });
  expect([status, json]).toEqual([403, { detail: "Refresh token is invalid or expired" }]);
});

it("does nothing of what was asked", async () => {
  const body = { email: "nobody@example.com", password: "correct horse", first_name: "N" };
  await server.send("POST", "/api/users/register", { body, headers: prefer("EMAIL_TAKEN") });
  expect(await server.deps.db.user.count({ where: { email: body.email } })).toBe(0);
});

it("is disregarded in production", async () => {
  const production = await startServer({ NODE_ENV: "production", HOST: "127.0.0.1" });
  const { status, headers } = await production.send("GET", "/api/v2/shop", { headers: prefer("RATE_LIMITED") });
  expect([status, headers.get("preference-applied")]).toEqual([200, null]);
  await production.close();
});
