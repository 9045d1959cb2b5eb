import { describe, expect, it } from "vitest";
import { freshEmail, freshIp } from "../fixtures/fresh.ts";
import { PASSWORD, person } from "../fixtures/person.ts";
import { auditedServer, call, type Caller, eventsFrom, graphql, toldOf } from "./support.ts";

const server = auditedServer();

const UPDATE = "mutation ($id: ID!, $input: UpdateUserInput!) { updateUser(id: $id, input: $input) { id } }";
const LOGIN = "mutation ($input: LoginInput!) { login(input: $input) { accessToken } }";
const REFRESH = "mutation ($token: String!) { refreshSession(refreshToken: $token) { refreshToken } }";

async function administrator(): Promise<Caller & { id: number }> {
  const { id, accessToken } = await person(server(), { isAdmin: true });
  return { id, ip: freshIp(), token: accessToken };
}

describe("what an administrator does to an account", () => {
  const changes = { firstName: "Grace", isActive: false };
  const ways = {
    graphql: (admin: Caller, id: number) => graphql(server(), admin, UPDATE, { id, input: changes }),
    rest: (admin: Caller, id: number) => call(server(), admin, `PATCH /api/v2/users/${id}`, changes),
    envelope: (admin: Caller, id: number) =>
      call(server(), admin, `PATCH /api/users/${id}`, { phone: "1234567", is_active: false }),
  };
  it.each(Object.entries(ways))("is in the trail when it came in by %s", async (door, way) => {
    const [admin, { id }] = [await administrator(), await person(server())];
    const before = Date.now();
    expect((await way(admin, id)).status).toBe(200);
    const events = await eventsFrom(server(), admin.ip);
    expect(toldOf(events)).toEqual([`updateUser ${door} OK`]);
    const [event] = events;
    expect(event).toMatchObject({ actorId: admin.id, accountId: id, productId: null, count: 1, reason: null });
    expect(event?.fields).toBe(door === "envelope" ? "isActive phoneNumber" : "firstName isActive");
    expect(event?.at.getTime()).toBeGreaterThanOrEqual(before - 1);
  });

  it("is in it each time, however often it is the same", async () => {
    const [admin, { id }] = [await administrator(), await person(server())];
    for (let i = 0; i < 3; i += 1) await ways.graphql(admin, id);
    expect(await eventsFrom(server(), admin.ip)).toHaveLength(3);
  });

  it("is in it with the number of what was made, or is gone", async () => {
    const admin = await administrator();
    const create = "mutation ($input: CreateProductInput!) { createProduct(input: $input) { id } }";
    const product = await graphql(server(), admin, create, { input: { name: "Tea", price: 1 } });
    const productId = Number(product.json.data.createProduct.id);
    await graphql(server(), admin, "mutation ($id: ID!) { deleteProduct(id: $id) }", { id: productId });
    const make = "mutation ($input: CreateUserInput!) { createUser(input: $input) { id } }";
    const user = await graphql(server(), admin, make, { input: { email: freshEmail(), password: PASSWORD } });
    const accountId = Number(user.json.data.createUser.id);
    const { sessionId, id } = await person(server());
    await call(server(), admin, `DELETE /api/v2/sessions/${sessionId}`);
    expect(await eventsFrom(server(), admin.ip)).toMatchObject([
      { act: "createProduct", productId, fields: "name price" },
      { act: "deleteProduct", productId, fields: "" },
      { act: "createUser", accountId, fields: "email isActive isAdmin password" },
      { act: "revokeSession", accountId: id },
    ]);
  });

  it("is in it when it is refused, with the reason", async () => {
    const admin = await administrator();
    await graphql(server(), admin, "mutation { deleteUser(id: 999999) }");
    await call(server(), admin, "DELETE /api/v2/users/nobody");
    expect(toldOf(await eventsFrom(server(), admin.ip))).toEqual([
      "deleteUser graphql USER_NOT_FOUND",
      "deleteUser rest USER_NOT_FOUND",
    ]);
  });
});

describe("what others try to do that only administrators may", () => {
  it("is in the trail at every door, also where the arguments were not looked at", async () => {
    const { id, accessToken: token } = await person(server());
    const caller = { ip: freshIp(), token };
    await graphql(server(), caller, UPDATE, { id, input: { isAdmin: true } });
    await call(server(), caller, `PATCH /api/v2/users/${id}`, { nonsense: true });
    await call(server(), caller, `PATCH /api/users/${id}`, { is_admin: "nonsense" });
    await graphql(server(), { ip: caller.ip }, UPDATE, { id, input: { isAdmin: true } });
    const events = await eventsFrom(server(), caller.ip);
    expect(toldOf(events)).toEqual([
      "updateUser graphql ADMIN_REQUIRED",
      "updateUser rest ADMIN_REQUIRED",
      "updateUser envelope ADMIN_REQUIRED",
      "updateUser graphql UNAUTHENTICATED",
    ]);
    expect(events.map(({ actorId }) => actorId)).toEqual([id, id, id, null]);
    // Whoever may not do it can make up as many numbers as there are.
    expect(events.map(({ accountId }) => accountId)).toEqual([null, null, null, null]);
  });

  it("is not, as far as it only reads", async () => {
    const { accessToken: token } = await person(server());
    const caller = { ip: freshIp(), token };
    await call(server(), caller, "GET /api/v2/users");
    await graphql(server(), caller, "{ users { totalCount } }");
    expect(await eventsFrom(server(), caller.ip)).toEqual([]);
  });
});

describe("a sign-in", () => {
  it("is in the trail at every door, right or wrong, and says into which account", async () => {
    const { id, email } = await person(server());
    const ip = freshIp();
    for (const password of [PASSWORD, "wrong password"]) {
      await graphql(server(), { ip }, LOGIN, { input: { account: email, password } });
      await call(server(), { ip }, "POST /api/v2/sessions", { account: email, password });
      await call(server(), { ip }, "POST /api/users/login", { email, password });
      await call(server(), { ip }, "POST /users/login", { account: email, password });
    }
    const events = await eventsFrom(server(), ip);
    const doors = ["graphql", "rest", "bearer", "envelope"];
    expect(toldOf(events).toSorted()).toEqual(
      ["OK", "INVALID_CREDENTIALS"].flatMap((outcome) => doors.map((door) => `login ${door} ${outcome}`)).toSorted(),
    );
    for (const event of events) {
      expect(event).toMatchObject({ actorId: null, accountId: id, fields: "" });
      expect(event.reason).toBe(event.outcome === "OK" ? null : "WRONG_PASSWORD");
    }
  });

  it("that is renewed is in it only when that is refused", async () => {
    const { id, refreshToken } = await person(server());
    const ip = freshIp();
    const renew = (token: string) => graphql(server(), { ip }, REFRESH, { token });
    expect((await renew(refreshToken)).json.errors).toBeUndefined();
    expect(await eventsFrom(server(), ip)).toEqual([]);
    server().advance(60_000);
    await renew(refreshToken);
    await renew("no token of ours");
    expect(await eventsFrom(server(), ip)).toMatchObject([
      { act: "refreshSession", outcome: "REFRESH_REJECTED", accountId: id },
      { act: "refreshSession", outcome: "TOKEN_INVALID", accountId: null },
    ]);
  });

  it("tells nothing that anybody has typed", async () => {
    const { email, accessToken } = await person(server());
    const caller = { ip: freshIp(), token: accessToken };
    const secret = "quite a secret battery";
    await graphql(server(), caller, LOGIN, { input: { account: email, password: secret } });
    await call(server(), caller, "POST /api/v2/password", { currentPassword: PASSWORD, newPassword: secret });
    await call(server(), caller, "POST /api/v2/sessions/code", { email, code: "123456" });
    await call(server(), caller, "POST /api/v2/sessions/refresh", { refreshToken: accessToken });
    const events = await eventsFrom(server(), caller.ip);
    expect(toldOf(events)).toHaveLength(4);
    const all = JSON.stringify(events);
    for (const typed of [email, secret, PASSWORD, "123456", accessToken]) expect(all).not.toContain(typed);
    expect(events.find(({ act }) => act === "changePassword")?.fields).toBe("currentPassword newPassword");
  });
});
