import { describe, expect, it, vi } from "vitest";
import { MailUnavailable } from "../../src/mail/mailer.ts";
import { freshEmail, freshIp } from "../fixtures/fresh.ts";
import { envelopeServer, type Envelope } from "./support.ts";

const shop = envelopeServer({ TRUST_PROXY: "true" });
const silent = envelopeServer({ TRUST_PROXY: "true", SECURITY_MAILS: "off" });

const CHANGED = "密码已更改 / Your password has changed";
const MOVED = "邮箱地址已更改 / Your e-mail address has changed";
const ENDED = "旧密码已失效 / The old password has ended";
const NEW_NETWORK = "新网络登录 / Sign-in from a new network";
const NEW_PASSWORD = "quite another battery";

const mailsTo = (email: string, { server }: Envelope = shop) =>
  (server.deps.mailer.outbox?.list() ?? []).filter(({ to }) => to === email);
/** The subjects of what somebody was told, codes left out; the newest last. */
const told = (email: string, at?: Envelope) =>
  mailsTo(email, at)
    .map(({ subject }) => subject)
    .filter((subject) => !subject.includes("验证码"))
    .reverse();

const signIn = (account: string, password: string, ip: string, { server }: Envelope = shop) =>
  server.send("POST", "/users/login", { body: { account, password }, headers: { "x-forwarded-for": ip } });
const change = (email: string, old_password: string, { server }: Envelope = shop) =>
  server.send("POST", "/api/users/reset_password", { body: { email, old_password, new_password: NEW_PASSWORD } });

describe("an owner is told", () => {
  it("of a new password, whoever sets it", async () => {
    const [one, two, three] = [await shop.member(), await shop.member(), await shop.member()];
    await change(one.email, one.password);
    const recovery = { email: two.email, code: await shop.signInCode(two.email), password: NEW_PASSWORD };
    await shop.post("/users/forgot_password_by_email", recovery);
    const { token } = await shop.administrator();
    await shop.call("PATCH", `/api/users/${three.id}`, { body: { password: NEW_PASSWORD }, token });
    for (const { email } of [one, two, three]) expect(told(email)).toEqual([CHANGED]);
    // One that is wrong, and one that is none.
    await change(one.email, "wrong");
    await shop.call("PATCH", `/api/users/${three.id}`, { body: { password: NEW_PASSWORD, phone: "1" }, token });
    for (const { email } of [one, three]) expect(told(email)).toEqual([CHANGED]);
  });

  it("of a new address, at the old one and at the new one", async () => {
    const [{ id, email }, { token }] = [await shop.member(), await shop.administrator()];
    const next = freshEmail();
    await shop.call("PATCH", `/api/users/${id}`, { body: { email: next }, token });
    for (const address of [email, next]) expect(told(address)).toEqual([MOVED]);
  });

  it("of a password that ended with the first code", async () => {
    const email = freshEmail();
    const body = { email, password: NEW_PASSWORD, first_name: "Mallory" };
    expect((await shop.server.send("POST", "/api/users/register", { body })).status).toBe(200);
    await shop.post("/users/login_by_email", { email, code: await shop.signInCode(email) });
    expect(told(email)).toEqual([ENDED]);
  });

  it("of a sign-in from a new network, once, and not of the first of all", async () => {
    const { email, password } = await shop.member();
    const [home, away] = [freshIp(), freshIp()];
    // Registering has signed in already, from the machine that the tests run on.
    expect(told(email)).toEqual([]);
    for (const ip of [home, home, away, home, away]) expect((await signIn(email, password, ip)).status).toBe(200);
    expect(told(email)).toEqual([NEW_NETWORK, NEW_NETWORK]);
    const [newest] = mailsTo(email);
    expect(newest?.text).toContain(away);
    expect((await signIn(email, "wrong", freshIp())).status).toBe(401);
    expect(told(email)).toHaveLength(2);
  });

  it("of nothing with SECURITY_MAILS=off", async () => {
    const { email, password } = await silent.member();
    expect((await signIn(email, password, freshIp(), silent)).status).toBe(200);
    expect((await change(email, password, silent)).status).toBe(200);
    expect(told(email, silent)).toEqual([]);
  });

  it("as far as mail can be taken over: what was done is done", async () => {
    const { email, password } = await shop.member();
    const send = vi.spyOn(shop.server.deps.mailer, "send").mockImplementation(() => {
      throw new MailUnavailable("queue-full");
    });
    try {
      expect((await change(email, password)).status).toBe(200);
    } finally {
      send.mockRestore();
    }
    expect(shop.server.logged()).toContain("an owner could not be told");
    expect((await shop.login(email, NEW_PASSWORD)).status).toBe(200);
  });
});

describe("the networks of an account", () => {
  it("are known for 90 days and fifty at most, those of long ago first to go", async () => {
    const { id, email, password } = await shop.member();
    const { db } = shop.server.deps;
    const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);
    await db.knownNetwork.createMany({
      data: Array.from({ length: 60 }, (_, n) => ({ userId: id, network: `192.0.2.${n}`, lastAt: daysAgo(40 + n) })),
    });
    expect((await signIn(email, password, "192.0.2.55")).status).toBe(200);
    // It was known once, and is so again.
    expect(told(email)).toEqual([NEW_NETWORK]);
    expect(await db.knownNetwork.count({ where: { userId: id } })).toBe(50);
    const kept = await db.knownNetwork.findMany({ where: { userId: id }, orderBy: { lastAt: "desc" } });
    expect(kept.slice(0, 3).map(({ network }) => network)).toEqual(["192.0.2.55", "127.0.0.1", "192.0.2.0"]);
  });

  it("are learnt once by many sign-ins at the same moment", async () => {
    const { id, email, password } = await shop.member();
    const ip = freshIp();
    const answers = await Promise.all(Array.from({ length: 8 }, () => signIn(email, password, ip)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 200));
    expect(await shop.server.deps.db.knownNetwork.count({ where: { userId: id } })).toBe(2);
  });
});
