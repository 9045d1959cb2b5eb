import { describe, expect, it } from "vitest";
import { doors } from "../../src/doors.ts";
import { envelopeContract } from "../../src/rest/envelope/index.ts";
import { bearerContract } from "../../src/rest/bearer/index.ts";
import { loadConfig } from "../../src/config.ts";
import { routes as restRoutes } from "../../src/rest/v2/routes.ts";
import { freshName } from "../fixtures/fresh.ts";
import { CREATE, isWritten, PASSWORD, send, signIn, site, writes } from "./support.ts";

const at = site();
const CROSS_SITE = { "sec-fetch-site": "cross-site", origin: "https://evil.example" };
const config = loadConfig({});
const { bearer, envelope } = doors(config);
const filled = (path: string) => path.replaceAll(/\{\w+\}/g, "1");

describe("another site's page with the browser's cookie", () => {
  const envelopeWrites = envelopeContract(envelope, config).routes.filter(({ method }) => method !== "GET");

  it.each(envelopeWrites)("gets nothing from $method $path", async ({ method, path }) => {
    const { server, browser } = at();
    const headers = { cookie: browser.cookie, ...CROSS_SITE };
    const reply = await send(server, method, filled(path), headers, method === "DELETE" ? undefined : {});
    expect([reply.status, reply.json]).toEqual([403, { code: 403, message: "禁止跨站请求", data: null }]);
    expect(reply.headers["set-cookie"]).toBeUndefined();
  });

  it.each(restRoutes.filter(({ method }) => method !== "GET"))("gets nothing from /api/v2: $on", async (route) => {
    const { server, browser } = at();
    const headers = { cookie: browser.cookie, ...CROSS_SITE };
    const body = route.method === "DELETE" ? undefined : {};
    const { status, json } = await send(server, route.method, `/api/v2${filled(route.path)}`, headers, body);
    expect([status, json.code]).toEqual([403, "CROSS_SITE"]);
  });

  it("gets nothing by POST at /graphql, not even what could be read by GET", async () => {
    const { server, browser } = at();
    const headers = { cookie: browser.cookie, ...CROSS_SITE };
    const { status, json } = await send(server, "POST", "/graphql", headers, { query: "{ me { email } }" });
    expect([status, json.errors[0].extensions.code]).toEqual([403, "CROSS_SITE"]);
  });

  it("gets nothing with a cookie that has expired or is in other company either", async () => {
    const { server, browser } = at();
    for (const cookie of [`theme=dark; ${browser.cookie}; lang=zh`, `access_token="Bearer%20no.such.token"`]) {
      const { status } = await send(server, "POST", "/api/products", { cookie, ...CROSS_SITE }, {});
      expect(status).toBe(403);
    }
  });

  it("reads with GET, for it cannot see the answer", async () => {
    const { server, browser } = at();
    const headers = { cookie: browser.cookie, ...CROSS_SITE };
    const current = await send(server, "GET", "/api/users/current", headers);
    expect([current.status, current.json.data.email]).toEqual([200, browser.email]);
    expect(current.headers["access-control-allow-origin"]).toBeUndefined();
    const query = encodeURIComponent("{ me { email } }");
    const me = await send(server, "GET", `/graphql?query=${query}`, headers);
    expect([me.status, me.json.data]).toEqual([200, { me: { email: browser.email } }]);
    expect(me.headers["access-control-allow-origin"]).toBeUndefined();
  });

  it("is not let in by a preflight request", async () => {
    const { server } = at();
    const asked = { origin: "https://evil.example", "access-control-request-method": "POST" };
    for (const path of ["/graphql", "/api/products", "/api/users/login"]) {
      const { headers } = await send(server, "OPTIONS", path, asked);
      expect(Object.keys(headers).filter((name) => name.startsWith("access-control"))).toEqual([]);
    }
  });
});

describe("GET /users/logout", () => {
  it("is guarded by the cookie itself, which other sites' pages do not send", async () => {
    const { server } = at();
    const { setCookie, cookie } = await signIn(server);
    const attributes = setCookie.split("; ").slice(1);
    expect(attributes).toEqual(["HttpOnly", "Secure", "Path=/", "SameSite=Strict", "Max-Age=1800"]);
    const reply = await send(server, "GET", "/users/logout", { cookie });
    expect(reply.status).toBe(200);
    const cleared = "access_token=; HttpOnly; Secure; Path=/; SameSite=Strict; Max-Age=0";
    expect(reply.headers["set-cookie"]).toEqual([cleared]);
    expect((await send(server, "GET", "/api/users/current", { cookie })).status).toBe(401);
  });

  it("is a write: another site's page signs nobody out, and HEAD is not there", async () => {
    const { server } = at();
    const { cookie } = await signIn(server);
    for (const from of [CROSS_SITE, { "sec-fetch-site": "same-site" }, { origin: "https://evil.example" }]) {
      const { status, headers } = await send(server, "GET", "/users/logout", { cookie, ...from });
      expect([status, headers["set-cookie"]]).toEqual([403, undefined]);
    }
    const head = await send(server, "HEAD", "/users/logout", { cookie });
    expect([head.status, head.headers["allow"]]).toEqual([405, "GET, OPTIONS"]);
    expect((await send(server, "GET", "/api/users/current", { cookie })).status).toBe(200);
  });
});

describe("a write with the Authorization header", () => {
  it.each(writes)(
    "passes from anywhere, through the door $door: only who knows the token can send it",
    async (write) => {
      const { server, browser } = at();
      const authorization = `Bearer ${browser.token}`;
      for (const headers of [CROSS_SITE, { origin: "null" }, { ...CROSS_SITE, cookie: browser.cookie }]) {
        const name = freshName();
        expect((await write.send(server, { authorization, ...headers }, name)).status).toBe(write.status);
        expect(await isWritten(server, name)).toBe(true);
      }
    },
  );

  it.each(writes)("that signs nobody in leaves it to the cookie, through the door $door", async (write) => {
    const { server, browser } = at();
    for (const authorization of ["", "null", "Bearer", "Bearer undefined", "Basic YTpi", "Bearer no.such.token"]) {
      const [name, foreign] = [freshName(), freshName()];
      const headers = { authorization, cookie: browser.cookie };
      expect((await write.send(server, headers, name)).status).toBe(write.status);
      expect(await isWritten(server, name)).toBe(true);
      write.expectRefused(await write.send(server, { ...headers, ...CROSS_SITE }, foreign));
      expect(await isWritten(server, foreign)).toBe(false);
    }
  });

  it("passes without anything, as far as it needs nobody", async () => {
    const { server } = at();
    const body = { query: 'mutation { requestSignInCode(email: "a@example.com") { expiresIn } }' };
    expect((await send(server, "POST", "/graphql", CROSS_SITE, body)).status).toBe(200);
  });
});

describe("signing somebody in whose browser has no cookie yet", () => {
  it("is refused at the envelope contract's doors, which set one, when it comes from another site's page", async () => {
    const { server, browser } = at();
    const body = { account: browser.email, password: PASSWORD };
    // What a page may send anywhere without asking first.
    const plain = { "content-type": "text/plain" };
    const foreign = await send(server, "POST", "/users/login", { ...plain, ...CROSS_SITE }, body);
    expect([foreign.status, foreign.json.message]).toEqual([403, "禁止跨站请求"]);
    expect(foreign.headers["set-cookie"]).toBeUndefined();
    const own = await send(server, "POST", "/users/login", { ...plain, "sec-fetch-site": "same-origin" }, body);
    expect(own.status).toBe(200);
    expect(own.headers["set-cookie"]).toBeDefined();
  });
});

describe("the bearer contract", () => {
  const routes = bearerContract(bearer).routes.filter(({ path }) => /\/(me|logout|refresh_token)$/.test(path));

  it.each(routes)("knows no cookies: $method $path", async ({ method, path }) => {
    const { server, browser } = at();
    const headers = { cookie: browser.cookie };
    for (const from of [{}, CROSS_SITE]) {
      const { status, json } = await send(server, method, path, { ...headers, ...from });
      expect([status, json]).toEqual([401, { detail: "Token is invalid" }]);
    }
    expect((await send(server, "GET", "/api/users/current", headers)).status).toBe(200);
  });

  it("serves other sites' programs, cookie or not", async () => {
    const { server, browser } = at();
    const body = { email: browser.email, password: "wrong" };
    const headers = { cookie: browser.cookie, ...CROSS_SITE };
    const { status, json } = await send(server, "POST", "/api/users/login", headers, body);
    expect([status, json]).toEqual([400, { detail: "Incorrect email or password" }]);
  });
});

describe("/graphql takes nothing that a page can send without being asked first", () => {
  const body = (name: string) => JSON.stringify({ query: CREATE, variables: { name } });

  it.each([
    "text/plain",
    "text/plain; charset=utf-8",
    "text/plain; application/json",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/jsonx",
    "",
  ])("no body of type %j", async (type) => {
    const { server, browser } = at();
    const name = freshName();
    for (const credentials of [{ cookie: browser.cookie }, { authorization: `Bearer ${browser.token}` }]) {
      const headers = { "content-type": type, ...credentials };
      const { status, json } = await send(server, "POST", "/graphql", headers, body(name));
      expect([status, json.errors[0].extensions.code]).toEqual([415, "UNSUPPORTED_MEDIA_TYPE"]);
    }
    expect(await isWritten(server, name)).toBe(false);
  });

  it("no form", async () => {
    const { server, browser } = at();
    const headers = { "content-type": "application/x-www-form-urlencoded", cookie: browser.cookie };
    const form = new URLSearchParams({ query: CREATE, variables: '{"name":"Lamp of a form"}' }).toString();
    expect((await send(server, "POST", "/graphql", headers, form)).status).toBe(415);
    expect(await isWritten(server, "Lamp of a form")).toBe(false);
  });

  it.each(["GET", "HEAD"])("no mutation by %s", async (method) => {
    const { server, browser } = at();
    const name = freshName();
    const query = new URLSearchParams({ query: CREATE, variables: JSON.stringify({ name }) }).toString();
    for (const credentials of [{ cookie: browser.cookie }, { authorization: `Bearer ${browser.token}` }]) {
      for (const from of [{}, CROSS_SITE]) {
        const reply = await send(server, method, `/graphql?${query}`, { ...credentials, ...from });
        expect(reply.status).toBe(405);
        if (method === "GET") expect(reply.json.errors[0].extensions.code).toBe("METHOD_NOT_ALLOWED");
      }
    }
    expect(await isWritten(server, name)).toBe(false);
  });
});
