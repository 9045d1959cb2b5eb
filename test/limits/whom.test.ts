import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { Answer } from "../fixtures/server.ts";
import { freshEmail, freshIp } from "../fixtures/fresh.ts";
import type { Shelf } from "./act.ts";
import { actsOfAdministrators } from "./acts.ts";
import { queries } from "./queries.ts";
import { type Actor, call, type Caller, expectRefusal, graphql, limitedServer, limitOf, member } from "./support.ts";

const server = limitedServer();
let shelf: Shelf;

beforeAll(async () => {
  shelf = { productId: 1, userId: (await member(server())).id };
});

afterEach(() => void vi.restoreAllMocks());

const addProduct = (caller: Caller): Promise<Answer> =>
  call(server(), caller, "POST", "/api/products", { name: "Lamp", price: 1 });

describe("administrators' limits", () => {
  it("are each administrator's own, even from one address", async () => {
    const one = await member(server(), { isAdmin: true });
    const two = { ...(await member(server(), { isAdmin: true })), ip: one.ip };
    for (let n = 0; n < 20; n += 1) {
      expect(limitOf(await addProduct(one)).remaining).toBe(19 - n);
      expect(limitOf(await addProduct(two)).remaining).toBe(19 - n);
    }
    for (const caller of [one, two]) expectRefusal(await addProduct(caller), "envelope", 20);
  });

  it("follow an administrator to other addresses and sessions", async () => {
    const admin = await member(server(), { isAdmin: true });
    for (let n = 0; n < 20; n += 1) expect((await addProduct({ ...admin, ip: freshIp() })).status).toBe(200);
    expectRefusal(await addProduct({ ...admin, ip: freshIp() }), "envelope", 20);
    const policy = { renewal: "fixed", accessTtlSeconds: 600 } as const;
    const again = await server().deps.sessions.start(admin, policy, { ip: "", userAgent: "" });
    expectRefusal(await addProduct({ ip: freshIp(), token: again.accessToken }), "envelope", 20);
  });
});

describe("limits by address", () => {
  it("are shared by whoever comes from there", async () => {
    const [one, two] = [await member(server()), await member(server())];
    const seen = [one, { ...two, ip: one.ip }, { ip: one.ip }].map((caller) =>
      graphql(server(), caller, "{ categories { name } }"),
    );
    const left = (await Promise.all(seen)).map((answer) => limitOf(answer).remaining);
    expect(left.toSorted()).toEqual([1197, 1198, 1199]);
  });
});

describe("whoever may not use a field spends none of its limit", () => {
  const doors = actsOfAdministrators.flatMap(({ field, doors }) => doors.map((door) => ({ field, door })));

  it.each(doors)("$field, $door.shape", async ({ door }) => {
    const { token, ...somebody } = await member(server());
    const strangers: readonly [Actor, number][] = [
      [somebody, 401],
      [{ ...somebody, token: "no.such.token" }, 401],
      [{ ...somebody, token }, 403],
    ];
    const consume = vi.spyOn(server().deps.store.throttle, "consume");
    for (const [caller, status] of strangers) {
      const answer = await door.send(server(), caller, shelf);
      expect(answer.status).toBe(status);
      expect(answer.headers.get("ratelimit-limit")).toBeNull();
    }
    expect(consume).not.toHaveBeenCalled();
  });

  it("nor of reading what is somebody else's", async () => {
    const consume = vi.spyOn(server().deps.store.throttle, "consume");
    const caller = await member(server());
    for (const field of ["me", "mySessions", "user", "loginHistory"]) {
      for (const { send } of queries.flatMap((act) => (act.field === field ? act.doors : []))) {
        expect((await send(server(), { ...caller, token: "no.such.token" }, shelf)).status).toBe(401);
      }
    }
    for (const field of ["user", "loginHistory"]) {
      for (const { send } of queries.flatMap((act) => (act.field === field ? act.doors : []))) {
        expect((await send(server(), { ...caller, id: shelf.userId }, shelf)).status).toBe(403);
      }
    }
    expect(consume).not.toHaveBeenCalled();
  });

  it("so that an administrator has the whole of it after any number of strangers", async () => {
    const admin = await member(server(), { isAdmin: true });
    for (let n = 0; n < 25; n += 1) expect((await addProduct({ ip: admin.ip })).status).toBe(401);
    expect(limitOf(await addProduct(admin))).toMatchObject({ limit: 20, remaining: 19 });
  });

  it("and a document that does not fit the schema spends nothing either", async () => {
    const consume = vi.spyOn(server().deps.store.throttle, "consume");
    const caller = { ip: freshIp() };
    const { json } = await graphql(server(), caller, "mutation { login(input: {}) { accessToken } }");
    expect(json.errors[0].extensions.code).toBe("GRAPHQL_VALIDATION_FAILED");
    expect((await call(server(), caller, "POST", "/users/login", { account: freshEmail() })).status).toBe(422);
    expect(consume).not.toHaveBeenCalled();
  });
});
