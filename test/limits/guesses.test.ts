import argon2 from "argon2";
import { describe, expect, it, vi } from "vitest";
import type { Answer } from "../fixtures/server.ts";
import { freshEmail, freshIp } from "../fixtures/fresh.ts";
import { type Caller, call, limitedServer, limitOf, type Member, member, MINUTE, PASSWORD } from "./support.ts";

const server = limitedServer();
const WRONG = "a wrong password";

const login = (ip: string, account: string, password = WRONG): Promise<Answer> =>
  call(server(), { ip }, "POST", "/users/login", { account, password });
const change = (ip: string, email: string, old_password = WRONG): Promise<Answer> =>
  call(server(), { ip }, "POST", "/api/users/reset_password", { email, old_password, new_password: PASSWORD });

/** Guesses from networks that nobody has used before. */
async function guess(account: string, times: number): Promise<number[]> {
  const statuses: number[] = [];
  for (let n = 0; n < times; n += 1) statuses.push((await login(freshIp(), account)).status);
  return statuses;
}
const wrong = (times: number): number[] => Array.from({ length: times }, () => 401);

describe("checks of a password", () => {
  it("are ten a minute for a client, by whichever act and at whichever door", async () => {
    const caller = await member(server());
    const doors = [
      () => login(caller.ip, caller.email),
      () => change(caller.ip, caller.email),
      () => call(server(), { ip: caller.ip }, "POST", "/api/v2/sessions", { account: "x", password: WRONG }),
      () =>
        call(server(), caller, "POST", "/api/v2/password", {
          currentPassword: WRONG,
          newPassword: "quite another one",
        }),
    ];
    const left: number[] = [];
    for (let n = 0; n < 10; n += 1) left.push(limitOf((await doors[n % doors.length]?.()) as Answer).remaining);
    expect(left).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
    for (const door of doors) expect((await door()).status).toBe(429);
  });

  it("are a hundred a minute for all networks of a /48 together", async () => {
    const from = (n: number) => `2001:db8:77:${n.toString(16)}::1`;
    const statuses: number[] = [];
    for (let n = 0; n < 101; n += 1) statuses.push((await login(from(n), freshEmail())).status);
    expect(statuses).toEqual([...wrong(100), 429]);
    expect((await change(from(200), freshEmail())).status).toBe(429);
    expect((await login("2001:db8:78::1", freshEmail())).status).toBe(401);
    expect((await login("203.0.113.250", freshEmail())).status).toBe(401);
    server().advance(MINUTE);
    expect((await login(from(0), freshEmail())).status).toBe(401);
  });
});

describe("guesses from anywhere at one account", () => {
  /** Somebody who has signed in from an address of theirs: as a stranger the first time, which counts. */
  async function owner(): Promise<Member> {
    const account = await member(server());
    expect((await login(account.ip, account.email, PASSWORD)).status).toBe(200);
    server().advance(60 * MINUTE);
    return account;
  }

  it("have to wait the longer the more there are", async () => {
    const { email } = await owner();
    expect(await guess(email, 21)).toEqual([...wrong(20), 429]);
    server().advance(MINUTE);
    expect(await guess(email, 21)).toEqual([...wrong(20), 429]);
    const refused = await login(freshIp(), email);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(10 * 60);
    server().advance(15 * MINUTE);
    expect(await guess(email, 21)).toEqual([...wrong(20), 429]);
    server().advance(MINUTE);
    expect(await guess(email, 21)).toEqual([...wrong(20), 429]);
    // The hour's eighty are spent.
    server().advance(15 * MINUTE);
    expect(await guess(email, 1)).toEqual([429]);
    server().advance(60 * MINUTE);
    expect(await guess(email, 1)).toEqual(wrong(1));
  });

  it("count by every name and at every act", async () => {
    const { email, id } = await owner();
    const { username } = await server().deps.db.user.findUniqueOrThrow({ where: { id } });
    expect([...(await guess(email, 9)), ...(await guess(username, 9))]).toEqual(wrong(18));
    expect((await change(freshIp(), email)).status).toBe(400);
    expect((await change(freshIp(), email)).status).toBe(400);
    expect([(await change(freshIp(), email)).status, ...(await guess(username, 1))]).toEqual([429, 429]);
  });

  it("do not keep the owner out: not where they have signed in from before, and from elsewhere a code signs in", async () => {
    const { email, ip } = await owner();
    await guess(email, 21);
    expect((await login(ip, email, PASSWORD)).status).toBe(200);
    const elsewhere = freshIp();
    expect((await login(elsewhere, email, PASSWORD)).status).toBe(429);
    await call(server(), { ip: elsewhere }, "POST", "/users/send_verification_code_by_email", { email });
    const mails = server().deps.mailer.outbox?.list() ?? [];
    const code = /^ {4}(\d{6})$/m.exec(mails.find(({ to }) => to === email)?.text ?? "")?.[1];
    const byCode = await call(server(), { ip: elsewhere }, "POST", "/users/login_by_email", { email, code });
    expect(byCode.status).toBe(200);
    expect((await login(elsewhere, email, PASSWORD)).status).toBe(200);
  });

  it("are as many of a name that no account has", async () => {
    expect(await guess(freshEmail(), 21)).toEqual([...wrong(20), 429]);
    const caller: Caller = { ip: freshIp() };
    expect((await login(caller.ip, freshEmail())).status).toBe(401);
  });

  it("cost a hash only when they are let through, however many come at once", async () => {
    const { email } = await owner();
    const verify = vi.spyOn(argon2, "verify");
    try {
      const answers = await Promise.all(Array.from({ length: 60 }, () => login(freshIp(), email)));
      expect(answers.filter(({ status }) => status === 401)).toHaveLength(20);
      expect(answers.filter(({ status }) => status === 429)).toHaveLength(40);
      expect(verify).toHaveBeenCalledTimes(20);
    } finally {
      verify.mockRestore();
    }
  });
});

describe("a password that is given to set a new one", () => {
  it("is in the history, right or wrong", async () => {
    const { id, email, ip } = await member(server());
    await change(ip, email);
    await change(ip, email, PASSWORD);
    const rows = await server().deps.db.loginAttempt.findMany({ where: { userId: id }, orderBy: { id: "asc" } });
    expect(rows.map(({ method, outcome, ip: from }) => [method, outcome, from])).toEqual([
      ["PASSWORD_CHANGE", "WRONG_PASSWORD", ip],
      ["PASSWORD_CHANGE", "SUCCESS", ip],
    ]);
  });

  it("tells that an account is disabled only when it is right, and changes nothing", async () => {
    const { id, email, ip } = await member(server());
    const { db } = server().deps;
    const { passwordHash } = await db.user.update({ where: { id }, data: { isActive: false } });
    expect((await change(ip, email)).json).toEqual({ detail: "Incorrect password" });
    const right = await change(ip, email, PASSWORD);
    expect([right.status, right.json]).toEqual([403, { detail: "User is disabled" }]);
    expect(await db.user.findUnique({ where: { id } })).toMatchObject({ passwordHash });
    expect(await db.loginAttempt.count({ where: { userId: id, outcome: "DISABLED" } })).toBe(1);
  });
});
