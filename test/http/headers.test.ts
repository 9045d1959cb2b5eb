import { afterAll, beforeAll, expect, it } from "vitest";
import { startServer, type TestServer } from "../fixtures/server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ TRUST_PROXY: "true" });
});
afterAll(() => server?.close());

const EVERYWHERE = [
  "/graphql?query={__typename}",
  "/api/v2/products",
  "/api/v2/nowhere",
  "/api/users/me",
  "/api/products?limit=1",
  "/users/logout",
  "/cache/catalog/nowhere.jpg",
  "/health/live",
  "/schema.graphql",
  "/nowhere",
  "/",
];

it.each(EVERYWHERE)("%s says that its type is to be believed", async (path) => {
  expect((await server.send("GET", path)).headers.get("x-content-type-options")).toBe("nosniff");
});

it.each(["/api/users/me", "/users/logout", "/api/users/current", "/api/v2/me"])("%s is kept nowhere", async (path) => {
  expect((await server.send("GET", path)).headers.get("cache-control")).toBe("no-store");
});

it("tokens are kept nowhere, at any door", async () => {
  const account = { email: "vera@example.com", password: "dark matter" };
  const register = "mutation ($input: RegisterInput!) { register(input: $input) { id } }";
  await server.graphql(register, { input: account });
  const [name, given] = [account.email, account.password];
  const query = "mutation ($input: LoginInput!) { login(input: $input) { accessToken } }";
  const answers = [
    await server.send("POST", "/graphql", {
      body: { query, variables: { input: { account: name, password: given } } },
    }),
    await server.send("POST", "/api/v2/sessions", { body: { account: name, password: given } }),
    await server.send("POST", "/api/users/login", { body: { email: name, password: given } }),
    await server.send("POST", "/users/login", { body: { account: name, password: given } }),
  ];
  for (const { status, headers } of answers) {
    expect(status).toBeOneOf([200, 201]);
    expect(headers.get("cache-control")).toBe("no-store");
  }
});

it("who comes by TLS is told to come back by TLS, and nobody else", async () => {
  const byTls = await server.send("GET", "/health/live", { headers: { "x-forwarded-proto": "https" } });
  expect(byTls.headers.get("strict-transport-security")).toBe("max-age=31536000");
  expect((await server.send("GET", "/health/live")).headers.get("strict-transport-security")).toBeNull();
});
