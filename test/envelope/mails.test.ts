import { describe, expect, it } from "vitest";
import { freshEmail, freshIp } from "../fixtures/fresh.ts";
import { CODE_SENT, envelopeServer, failure, PASSWORD, said, UNAUTHORIZED } from "./support.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const SEND = "/users/send_verification_code_by_email";
const TOO_MANY = failure(429, "请求过于频繁");

describe("send_verification_code_by_email", () => {
  const shop = envelopeServer();
  const send = (body: unknown) => shop.post(SEND, body);

  it("answers a known and an unknown address alike, and mails the known one only [POST /users/send_verification_code_by_email OK]", async () => {
    const [{ email }, unknown] = [await shop.member(), freshEmail()];
    const before = shop.mails(email);
    const answers = [await send({ email }), await send({ email: unknown })];
    expect(answers.map(said)).toEqual([CODE_SENT, CODE_SENT]);
    expect(shop.mails(email)).toBe(before + 1);
    expect(shop.mails(unknown)).toBe(0);
    const names = answers.map(({ headers }) => [...headers.keys()].toSorted());
    expect(names[0]).toEqual(names[1]);
  });

  it("mails a code for signing in or a new password, in Chinese and English", async () => {
    const { email } = await shop.member();
    await send({ email });
    const [mail] = (await shop.server.send("GET", "/dev/mail.json")).json;
    expect(mail).toMatchObject({ to: email, subject: "登录验证码 / Sign-in code" });
    expect(mail.subject).not.toContain(shop.code(email));
  });

  it("finds the address in capitals and with whitespace around it", async () => {
    const { email } = await shop.member();
    const spelt = email.toUpperCase();
    expect(said(await send({ email: ` ${spelt}\n` }))).toBe(CODE_SENT);
    const login = await shop.post("/users/login_by_email", { email, code: shop.code(spelt) });
    expect(login.json.data.email).toBe(email);
  });

  it("takes a refresh token for the address of its session's user", async () => {
    const [{ email, refreshToken }, other] = [await shop.member(), await shop.member()];
    const before = [shop.mails(email), shop.mails(other.email)];
    expect(said(await send({ refresh_token: refreshToken }))).toBe(CODE_SENT);
    expect([shop.mails(email), shop.mails(other.email)]).toEqual([(before[0] ?? 0) + 1, before[1]]);
    const login = await shop.post("/users/login_by_email", { email, code: shop.code(email) });
    expect(login.json.data.email).toBe(email);
    expect((await shop.refresh(refreshToken)).status).toBe(200);
  });

  it("takes a rotating refresh token of GraphQL's too, without using it up", async () => {
    const { email, password } = await shop.member();
    const query = "mutation ($input: LoginInput!) { login(input: $input) { refreshToken } }";
    const { data } = await shop.server.graphql(query, { input: { account: email, password } });
    const before = shop.mails(email);
    expect(said(await send({ refresh_token: data.login.refreshToken }))).toBe(CODE_SENT);
    expect(shop.mails(email)).toBe(before + 1);
    const renewal = "mutation ($token: String!) { refreshSession(refreshToken: $token) { accessToken } }";
    expect((await shop.server.graphql(renewal, { token: data.login.refreshToken })).errors).toBeUndefined();
  });

  it("answers alike for tokens of nobody, and mails nothing", async () => {
    const { email, token, refreshToken } = await shop.member();
    await shop.call("GET", "/users/logout", { token });
    const before = shop.server.deps.mailer.stats.sent;
    for (const refresh_token of ["x.y.z", token, refreshToken]) {
      expect(said(await send({ refresh_token }))).toBe(CODE_SENT);
    }
    expect(shop.server.deps.mailer.stats.sent).toBe(before);
    expect(said(await shop.refresh(refreshToken))).toBe(UNAUTHORIZED);
    expect(said(await shop.post("/users/login_by_email", { email, code: "000000" }))).toContain("验证码错误或已过期");
  });

  it("wants one of the two", async () => {
    expect(said(await send({}))).toBe(failure(422, "email：缺少必填字段"));
    expect(said(await send({ email: "nobody" }))).toBe(failure(422, "email：不是有效的邮箱地址"));
    expect(said(await send({ refresh_token: 1 }))).toBe(failure(422, "refresh_token：必须是字符串"));
  });
});

describe("ten mails a day to one address", () => {
  const shop = envelopeServer({ RATE_LIMITS: "on", TRUST_PROXY: "true" });
  const elsewhere = () => ({ "x-forwarded-for": freshIp() });
  /** A minute later and from another address, so that no other limit than the mailbox's is met. */
  const post = (path: string, body: unknown) => {
    shop.server.advance(MINUTE + 1000);
    return shop.call("POST", path, { body, headers: elsewhere() });
  };
  const spelling = (email: string, n: number) =>
    [email, email.toUpperCase(), ` ${email}`, `${email}\n`, email.replace("s", "S")][n % 5] ?? email;

  it("over both purposes and however it is written; then 429, until the day is over", async () => {
    const email = freshEmail();
    const stats = shop.server.deps.mailer.stats;
    const before = stats.sent;
    for (let n = 0; n < 4; n += 1) {
      expect(said(await post("/users/register/precheck", { email: spelling(email, n) }))).toBe(CODE_SENT);
    }
    const { text } = shop.server.deps.mailer.outbox?.list()[0] ?? { text: "" };
    const code = /\d{6}/.exec(text)?.[0];
    const verified = await post("/users/register/verify", { email, code, password: PASSWORD });
    expect(verified.status).toBe(200);
    for (let n = 0; n < 6; n += 1) expect(said(await post(SEND, { email: spelling(email, n) }))).toBe(CODE_SENT);
    expect(shop.server.deps.mailer.stats.sent).toBe(before + 10);

    for (let n = 0; n < 5; n += 1) {
      const refused = await post(SEND, { email: spelling(email, n) });
      expect(said(refused)).toBe(TOO_MANY);
      expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(DAY / 1000 - 60 * 60);
      expect(refused.headers.get("ratelimit-limit")).toBe("10");
      expect(refused.headers.get("ratelimit-remaining")).toBe("0");
    }
    const { refresh_token } = verified.json.data;
    expect(said(await post(SEND, { refresh_token }))).toBe(TOO_MANY);
    expect((await post("/users/register/precheck", { email })).json.message).toBe("邮箱已被注册");
    expect(shop.server.deps.mailer.stats.sent).toBe(before + 10);

    expect(said(await post(SEND, { email: freshEmail() }))).toBe(CODE_SENT);
    shop.server.advance(DAY);
    expect(said(await post(SEND, { email }))).toBe(CODE_SENT);
  });

  it("hold for an address without account as well, so that 429 tells nobody which is which", async () => {
    const email = freshEmail();
    for (let n = 0; n < 10; n += 1) expect(said(await post(SEND, { email: spelling(email, n) }))).toBe(CODE_SENT);
    expect(said(await post(SEND, { email }))).toBe(TOO_MANY);
  });

  // The bucket is spent before the resolver finds the address taken: nine of anybody's prechecks, which mail nothing,
  // and the owner gets no code for a day (src/resolvers/auth/registration-code.ts).
  it("are not used up by prechecks of a taken address, which mail nothing", async () => {
    const { email } = await shop.member();
    for (let n = 0; n < 12; n += 1) await post("/users/register/precheck", { email });
    expect(shop.mails(email)).toBe(1);
    expect(said(await post(SEND, { email }))).toBe(CODE_SENT);
  });

  it("hold for GraphQL and this contract together", async () => {
    const email = freshEmail();
    for (let n = 0; n < 10; n += 1) {
      shop.server.advance(MINUTE + 1000);
      const query = "mutation ($email: String!) { requestRegistrationCode(email: $email) { expiresIn } }";
      const body = { query, variables: { email } };
      const { json } = await shop.server.send("POST", "/graphql", { body, headers: elsewhere() });
      expect(json.errors).toBeUndefined();
    }
    expect(said(await post("/users/register/precheck", { email }))).toBe(TOO_MANY);
    expect(shop.mails(email)).toBe(10);
  });
});
