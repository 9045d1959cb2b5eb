import { beforeAll, describe, expect, it } from "vitest";
import { toStoredPrice } from "../../src/database/price.ts";
import { searchKey } from "../../src/database/search-key.ts";
import { schema } from "../../src/schema/index.ts";
import type { Answer } from "../fixtures/server.ts";
import type { Act, ActDoor, Shelf } from "./act.ts";
import { actsOfAdministrators, actsOfEverybody } from "./acts.ts";
import { queries } from "./queries.ts";
import { expectRefusal, limitedServer, limitOf, type Member, member, MINUTE } from "./support.ts";

const server = limitedServer();
let shelf: Shelf;

beforeAll(async () => {
  const name = "Lamp on the shelf";
  const data = { name, nameKey: searchKey(name), price: toStoredPrice(1), views: 1 };
  const { id: productId } = await server().deps.db.product.create({ data });
  const { id: userId } = await member(server());
  shelf = { productId, userId };
});

const acts: readonly Act[] = [...actsOfEverybody, ...actsOfAdministrators, ...queries];
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
    expect(acts.map(({ field }) => field).toSorted()).toEqual(limited.map(({ name }) => name).toSorted());
  });
});
