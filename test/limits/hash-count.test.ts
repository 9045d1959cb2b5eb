import argon2 from "argon2";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createPasswords } from "../../src/auth/passwords.ts";
import { freshEmail } from "../fixtures/fresh.ts";
import { limitedServer, loginDoors, member } from "./support.ts";

const server = limitedServer({ RATE_LIMITS: "off" });
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
  afterEach(() => void vi.restoreAllMocks());

  it("an unknown account is compared with a hash of the very cost of a known one's", async () => {
    const passwords = createPasswords();
    const known = await passwords.hash("the right password");
    const verify = vi.spyOn(argon2, "verify");
    expect([await passwords.verify(known, WRONG), await passwords.verify(null, WRONG)]).toEqual([false, false]);
    expect(verify.mock.calls.map(([stored]) => costOf(stored))).toEqual([costOf(known), costOf(known)]);
    expect(costOf(known)).toMatch(/^\$argon2i\$v=19\$m=65536,(t=3,p=1|p=1,t=3)$/);
  });
});
