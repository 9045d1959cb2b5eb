import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { changeAccount } from "../../src/auth/changes.ts";
import { bootstrap } from "../../src/process/bootstrap.ts";
import { startServer, type TestServer } from "../fixtures/server.ts";

const ME = "{ me { id email isAdmin } }";

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.close());

const openAs = (as: unknown, headers: Record<string, string> = {}) =>
  server.send("POST", "/dev/sessions", { body: { as }, headers });

describe("with one click", () => {
  it.each([
    ["customer", false],
    ["administrator", true],
  ])("somebody is a %s, the same one each time", async (role, isAdmin) => {
    const [first, second] = await Promise.all([openAs(role), openAs(role)]);
    expect([first.status, second.status]).toEqual([201, 201]);
    const { data } = await server.graphql(ME, {}, first.json.accessToken);
    expect(data.me).toMatchObject({ email: first.json.account, isAdmin });
    expect((await server.graphql(ME, {}, second.json.accessToken)).data).toEqual(data);
    const renew = "mutation ($token: String) { refreshSession(refreshToken: $token) { accessToken } }";
    expect((await server.graphql(renew, { token: first.json.refreshToken })).errors).toBeUndefined();
    expect(Date.parse(first.json.expiresAt)).toBeGreaterThan(Date.now());
  });

  it("what somebody has changed of the account is as it was", async () => {
    const { json } = await openAs("customer");
    const { data } = await server.graphql(ME, {}, json.accessToken);
    await changeAccount(server.deps, Number(data.me.id), { isAdmin: true });
    const again = await openAs("customer");
    expect((await server.graphql(ME, {}, again.json.accessToken)).data.me).toMatchObject({
      id: data.me.id,
      isAdmin: false,
    });
  });
});

describe("nobody else may", () => {
  it.each([
    ["a page of another site", { "sec-fetch-site": "cross-site" }],
    ["a page of another port", { "sec-fetch-site": "same-site" }],
    ["a page of another port in an older browser", { origin: "http://127.0.0.1:1" }],
    ["somebody behind a proxy", { "x-forwarded-for": "203.0.113.7" }],
  ])("%s", async (_who, headers) => {
    expect((await openAs("customer", headers)).status).toBe(403);
  });

  it("ask for anybody else", async () => {
    expect((await openAs("owner")).status).toBe(422);
    expect((await server.send("POST", "/dev/sessions", { body: "{" })).status).toBe(400);
  });
});

it("a database from development has no demo accounts once it is in production, nor sessions of theirs", async () => {
  const { json } = await openAs("administrator");
  await bootstrap({ ...server.deps, config: { ...server.deps.config, production: true } });
  expect((await server.graphql(ME, {}, json.accessToken)).data.me).toBeNull();
  expect(await server.deps.db.user.count({ where: { email: { endsWith: "@demo.invalid" } } })).toBe(0);
});
