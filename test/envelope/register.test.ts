import { describe, expect, it } from "vitest";
import { freshEmail, freshName } from "../fixtures/fresh.ts";
import {
  CODE_REJECTED,
  CODE_SENT,
  EMAIL_TAKEN,
  envelopeServer,
  failure,
  JWT,
  otherCode,
  PASSWORD,
  said,
  tally,
} from "./support.ts";

const shop = envelopeServer();
const precheck = (email: string) => shop.post("/users/register/precheck", { email });
const verify = (email: string, code: string, password = PASSWORD) =>
  shop.post("/users/register/verify", { email, code, password });
const spellings: [string, (email: string) => string][] = [
  ["as it is", (email) => email],
  ["in capitals", (email) => email.toUpperCase()],
  ["with whitespace around it", (email) => ` \t${email}\n`],
];

describe("register/precheck", () => {
  it("mails a code and says how long it lives [POST /users/register/precheck OK]", async () => {
    const email = freshEmail();
    expect(said(await precheck(email))).toBe('200 {"code":200,"message":"验证码已发送","data":{"expire_in":300}}');
    expect(shop.mails(email)).toBe(1);
    expect(shop.code(email)).toMatch(/^\d{6}$/);
    const [mail] = (await shop.server.send("GET", "/dev/mail.json")).json;
    expect(mail).toMatchObject({ to: email, subject: "注册验证码 / Registration code" });
    expect(mail.text).toContain("5 分钟内有效");
  });

  it.each(spellings)(
    "refuses an address that is taken, %s, and mails nothing [POST /users/register/precheck EMAIL_TAKEN]",
    async (_how, spell) => {
      const { email } = await shop.member();
      const before = shop.mails(email);
      expect(said(await precheck(spell(email)))).toBe(EMAIL_TAKEN);
      expect(shop.mails(email)).toBe(before);
      expect(shop.mails(spell(email).trim())).toBe(spell(email).trim() === email ? before : 0);
    },
  );

  it("makes no account and keeps nobody else from the address", async () => {
    const email = freshEmail();
    await precheck(email);
    expect((await precheck(email)).status).toBe(200);
    expect(await shop.server.deps.db.user.count({ where: { email } })).toBe(0);
  });

  it("never tells the code to whoever asks, nor to the log", async () => {
    const email = freshEmail();
    const answer = await precheck(email);
    expect(answer.text + JSON.stringify([...answer.headers])).not.toContain(shop.code(email));
    expect(shop.server.logged()).not.toContain(`"${shop.code(email)}"`);
    expect(shop.server.logged()).not.toContain(email);
  });
});

describe("register/verify", () => {
  it("makes the account, logs it in and answers as login does [POST /users/register/verify OK]", async () => {
    const name = freshName();
    const email = `${name}@example.com`;
    const answer = await verify(email, await shop.registrationCode(email));
    const { refresh_token } = answer.json.data;
    expect(refresh_token).toMatch(JWT);
    expect(said(answer)).toBe(
      `200 {"code":200,"message":"注册成功","data":{"username":"${name}","email":"${email}","refresh_token":"${refresh_token}","ip_address":"127.0.0.1"}}`,
    );
    expect((await shop.refresh(refresh_token)).status).toBe(200);
    expect((await shop.login(email, PASSWORD)).status).toBe(200);
  });

  it("makes an ordinary account, whatever else the body says", async () => {
    const email = freshEmail();
    const code = await shop.registrationCode(email);
    const body = { email, code, password: PASSWORD, is_admin: true, is_active: false, username: "root", id: 1 };
    expect((await shop.post("/users/register/verify", body)).json.data.username).not.toBe("root");
    const stored = await shop.server.deps.db.user.findFirstOrThrow({ where: { email } });
    expect(stored).toMatchObject({ isAdmin: false, isActive: true });
  });

  it("makes the username unique when another account has it, in any case", async () => {
    const name = freshName();
    const first = await shop.member({ email: `${name}@one.example` });
    const others = [`${name}@two.example`, `${name.toUpperCase()}@three.example`, `${name}@four.example`];
    const members = [first];
    for (const email of others) members.push(await shop.member({ email }));
    expect(first.username).toBe(name);
    for (const { username } of members.slice(1)) expect(username.toLowerCase()).toMatch(new RegExp(`^${name}\\d+$`));
    expect(new Set(members.map(({ username }) => username.toLowerCase())).size).toBe(4);
    for (const { username, email } of members) {
      expect((await shop.login(username, PASSWORD)).json.data.email).toBe(email);
    }
  });

  it("makes ten usernames unique at once", async () => {
    const name = freshName();
    const emails = Array.from({ length: 10 }, (_, n) => `${name}@shop-${n}.example`);
    const codes: string[] = [];
    for (const email of emails) codes.push(await shop.registrationCode(email));
    const answers = await Promise.all(emails.map((email, n) => verify(email, codes[n] ?? "")));
    expect(tally(answers)).toEqual({ 200: 10 });
    expect(new Set(answers.map(({ json }) => json.data.username)).size).toBe(10);
  });

  it("keeps the address as typed, without the whitespace around it", async () => {
    const name = freshName();
    const code = await shop.registrationCode(`${name}@example.com`);
    const answer = await verify(` ${name.toUpperCase()}@Example.com\n`, code);
    expect(answer.json.data.email).toBe(`${name.toUpperCase()}@Example.com`);
  });

  it("takes a password byte for byte, from 8 to 128 characters", async () => {
    for (const password of ["x7k2m9qd", "😀".repeat(8), "x".repeat(128), "😀".repeat(128), " spaces around "]) {
      const { email } = await shop.member({ password });
      expect((await shop.login(email, password)).status).toBe(200);
      const others = [password.trim(), `${password} `, [...password].slice(0, -1).join("")];
      for (const other of others.filter((text) => text !== password)) {
        expect((await shop.login(email, other)).status).toBe(401);
      }
    }
  });

  it("uses no code up on a password that is too short", async () => {
    const email = freshEmail();
    const code = await shop.registrationCode(email);
    expect(said(await verify(email, code, "1234567"))).toBe(failure(422, "password：至少需要 8 个字符"));
    expect((await verify(email, code)).status).toBe(200);
  });

  it("refuses a wrong code, none at all, and one of another address [POST /users/register/verify CODE_REJECTED]", async () => {
    const [email, other] = [freshEmail(), freshEmail()];
    const code = await shop.registrationCode(email);
    expect(said(await verify(email, otherCode(code)))).toBe(CODE_REJECTED);
    expect(said(await verify(email, ""))).toBe(CODE_REJECTED);
    expect(said(await verify(freshEmail(), code))).toBe(CODE_REJECTED);
    const others = await shop.registrationCode(other);
    if (others !== code) expect(said(await verify(email, others))).toBe(CODE_REJECTED);
    expect(await shop.server.deps.db.user.count({ where: { email } })).toBe(0);
    expect((await verify(email, code)).status).toBe(200);
  });

  it("refuses an address that was registered at another door after the code went out [POST /users/register/verify EMAIL_TAKEN]", async () => {
    const email = freshEmail();
    const code = await shop.registrationCode(email);
    const body = { email: email.toUpperCase(), password: "a", first_name: "Ada" };
    expect((await shop.server.send("POST", "/api/users/register", { body })).status).toBe(200);
    expect(said(await verify(email, code))).toBe(EMAIL_TAKEN);
    expect((await shop.login(email, PASSWORD)).status).toBe(401);
  });

  it("registers an address once for ten who use its code at once", async () => {
    const email = freshEmail();
    const code = await shop.registrationCode(email);
    const answers = await Promise.all(Array.from({ length: 10 }, () => verify(email, code)));
    expect(tally(answers)).toEqual({ 200: 1, [CODE_REJECTED]: 9 });
    expect(await shop.server.deps.db.user.count({ where: { email } })).toBe(1);
  });
});

it("an account that another door made is taken here too", async () => {
  const email = freshEmail();
  await shop.server.graphql("mutation ($input: RegisterInput!) { register(input: $input) { id } }", {
    input: { email: email.toUpperCase(), password: PASSWORD },
  });
  expect(said(await precheck(email))).toBe(EMAIL_TAKEN);
});

it("an unknown address is told apart from a taken one by precheck alone", async () => {
  const [{ email }, unknown] = [await shop.member(), freshEmail()];
  expect(said(await shop.post("/users/send_verification_code_by_email", { email }))).toBe(CODE_SENT);
  expect(said(await shop.post("/users/send_verification_code_by_email", { email: unknown }))).toBe(CODE_SENT);
  expect(said(await shop.login(email, "wrong password"))).toBe(said(await shop.login(unknown, "wrong password")));
});
