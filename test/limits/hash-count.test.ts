import argon2 from "argon2";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { createPasswords } from "../../src/auth/passwords.ts";
import { freshEmail } from "../fixtures/fresh.ts";
import { limitedServer, loginDoors, member, type Member } from "./support.ts";

const server = limitedServer({ RATE_LIMITS: "off" });
const TRIES = 12;
const WRONG = "a wrong password";

/** What a hash costs, as it says itself: `$argon2i$v=19$m=65536,t=3,p=1`. */
const costOf = (hash: string) => hash.split("$").slice(0, 4).join("$");

describe("a login that fails", () => {
  afterEach(() => void vi.restoreAllMocks());

  const names: readonly (readonly [string, () => Promise<string>])[] = [
    ["a known address", async () => (await member(server())).email],
    ["an unknown address", async () => freshEmail()],
    ["an unknown username", async () => "nobody.has.this.name"],
    ["an unknown phone number", async () => "+86 555 000"],
    ["an empty name", async () => ""],
    ["a deleted account", async () => account({ deletedAt: new Date(), emailKey: null, usernameKey: null })],
    ["a disabled account", async () => account({ isActive: false })],
  ];

  async function account(data: Record<string, unknown>): Promise<string> {
    const { id, email } = await member(server());
    await server().deps.db.user.update({ where: { id }, data });
    return email;
  }

  const cases = names.flatMap(([whose, name]) => loginDoors.map((door) => ({ whose, name, door })));

  it.each(cases)("compares one hash of today's cost and makes none: $whose, $door.shape", async ({ name, door }) => {
    const given = await name();
    const today = costOf(await server().deps.passwords.hash("any"));
    const [verify, hash] = [vi.spyOn(argon2, "verify"), vi.spyOn(argon2, "hash")];
    const answer = await door.login(server(), { ip: "10.0.0.1" }, given, WRONG);
    expect([200, 400, 401]).toContain(answer.status);
    expect(answer.json.data?.login ?? null).toBeNull();
    expect(hash).not.toHaveBeenCalled();
    expect(verify.mock.calls.map(([stored]) => costOf(stored))).toEqual([today]);
  });
});

describe("with hashes as they are outside of tests", () => {
  let account: Member;

  beforeAll(async () => {
    const real = createPasswords();
    account = await member(server());
    const passwordHash = await real.hash("the right password");
    await server().deps.db.user.update({ where: { id: account.id }, data: { passwordHash } });
    vi.spyOn(server().deps.passwords, "forClient").mockReturnValue(real);
    return () => void vi.restoreAllMocks();
  });

  async function timeOf(name: string): Promise<number> {
    const [door] = loginDoors;
    const start = performance.now();
    const answer = await door?.login(server(), { ip: "10.0.0.1" }, name, WRONG);
    const took = performance.now() - start;
    expect(answer?.json.errors[0].extensions.code).toBe("INVALID_CREDENTIALS");
    return took;
  }

  const median = (times: readonly number[]) => times.toSorted((a, b) => a - b)[times.length >> 1] ?? Number.NaN;

  it("an unknown address takes as long as a known one", { timeout: 120_000 }, async () => {
    await timeOf(freshEmail()); // the first one waits for what it is compared with
    const known: number[] = [];
    const unknown: number[] = [];
    const tryKnown = async () => known.push(await timeOf(account.email));
    const tryUnknown = async () => unknown.push(await timeOf(freshEmail()));
    // Side by side, and in turns who is first, so that a busy moment of the machine meets both alike.
    for (let n = 0; n < TRIES; n += 1) {
      const pair = n % 2 === 0 ? [tryKnown, tryUnknown] : [tryUnknown, tryKnown];
      await Promise.all(pair.map((attempt) => attempt()));
    }
    const ratio = median(unknown) / median(known);
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(2);
  });
});
