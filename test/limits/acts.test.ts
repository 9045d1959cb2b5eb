import { beforeAll, describe, expect, it } from "vitest";
import { toStoredPrice } from "../../src/database/price.ts";
import { searchKey } from "../../src/database/search-key.ts";
import { schema } from "../../src/schema/index.ts";
import type { Answer } from "../fixtures/server.ts";
import type { Act, ActDoor, Shelf } from "./act.ts";
import { actsOfAdministrators, actsOfEverybody } from "./acts.ts";
import { envelopeQueries, otherQueries, queries } from "./queries.ts";
import { call, expectRefusal, graphql, limitedServer, limitOf, type Member, member, MINUTE } from "./support.ts";

const server = limitedServer();
let shelf: Shelf;

beforeAll(async () => {
  const name = "Lamp on the shelf";
  const data = { name, nameKey: searchKey(name), price: toStoredPrice(1), views: 1 };
  const { id: productId } = await server().deps.db.product.create({ data });
  const { id: userId } = await member(server());
  shelf = { productId, userId };
});

const acts: readonly Act[] = [...actsOfEverybody, ...actsOfAdministrators, ...envelopeQueries];
const tryAt = (door: ActDoor | undefined, caller: Member): Promise<Answer> => {
  if (door === undefined) throw new Error("no such door");
  return door.send(server(), caller, shelf);
};

async function expectClosed({ doors, limit }: Act, caller: Member): Promise<number> {
  let seconds = 0;
  for (const door of doors) seconds = expectRefusal(await tryAt(door, caller), door.shape, limit);
  return seconds;
}

describe("every door to an act lets one try in for each that the contract allows, and then none for the minute", () => {
  it.each(acts)("$field: $limit", async (act) => {
    const { limit, doors } = act;
    const caller = await member(server(), { isAdmin: true });
    const seen: string[] = [];
    for (let n = 0; n < limit; n += 1) {
      const answer = await tryAt(doors[n % doors.length], caller);
      const { reset, remaining, limit: said } = limitOf(answer);
      seen.push(`${answer.status}: ${remaining} of ${said} left`);
      expect(reset >= 1 && reset <= 60).toBe(true);
      expect(answer.headers.get("retry-after")).toBeNull();
    }
    const statuses = seen.map((_, n) => doors[n % doors.length]?.status);
    expect(seen).toEqual(statuses.map((status, n) => `${status}: ${limit - 1 - n} of ${limit} left`));

    // The window began with the first try; those that are refused do not prolong it.
    let left = await expectClosed(act, caller);
    // The machine may be slow: what is left at the end is for time that passes by itself.
    for (const ahead of [20, 15, left - 50]) {
      server().advance(ahead * 1000);
      const now = await expectClosed(act, caller);
      expect(left - now).toBeGreaterThanOrEqual(ahead);
      left = now;
    }
    server().advance(left * 1000);
    expect(limitOf(await tryAt(doors[0], caller))).toEqual({ limit, remaining: limit - 1, reset: 60 });
  });
});

describe("plain reading", () => {
  it.each(otherQueries)(
    "of $field is counted together at all doors but the envelope's: $limit",
    async ({ doors, limit }) => {
      const caller = await member(server(), { isAdmin: true });
      for (const [n, door] of doors.entries()) {
        const { remaining, limit: said } = limitOf(await tryAt(door, caller));
        expect([said, remaining]).toEqual([limit, limit - 1 - n]);
      }
    },
  );

  it("at the envelope's paths does not use up that of other doors, nor the other way round", async () => {
    const caller = await member(server());
    const list = () => call(server(), caller, "GET", "/api/products");
    const answers = await Promise.all(Array.from({ length: 101 }, list));
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(1);
    expect(limitOf(await call(server(), caller, "GET", "/api/v2/products")).remaining).toBe(1199);
    // Each act has its own.
    expect(limitOf(await call(server(), caller, "GET", `/api/products/${shelf.productId}`)).remaining).toBe(99);
  });

  it("is refused from the 1,201st on, and one act does not close another", async () => {
    const caller = await member(server());
    const hundred = `{ ${Array.from({ length: 100 }, (_, n) => `a${n}: categories { name }`).join(" ")} }`;
    for (let n = 1; n <= 12; n += 1) {
      expect(limitOf(await graphql(server(), caller, hundred)).remaining).toBe(1200 - n * 100);
    }
    expectRefusal(await call(server(), caller, "GET", "/api/v2/categories"), "rest", 1200);
    expect((await call(server(), caller, "GET", "/api/v2/products")).status).toBe(200);
  });
});

describe("the shop's own servers (UNLIMITED_READERS)", () => {
  const own = limitedServer({ UNLIMITED_READERS: "192.0.2.7, 198.51.100.0/24, 2001:db8::/32" });
  const at = (ip: string, path: string) => call(own(), { ip }, "GET", path);

  it.each(["192.0.2.7", "198.51.100.200", "::ffff:198.51.100.1", "2001:db8:1::5", "[2001:db8::1]:443"])(
    "read without limits from %s",
    async (ip) => {
      for (const path of ["/api/products", "/api/products/popular", "/api/v2/categories"]) {
        expect((await at(ip, path)).headers.get("ratelimit-limit")).toBeNull();
      }
    },
  );

  it.each(["192.0.2.8", "198.51.101.1", "2001:db9::1", "unknown"])("and nobody else does: %s", async (ip) => {
    expect(limitOf(await at(ip, "/api/products")).limit).toBe(100);
  });

  it("but everything else is counted", async () => {
    const login = { account: "nobody", password: "wrong" };
    const answer = await call(own(), { ip: "192.0.2.7" }, "POST", "/users/login", login);
    expect(limitOf(answer)).toMatchObject({ limit: 10, remaining: 9 });
  });
});

describe("a window", () => {
  it("opens with the first try, so that a pause in the middle does not move its end", async () => {
    const [login] = actsOfEverybody.flatMap(({ doors }) => doors);
    const caller = await member(server());
    await tryAt(login, caller);
    server().advance(MINUTE / 2);
    expect(limitOf(await tryAt(login, caller)).reset).toBeLessThanOrEqual(30);
    server().advance(MINUTE / 2);
    expect(limitOf(await tryAt(login, caller))).toEqual({ limit: 10, remaining: 9, reset: 60 });
  });
});

describe("the schema", () => {
  interface Declared {
    readonly name: string;
    readonly rules: readonly string[] | undefined;
  }

  const rootFields = (): Declared[] =>
    [schema.getQueryType(), schema.getMutationType()]
      .flatMap((type) => Object.values(type?.getFields() ?? {}))
      .map(({ name, extensions }) => {
        const options = extensions["pothosOptions"] as { limits?: { rules?: string[] } } | undefined; // Pothos' own
        return { name, rules: options?.limits?.rules };
      });

  it("says of every root field how often it may be asked for", () => {
    expect(rootFields().length).toBeGreaterThan(25);
    expect(rootFields().filter(({ rules }) => rules === undefined)).toEqual([]);
  });

  it("lets one sign out as often as one likes, and nothing else", () => {
    const free = rootFields().filter(({ rules }) => rules?.length === 0);
    expect(free.map(({ name }) => name).toSorted()).toEqual(["logout", "logoutEverywhere", "revokeSession"]);
  });

  it("has no other limits than those that are tried here", () => {
    const limited = rootFields().filter(({ rules }) => rules !== undefined && rules.length > 0);
    const tried = [...actsOfEverybody, ...actsOfAdministrators, ...queries].map(({ field }) => field);
    expect([...new Set(tried)].toSorted()).toEqual(limited.map(({ name }) => name).toSorted());
  });
});
