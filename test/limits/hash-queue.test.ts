import argon2 from "argon2";
import { afterEach, describe, expect, it, vi } from "vitest";
import { freshIp } from "../fixtures/fresh.ts";
import { limitedServer, member } from "./support.ts";

const server = limitedServer({ RATE_LIMITS: "off" });

afterEach(() => void vi.restoreAllMocks());

/** Lets no hash be compared until told, and counts how many were begun. */
function holdVerifications() {
  const gate = Promise.withResolvers<void>();
  const verify = vi.spyOn(argon2, "verify").mockImplementation(() => gate.promise.then(() => true));
  return { begun: () => verify.mock.calls.length, release: gate.resolve };
}

const login = (account: string, ip: string, signal?: AbortSignal) =>
  fetch(`${server().url}/users/login`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-forwarded-for": ip },
    body: JSON.stringify({ account, password: "correct horse battery" }),
    ...(signal && { signal }),
  });

const gone = () => server().logged().split("the client went away").length - 1;

describe("logins that wait for a core", () => {
  it("cost nothing any more once their clients have gone, and keep nobody else waiting", async () => {
    const { email } = await member(server());
    const { begun, release } = holdVerifications();
    const hangUp = new AbortController();
    const [ip, before] = [freshIp(), gone()];
    const abandoned = Array.from({ length: 40 }, () => login(email, ip, hangUp.signal).catch(() => null));
    await expect.poll(begun).toBeGreaterThan(0);
    const atOnce = begun();
    await new Promise((resolve) => setTimeout(resolve, 200));
    hangUp.abort();
    await Promise.all(abandoned);
    await expect.poll(() => gone() - before).toBe(40);
    const honest = login(email, freshIp());
    release();
    expect((await honest).status).toBe(200);
    expect(begun()).toBeLessThanOrEqual(atOnce + 3);
  });

  it("of one network wait for each other, and another's comes soon", async () => {
    const [victim, honest] = [await member(server()), await member(server())];
    const { passwordHash } = await server().deps.db.user.findUniqueOrThrow({ where: { id: honest.id } });
    const { passwords } = server().deps;
    const forClient = passwords.forClient.bind(passwords);
    let asked = 0;
    vi.spyOn(passwords, "forClient").mockImplementation((asker) => {
      const own = forClient(asker);
      return { ...own, verify: (hash, password) => ((asked += 1), own.verify(hash, password)) };
    });
    const gate = Promise.withResolvers<void>();
    const verify = vi.spyOn(argon2, "verify").mockImplementation(() => gate.promise.then(() => true));
    const flooder = freshIp();
    const flood = Array.from({ length: 30 }, () => login(victim.email, flooder));
    await expect.poll(() => asked).toBe(30);
    const answer = login(honest.email, freshIp());
    await expect.poll(() => asked).toBe(31);
    gate.resolve();
    await Promise.all([...flood, answer]);
    // In the order in which their turns came, which what is written afterwards does not keep.
    const turns = verify.mock.calls.map(([hash]) => hash);
    expect(turns.indexOf(passwordHash ?? "")).toBeLessThan(20);
  });
});
