import { availableParallelism } from "node:os";
import argon2 from "argon2";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createPasswords } from "./passwords.ts";

const CHEAP = { memoryCost: 64, timeCost: 1, parallelism: 1 };
const COSTLIER = { ...CHEAP, timeCost: 2 };

afterEach(() => vi.restoreAllMocks());

/** Lets no verification end until told, and notes how many are under way. */
function holdVerifications() {
  const gate = Promise.withResolvers<void>();
  const seen = { now: 0, most: 0, all: 0 };
  vi.spyOn(argon2, "verify").mockImplementation(async () => {
    seen.now += 1;
    seen.all += 1;
    seen.most = Math.max(seen.most, seen.now);
    await gate.promise;
    seen.now -= 1;
    return true;
  });
  return { seen, release: gate.resolve };
}

describe("a password's hash", () => {
  it("is argon2i with memory and passes that cost an attacker something", async () => {
    const hash = await createPasswords().hash("secret");
    expect(hash).toMatch(/^\$argon2i\$v=19\$m=65536,p=1,t=3\$|^\$argon2i\$v=19\$m=65536,t=3,p=1\$/);
  });

  it("is salted: never the same twice", async () => {
    const passwords = createPasswords(CHEAP);
    expect(await passwords.hash("secret")).not.toBe(await passwords.hash("secret"));
  });

  it("matches its password, byte for byte, and no other", async () => {
    const passwords = createPasswords(CHEAP);
    const hash = await passwords.hash("Grüße 🔑");
    expect(await passwords.verify(hash, "Grüße 🔑")).toBe(true);
    for (const wrong of ["grüße 🔑", "Gru\u0308ße 🔑", "Grüße 🔑 ", "Grüße", ""]) {
      expect(await passwords.verify(hash, wrong)).toBe(false);
    }
  });

  it.each([
    ["argon2id", argon2.argon2id],
    ["argon2d", argon2.argon2d],
  ] as const)("of type %s is verified, and called outdated", async (_name, type) => {
    const passwords = createPasswords(CHEAP);
    const hash = await argon2.hash("secret", { ...CHEAP, type });
    expect(await passwords.verify(hash, "secret")).toBe(true);
    expect(await passwords.verify(hash, "Secret")).toBe(false);
    expect(passwords.isOutdated(hash)).toBe(true);
  });

  it("is outdated when the cost has changed since, and only then", async () => {
    const hash = await createPasswords(CHEAP).hash("secret");
    expect(createPasswords(CHEAP).isOutdated(hash)).toBe(false);
    expect(createPasswords(COSTLIER).isOutdated(hash)).toBe(true);
    expect(createPasswords({ ...CHEAP, memoryCost: 128 }).isOutdated(hash)).toBe(true);
    expect(await createPasswords(COSTLIER).verify(hash, "secret")).toBe(true);
  });
});

describe("an account that does not exist", () => {
  it("costs as much as one that does: a verification of a hash of the same type and cost", async () => {
    const passwords = createPasswords(COSTLIER);
    const hash = await passwords.hash("secret");
    const verify = vi.spyOn(argon2, "verify");
    expect(await passwords.verify(null, "secret")).toBe(false);
    expect(verify).toHaveBeenCalledTimes(1);
    const decoy = verify.mock.calls[0]?.[0] ?? "";
    const costOf = (text: string) => text.split("$").slice(0, 4).join("$");
    expect(costOf(decoy)).toBe(costOf(hash));
  });

  it("has no password, not even that of the decoy", async () => {
    vi.spyOn(argon2, "verify").mockResolvedValue(true);
    expect(await createPasswords(CHEAP).verify(null, "whatever")).toBe(false);
  });
});

describe("a storm of logins", () => {
  it("keeps at most one hash per core under way, and lets every one have its turn", async () => {
    const passwords = createPasswords(CHEAP);
    const hash = await passwords.hash("secret");
    const { seen, release } = holdVerifications();
    const logins = Array.from({ length: 50 }, () => passwords.verify(hash, "secret"));
    await vi.waitFor(() => expect(seen.now).toBeGreaterThan(0), { timeout: 120_000 });
    await new Promise((resolve) => setTimeout(resolve, 20));
    const most = Math.min(availableParallelism(), 3);
    expect(seen.now).toBe(most);
    release();
    expect(await Promise.all(logins)).toEqual(logins.map(() => true));
    expect(seen).toEqual({ now: 0, most, all: 50 });
  });

  it("goes on after a hash that cannot be read", async () => {
    const passwords = createPasswords(CHEAP);
    const broken = Array.from({ length: 5 }, () => passwords.verify("no hash", "secret"));
    expect((await Promise.allSettled(broken)).map(({ status }) => status)).toEqual(broken.map(() => "rejected"));
    expect(await passwords.verify(await passwords.hash("secret"), "secret")).toBe(true);
  });
});
