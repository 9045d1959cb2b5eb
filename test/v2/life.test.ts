import { describe, expect, it } from "vitest";
import { codeOf, PASSWORD, type Person, signIn } from "../graphql/support.ts";
import { freshEmail } from "../fixtures/fresh.ts";
import { told, v2Server } from "./support.ts";

const v2 = v2Server();
const bearer = (accessToken: string): Person => ({ accessToken, refreshToken: "", id: "", email: "", username: "" });

describe("a life", () => {
  it("registers, signs in, sees itself, refreshes, signs out", async () => {
    const email = freshEmail();
    const registered = await v2.call("POST /registrations", { body: { email, password: PASSWORD, firstName: "Ada" } });
    expect(registered.status).toBe(201);
    expect(registered.json).toMatchObject({ email, firstName: "Ada", lastName: null, isAdmin: false, hasInfo: true });
    expect(registered.headers.get("location")).toBe(`/api/v2/users/${registered.json.id}`);

    const session = await v2.call("POST /sessions", { body: { account: email, password: PASSWORD } });
    expect(session.status).toBe(201);
    expect(Object.keys(session.json).sort()).toEqual(["accessToken", "expiresAt", "refreshToken", "user"]);
    const first = bearer(session.json.accessToken);
    expect((await v2.call(`GET /users/${registered.json.id}`, { as: first })).json).toEqual(session.json.user);
    expect((await v2.call("GET /me", { as: first })).json).toEqual(session.json.user);
    expect((await v2.call("GET /sessions", { as: first })).json.items).toMatchObject([{ current: true }]);

    const { refreshToken } = session.json;
    const renewed = await v2.call("POST /sessions/refresh", { body: { refreshToken } });
    expect(renewed.status).toBe(200);
    expect(renewed.json.refreshToken).not.toBe(refreshToken);
    const second = bearer(renewed.json.accessToken);
    const logins = await v2.call(`GET /users/${registered.json.id}/logins`, { as: second });
    expect(logins.json.items).toMatchObject([{ method: "PASSWORD", outcome: "SUCCESS" }]);
    expect(logins.json).not.toHaveProperty("totalCount");

    expect((await v2.call("DELETE /sessions/current", { as: second })).status).toBe(204);
    expect(told(await v2.call("GET /me", { as: second }))).toBe("401 SESSION_ENDED");
    expect(told(await v2.call("DELETE /sessions/current", { as: second }))).toBe("404 SESSION_NOT_FOUND");
  });

  it("shares its sessions with the other doors", async () => {
    const person = await v2.user();
    const graphql = "{ me { id } }";
    const { json } = await v2.call("POST /sessions", { body: { account: person.email, password: PASSWORD } });
    expect((await v2.server.graphql(graphql, {}, json.accessToken)).data.me.id).toBe(person.id);
    const mine = await v2.call("GET /sessions", { as: person });
    expect(mine.json.items.map(({ current }: { current: boolean }) => current).sort()).toEqual([false, true]);
    const other = mine.json.items.find(({ current }: { current: boolean }) => !current);
    expect((await v2.call(`DELETE /sessions/${other.id}`, { as: person })).status).toBe(204);
    expect(codeOf(await v2.server.graphql(graphql, {}, json.accessToken))).toBe("SESSION_ENDED");
    expect(told(await v2.call(`DELETE /sessions/${other.id}`, { as: person }))).toBe("404 SESSION_NOT_FOUND");
  });

  it("ends all of its sessions at once, or all but the one that asks", async () => {
    const person = await v2.user();
    await signIn(v2.server, person.email);
    const others = await v2.call("DELETE /sessions?exceptCurrent=true", { as: person });
    expect([others.status, others.json]).toEqual([200, { endedSessions: 1 }]);
    await signIn(v2.server, person.email);
    const answer = await v2.call("DELETE /sessions", { as: person });
    expect([answer.status, answer.json]).toEqual([200, { endedSessions: 2 }]);
    expect(told(await v2.call("GET /me", { as: person }))).toBe("401 SESSION_ENDED");
  });

  it("changes its password", async () => {
    const person = await v2.user();
    const body = { currentPassword: PASSWORD, newPassword: "another one" };
    expect((await v2.call("POST /password", { as: person, body })).status).toBe(204);
    expect(told(await v2.call("POST /password", { body: { ...body, email: person.email } }))).toBe(
      "400 WRONG_PASSWORD",
    );
    const login = await v2.call("POST /sessions", { body: { account: person.email, password: "another one" } });
    expect(login.status).toBe(201);
  });
});

describe("codes", () => {
  it("register an address that is proven", async () => {
    const email = freshEmail();
    const asked = await v2.call("POST /registration-codes", { body: { email } });
    expect([asked.status, asked.json]).toEqual([202, { expiresIn: 300 }]);
    const body = { email, code: v2.code(email), password: PASSWORD };
    const made = await v2.call("POST /registrations/verify", { body });
    expect(made.status).toBe(201);
    expect(made.headers.get("location")).toBe(`/api/v2/users/${made.json.user.id}`);
    expect((await v2.call("GET /me", { as: bearer(made.json.accessToken) })).json).toEqual(made.json.user);
    expect(told(await v2.call("POST /registration-codes", { body: { email } }))).toBe("422 EMAIL_TAKEN");
  });

  it("sign in, and recover a password", async () => {
    const { email } = await v2.user();
    expect((await v2.call("POST /sign-in-codes", { body: { email } })).status).toBe(202);
    const session = await v2.call("POST /sessions/code", { body: { email, code: v2.code(email) } });
    expect([session.status, session.json.user.email]).toEqual([201, email]);
    await v2.call("POST /sign-in-codes", { body: { refreshToken: session.json.refreshToken } });
    const body = { email, code: v2.code(email), password: "a new password" };
    expect((await v2.call("POST /password/recover", { body })).status).toBe(204);
    expect(told(await v2.call("POST /password/recover", { body }))).toBe("400 CODE_REJECTED");
  });
});

describe("an administrator", () => {
  it("makes, changes, finds and removes users", async () => {
    const as = await v2.admin();
    const email = freshEmail();
    const made = await v2.call("POST /users", { as, body: { email, password: PASSWORD, lastName: "Byron" } });
    expect([made.status, made.headers.get("location")]).toEqual([201, `/api/v2/users/${made.json.id}`]);
    const at = `/users/${made.json.id}`;
    const changed = await v2.call(`PATCH ${at}`, { as, body: { lastName: null, firstName: "Ada" } });
    expect([changed.status, changed.json]).toMatchObject([200, { firstName: "Ada", lastName: null, email }]);
    const found = await v2.call(`GET /users?search=${encodeURIComponent(email)}&totalCount=true`, { as });
    expect(found.json).toMatchObject({ items: [{ ...changed.json }], totalCount: 1, pageInfo: { hasNextPage: false } });
    expect((await v2.call(`DELETE ${at}`, { as })).status).toBe(204);
    expect(told(await v2.call(`DELETE ${at}`, { as }))).toBe("404 USER_NOT_FOUND");
    expect(told(await v2.call(`GET ${at}`, { as }))).toBe("404 USER_NOT_FOUND");
    expect(told(await v2.call("GET /users/nobody", { as }))).toBe("404 USER_NOT_FOUND");
  });

  it("makes, changes and removes products", async () => {
    const as = await v2.admin();
    const made = await v2.call("POST /products", { as, body: { name: "Lamp", price: 12.3456, quantity: 0 } });
    expect([made.status, made.headers.get("location")]).toEqual([201, `/api/v2/products/${made.json.id}`]);
    const at = `/products/${made.json.id}`;
    const changed = await v2.call(`PATCH ${at}`, { as, body: { price: 9, category: "Light" } });
    expect([changed.status, changed.json]).toMatchObject([
      200,
      { name: "Lamp", price: { amount: "9" }, category: { name: "Light" } },
    ]);
    expect((await v2.call(`GET ${at}`)).json).toMatchObject({ name: "Lamp", price: { amount: "9", currency: "USD" } });
    expect((await v2.call("GET /categories")).json).toEqual([{ name: "Light", productCount: 1 }]);
    expect((await v2.call("GET /products/popular")).json).toMatchObject([{ name: "Lamp" }]);
    expect((await v2.call(`DELETE ${at}`, { as })).text).toBe("");
    expect(told(await v2.call(`GET ${at}`))).toBe("404 PRODUCT_NOT_FOUND");
    expect(told(await v2.call(`PATCH ${at}`, { as, body: { price: 1 } }))).toBe("404 PRODUCT_NOT_FOUND");
  });
});
