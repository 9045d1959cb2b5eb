import argon2 from "argon2";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { toStoredPrice } from "../../src/database/price.ts";
import { searchKey } from "../../src/database/search-key.ts";
import { StoreUnavailable } from "../../src/stores/store.ts";
import type { Answer } from "../fixtures/server.ts";
import type { Shelf } from "./act.ts";
import { actsOfAdministrators, actsOfEverybody } from "./acts.ts";
import { queries } from "./queries.ts";
import { limitedServer, member, type Member, type Shape } from "./support.ts";

const server = limitedServer();
let shelf: Shelf;
let caller: Member;

beforeAll(async () => {
  const name = "Lamp";
  const data = { name, nameKey: searchKey(name), price: toStoredPrice(1), views: 1 };
  const { id: productId } = await server().deps.db.product.create({ data });
  caller = await member(server(), { isAdmin: true });
  shelf = { productId, userId: caller.id };
  vi.spyOn(server().deps.store.throttle, "consume").mockRejectedValue(new StoreUnavailable("10.1.2.3 does not answer"));
});

afterAll(() => void vi.restoreAllMocks());

const doorsOf = (acts: typeof queries) =>
  acts.flatMap(({ field, doors }) => doors.map((door) => ({ field, door, shape: door.shape })));

function expectAway({ status, headers, json, text }: Answer, shape: Shape): void {
  expect(status).toBe(503);
  expect(headers.get("retry-after")).toBe("2");
  expect(text).not.toContain("10.1.2.3");
  switch (shape) {
    case "bearer":
      return expect(json).toEqual({ detail: "Service Unavailable" });
    case "envelope":
      return expect(json).toEqual({ code: 503, message: "服务暂不可用", data: null });
    case "graphql":
      return expect(json.errors[0].extensions).toMatchObject({ code: "UNAVAILABLE", retryAfter: 2 });
    case "rest":
      return expect(json).toMatchObject({ status: 503, code: "UNAVAILABLE", retryAfter: 2 });
  }
}

describe("while nothing can be counted", () => {
  it.each(doorsOf(queries))("reading goes on: $field, $shape", async ({ door, shape }) => {
    const answer = await door.send(server(), caller, shelf);
    expect(answer.status).toBe(200);
    if (shape === "graphql") expect(answer.json.errors).toBeUndefined();
    expect(answer.headers.get("ratelimit-limit")).toBeNull();
  });

  it.each(doorsOf([...actsOfEverybody, ...actsOfAdministrators]))(
    "everything else waits: $field, $shape",
    async ({ door, shape }) => {
      const verify = vi.spyOn(argon2, "verify");
      const hash = vi.spyOn(argon2, "hash");
      expectAway(await door.send(server(), caller, shelf), shape);
      expect([verify, hash].map((spy) => spy.mock.calls.length)).toEqual([0, 0]);
    },
  );

  it("signing out goes on", async () => {
    const { token } = await member(server());
    const headers = { authorization: `Bearer ${token}` };
    expect((await server().send("POST", "/api/users/logout", { headers })).status).toBe(200);
  });

  it("the log tells that reads were not counted", () => {
    expect(server().logged()).toContain("a limit could not be counted; the read goes on");
  });
});
