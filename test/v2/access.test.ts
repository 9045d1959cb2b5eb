import { describe, expect, it } from "vitest";
import { routes } from "../../src/rest/v2/routes.ts";
import type { Person } from "../graphql/support.ts";
import { told, v2Server } from "./support.ts";

const v2 = v2Server();

/** What each route says to somebody who asks it for nothing in particular; somebody else each time, for some end a session. */
async function asked(somebody?: () => Promise<Person>): Promise<string[]> {
  const lines: string[] = [];
  for (const { method, path } of routes) {
    const on = `${method} ${path.replaceAll(/\{\w+\}/g, "999999")}`;
    const writes = method === "POST" || method === "PATCH";
    const answer = await v2.call(on, { as: await somebody?.(), ...(writes && { body: { unknown: 1 } }) });
    lines.push(`${method} ${path}: ${told(answer)}`);
    expect(answer.status).not.toBe(500);
  }
  return lines.sort();
}

describe("who may do what", () => {
  it("anonymous", async () => {
    expect(await asked()).toMatchInlineSnapshot(`
      [
        "DELETE /products/{id}: 401 UNAUTHENTICATED",
        "DELETE /sessions/current: 401 UNAUTHENTICATED",
        "DELETE /sessions/{id}: 401 UNAUTHENTICATED",
        "DELETE /sessions: 401 UNAUTHENTICATED",
        "DELETE /users/{id}: 401 UNAUTHENTICATED",
        "DELETE /users/{userId}/second-factor: 401 UNAUTHENTICATED",
        "DELETE /users/{userId}/sessions: 401 UNAUTHENTICATED",
        "GET /audit-events: 401 UNAUTHENTICATED",
        "GET /categories: 200",
        "GET /legacy-usage: 401 UNAUTHENTICATED",
        "GET /me/export: 401 UNAUTHENTICATED",
        "GET /me: 401 UNAUTHENTICATED",
        "GET /products/popular: 200",
        "GET /products/{id}: 404 PRODUCT_NOT_FOUND",
        "GET /products: 200",
        "GET /sessions: 401 UNAUTHENTICATED",
        "GET /shop: 200",
        "GET /users/{id}: 401 UNAUTHENTICATED",
        "GET /users/{userId}/logins: 401 UNAUTHENTICATED",
        "GET /users/{userId}/sessions: 401 UNAUTHENTICATED",
        "GET /users: 401 UNAUTHENTICATED",
        "PATCH /me: 401 UNAUTHENTICATED",
        "PATCH /products/{id}: 401 UNAUTHENTICATED",
        "PATCH /users/{id}: 401 UNAUTHENTICATED",
        "POST /address-codes: 401 UNAUTHENTICATED",
        "POST /me/address: 401 UNAUTHENTICATED",
        "POST /me/delete: 401 UNAUTHENTICATED",
        "POST /password/recover: 422 INVALID_INPUT",
        "POST /password: 422 INVALID_INPUT",
        "POST /products/{id}/stock: 401 UNAUTHENTICATED",
        "POST /products: 401 UNAUTHENTICATED",
        "POST /registration-codes: 422 INVALID_INPUT",
        "POST /registrations/verify: 422 INVALID_INPUT",
        "POST /registrations: 422 INVALID_INPUT",
        "POST /second-factor/confirm: 401 UNAUTHENTICATED",
        "POST /second-factor/end: 401 UNAUTHENTICATED",
        "POST /second-factor: 401 UNAUTHENTICATED",
        "POST /sessions/code: 422 INVALID_INPUT",
        "POST /sessions/refresh: 422 INVALID_INPUT",
        "POST /sessions: 422 INVALID_INPUT",
        "POST /sign-in-codes: 422 INVALID_INPUT",
        "POST /users: 401 UNAUTHENTICATED",
      ]
    `);
  });

  it("signed in", async () => {
    const lines = await asked(v2.user);
    expect(lines.filter((line) => / 40[13] /.test(line))).toMatchInlineSnapshot(`
      [
        "DELETE /products/{id}: 403 ADMIN_REQUIRED",
        "DELETE /users/{id}: 403 ADMIN_REQUIRED",
        "DELETE /users/{userId}/second-factor: 403 ADMIN_REQUIRED",
        "DELETE /users/{userId}/sessions: 403 ADMIN_REQUIRED",
        "GET /audit-events: 403 ADMIN_REQUIRED",
        "GET /legacy-usage: 403 ADMIN_REQUIRED",
        "GET /users/{id}: 403 FORBIDDEN",
        "GET /users/{userId}/logins: 403 FORBIDDEN",
        "GET /users/{userId}/sessions: 403 ADMIN_REQUIRED",
        "GET /users: 403 ADMIN_REQUIRED",
        "PATCH /products/{id}: 403 ADMIN_REQUIRED",
        "PATCH /users/{id}: 403 ADMIN_REQUIRED",
        "POST /products/{id}/stock: 403 ADMIN_REQUIRED",
        "POST /products: 403 ADMIN_REQUIRED",
        "POST /users: 403 ADMIN_REQUIRED",
      ]
    `);
  });

  it("administrators", async () => {
    const lines = await asked(v2.admin);
    expect(lines.filter((line) => / 40[13] /.test(line))).toEqual([]);
  });

  it("one's own account and its logins, not another's", async () => {
    const [one, other] = [await v2.user(), await v2.user()];
    for (const path of [`/users/${one.id}`, `/users/${one.id}/logins`]) {
      expect((await v2.call(`GET ${path}`, { as: one })).status).toBe(200);
      expect(told(await v2.call(`GET ${path}`, { as: other }))).toBe("403 FORBIDDEN");
      expect((await v2.call(`GET ${path}`, { as: await v2.admin() })).status).toBe(200);
    }
  });

  it("says no before it reads what was sent", async () => {
    const headers = { "content-type": "text/plain" };
    expect(told(await v2.call("POST /products", { body: "{", headers }))).toBe("401 UNAUTHENTICATED");
    expect(told(await v2.call("GET /users?first=abc", { as: await v2.user() }))).toBe("403 ADMIN_REQUIRED");
  });
});

describe("a token", () => {
  it("is told what is wrong with it", async () => {
    const refused = (authorization: string) => v2.call("GET /me", { headers: { authorization } });
    expect(told(await refused("Bearer nonsense"))).toBe("401 TOKEN_INVALID");
    expect(told(await refused("Basic dTpw"))).toBe("401 TOKEN_INVALID");
    const as = await v2.user();
    v2.server.advance(31 * 60_000);
    expect(told(await v2.call("GET /me", { as }))).toBe("401 TOKEN_EXPIRED");
  });

  it("may come in a cookie, but not with a write of another site", async () => {
    const as = await v2.user();
    const cookie = `access_token=Bearer ${as.accessToken}`;
    const from = (site: string) => ({ cookie, "sec-fetch-site": site });
    expect((await v2.call("GET /me", { headers: from("cross-site") })).status).toBe(200);
    expect(told(await v2.call("DELETE /sessions/current", { headers: from("cross-site") }))).toBe("403 CROSS_SITE");
    const foreign = { cookie, origin: "https://evil.example" };
    const body = { currentPassword: "x", newPassword: "y" };
    expect(told(await v2.call("POST /password", { headers: foreign, body }))).toBe("403 CROSS_SITE");
    expect((await v2.call("DELETE /sessions/current", { headers: from("same-origin") })).status).toBe(204);
  });
});
