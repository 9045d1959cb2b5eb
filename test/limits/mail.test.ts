import { describe, expect, it } from "vitest";
import type { Answer } from "../fixtures/server.ts";
import { freshEmail, freshIp } from "../fixtures/fresh.ts";
import { call, type Caller, expectRefusal, limitedServer, limitOf, member, MINUTE } from "./support.ts";

const server = limitedServer();
const DAY_SECONDS = 86_400;

const askFor = (caller: Caller, body: unknown): Promise<Answer> =>
  call(server(), caller, "POST", "/users/send_verification_code_by_email", body);
const signInCode = (caller: Caller, email: string) => askFor(caller, { email });
const registrationCode = (caller: Caller, email: string) =>
  call(server(), caller, "POST", "/users/register/precheck", { email });

/** So many tries, each from an address of its own unless one is given. */
async function times(count: number, send: (caller: Caller) => Promise<Answer>, ip?: string): Promise<number[]> {
  const statuses: number[] = [];
  for (let n = 0; n < count; n += 1) statuses.push((await send({ ip: ip ?? freshIp() })).status);
  return statuses;
}

const passed = (count: number) => Array.from({ length: count }, () => 200);

describe("ten mails a day to one address", () => {
  it("are ten, from wherever they are asked for, and again a day later", async () => {
    const { email } = await member(server());
    const before = server().deps.mailer.stats.sent;
    expect(await times(10, (caller) => signInCode(caller, email))).toEqual(passed(10));
    const seconds = expectRefusal(await signInCode({ ip: freshIp() }, email), "envelope", 10, DAY_SECONDS);
    expect(seconds).toBeGreaterThan(DAY_SECONDS - 60);
    expect(server().deps.mailer.stats.sent - before).toBe(10);
    server().advance(seconds * 1000);
    expect(await times(1, (caller) => signInCode(caller, email))).toEqual([200]);
  });

  it("count for an address that nobody has, too: nothing tells it apart", async () => {
    const email = freshEmail();
    expect(await times(10, (caller) => signInCode(caller, email))).toEqual(passed(10));
    expectRefusal(await signInCode({ ip: freshIp() }, email), "envelope", 10, DAY_SECONDS);
  });

  it("count codes of every kind", async () => {
    const email = freshEmail();
    expect(await times(5, (caller) => registrationCode(caller, email))).toEqual(passed(5));
    expect(await times(5, (caller) => signInCode(caller, email))).toEqual(passed(5));
    expectRefusal(await registrationCode({ ip: freshIp() }, email), "envelope", 10, DAY_SECONDS);
    expectRefusal(await signInCode({ ip: freshIp() }, email), "envelope", 10, DAY_SECONDS);
  });

  it("count every spelling of the address as one, and a refresh token as its account's", async () => {
    const account = await member(server());
    const { email } = account;
    const { refreshToken } = await server().deps.sessions.start(
      account,
      { renewal: "fixed", accessTtlSeconds: 60 },
      { ip: "", userAgent: "" },
    );
    for (const spelling of [email, email.toUpperCase(), ` ${email} `, email.replace("s", "S"), `\t${email}\n`]) {
      expect(await times(1, (caller) => signInCode(caller, spelling))).toEqual([200]);
    }
    expect(await times(5, (caller) => askFor(caller, { refresh_token: refreshToken }))).toEqual(passed(5));
    expectRefusal(await signInCode({ ip: freshIp() }, email), "envelope", 10, DAY_SECONDS);
    expectRefusal(await askFor({ ip: freshIp() }, { refresh_token: refreshToken }), "envelope", 10, DAY_SECONDS);
  });

  it("leave other addresses alone", async () => {
    const email = freshEmail();
    await times(11, (caller) => signInCode(caller, email));
    expect(await times(1, (caller) => signInCode(caller, `x${email}`))).toEqual([200]);
    // Tokens that are none belong to no mailbox.
    expect(await times(12, (caller) => askFor(caller, { refresh_token: "no.such.token" }))).toEqual(passed(12));
  });
});

describe("the day's limit and the minute's", () => {
  it("do not spend the minute when the day is full", async () => {
    const email = freshEmail();
    await times(10, (caller) => signInCode(caller, email));
    const ip = freshIp();
    expect(await times(7, (caller) => signInCode(caller, email), ip)).toEqual(Array.from({ length: 7 }, () => 429));
    expect(await times(6, (caller) => signInCode(caller, freshEmail()), ip)).toEqual([...passed(5), 429]);
  });

  it("do not spend the day when the minute is full", async () => {
    const email = freshEmail();
    const ip = freshIp();
    const hasty = await times(12, (caller) => signInCode(caller, email), ip);
    expect(hasty).toEqual([...passed(5), ...Array.from({ length: 7 }, () => 429)]);
    expect(await times(6, (caller) => signInCode(caller, email))).toEqual([...passed(5), 429]);
  });

  it("both show in the headers: the one that is tighter, and of two full ones the longer", async () => {
    const [email, ip] = [freshEmail(), freshIp()];
    expect(limitOf(await signInCode({ ip }, email))).toMatchObject({ limit: 5, remaining: 4 });
    await times(7, (caller) => signInCode(caller, email));
    expect(limitOf(await signInCode({ ip: freshIp() }, email))).toMatchObject({ limit: 10, remaining: 1 });
    await times(4, (caller) => signInCode(caller, freshEmail()), ip);
    // The minute of `ip` is full, the day is not yet.
    expectRefusal(await signInCode({ ip }, email), "envelope", 5);
    await times(1, (caller) => signInCode(caller, email));
    const seconds = expectRefusal(await signInCode({ ip }, email), "envelope", 10, DAY_SECONDS);
    server().advance(MINUTE);
    expect(expectRefusal(await signInCode({ ip }, email), "envelope", 10, DAY_SECONDS)).toBeLessThan(seconds - 59);
  });
});

describe("mails that one network asks for", () => {
  it("are five of a mailbox's ten, so that a stranger cannot keep its owner from recovering the account", async () => {
    const { email } = await member(server());
    const stranger = freshIp();
    await times(5, (caller) => signInCode(caller, email), stranger);
    server().advance(MINUTE);
    expectRefusal(await signInCode({ ip: stranger }, email), "envelope", 5, DAY_SECONDS);
    expect(await times(5, (caller) => signInCode(caller, email))).toEqual(passed(5));
  });

  it("are counted for the mailbox, whatever stands behind a plus", async () => {
    const email = freshEmail();
    const [local = "", domain = ""] = email.split("@");
    for (let n = 0; n < 10; n += 1) {
      expect(await times(1, (caller) => signInCode(caller, `${local}+${n}@${domain}`))).toEqual([200]);
    }
    expectRefusal(await signInCode({ ip: freshIp() }, email), "envelope", 10, DAY_SECONDS);
  });

  it("go to twenty mailboxes an hour, and to those again", async () => {
    const ip = freshIp();
    const mailboxes = Array.from({ length: 20 }, freshEmail);
    for (const email of mailboxes) {
      expect((await signInCode({ ip }, email)).status).toBe(200);
      server().advance(MINUTE);
    }
    const { status, headers } = await signInCode({ ip }, freshEmail());
    expect(status).toBe(429);
    expect(Number(headers.get("retry-after"))).toBeLessThanOrEqual(2400);
    expect(await times(2, (caller) => signInCode(caller, mailboxes[7] ?? ""), ip)).toEqual(passed(2));
    expect((await registrationCode({ ip }, freshEmail())).status).toBe(429);
    expect((await signInCode({ ip: freshIp() }, freshEmail())).status).toBe(200);
    server().advance(60 * MINUTE);
    expect((await signInCode({ ip }, freshEmail())).status).toBe(200);
  });
});
