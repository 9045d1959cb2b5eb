import { beforeEach, describe, expect, it } from "vitest";
import { freshEmail } from "../fixtures/fresh.ts";
import {
  CODE_REJECTED,
  envelopeServer,
  failure,
  JWT,
  type Member,
  ok,
  otherCode,
  said,
  tally,
  tokenIn,
  UNAUTHORIZED,
  WRONG_LOGIN,
} from "./support.ts";

const shop = envelopeServer();
let member: Member;
beforeEach(async () => {
  member = await shop.member();
});

const byEmail = (email: string, code: string) => shop.post("/users/login_by_email", { email, code });
const recover = (email: string, code: string, password: string) =>
  shop.post("/users/forgot_password_by_email", { email, code, password });

describe("login_by_email", () => {
  it("answers as login does [POST /users/login_by_email OK]", async () => {
    const { email, username } = member;
    const answer = await byEmail(email, await shop.signInCode(email));
    const { refresh_token } = answer.json.data;
    expect(refresh_token).toMatch(JWT);
    expect(said(answer)).toBe(ok("登录成功", { username, email, refresh_token, ip_address: "127.0.0.1" }));
    expect((await shop.refresh(refresh_token)).status).toBe(200);
    expect((await shop.current(tokenIn(answer))).json.data.email).toBe(email);
  });

  it("leaves the password and the other sessions as they are", async () => {
    await byEmail(member.email, await shop.signInCode(member.email));
    expect((await shop.login(member.email, member.password)).status).toBe(200);
    expect((await shop.current(member.token)).status).toBe(200);
  });

  it("refuses a wrong code, and any for an unknown address, alike [POST /users/login_by_email CODE_REJECTED]", async () => {
    const code = await shop.signInCode(member.email);
    expect(said(await byEmail(member.email, otherCode(code)))).toBe(CODE_REJECTED);
    const unknown = freshEmail();
    await shop.post("/users/send_verification_code_by_email", { email: unknown });
    expect(said(await byEmail(unknown, code))).toBe(CODE_REJECTED);
    expect(said(await byEmail(freshEmail(), code))).toBe(CODE_REJECTED);
  });

  it("goes by the address, not by username", async () => {
    const code = await shop.signInCode(member.email);
    expect(said(await byEmail(member.username, code))).toBe(failure(422, "email：不是有效的邮箱地址"));
  });

  it("takes accounts of the bearer contract", async () => {
    const email = freshEmail();
    const body = { email, password: "x", first_name: "Ada" };
    await shop.server.send("POST", "/api/users/register", { body });
    expect((await byEmail(email, await shop.signInCode(email))).json.data.email).toBe(email);
  });
});

describe("forgot_password_by_email", () => {
  it("sets the password, says so and signs nobody in [POST /users/forgot_password_by_email OK]", async () => {
    const { email, password } = member;
    const answer = await recover(email, await shop.signInCode(email), "a new password");
    expect(said(answer)).toBe(ok("密码重置成功", null));
    expect(said(await shop.login(email, password))).toBe(WRONG_LOGIN);
    expect((await shop.login(email, "a new password")).status).toBe(200);
  });

  it("ends every session of that account, at every door, and of no other", async () => {
    const { email, password } = member;
    const other = await shop.member();
    const here = await shop.login(email, password);
    const query = "mutation ($input: LoginInput!) { login(input: $input) { accessToken refreshToken } }";
    const graphql = (await shop.server.graphql(query, { input: { account: email, password } })).data.login;
    const bearer = await shop.server.send("POST", "/api/users/login", { body: { email, password } });
    await recover(email, await shop.signInCode(email), "a new password");

    const ended = [member.token, tokenIn(here), graphql.accessToken, bearer.json.access_token];
    for (const token of ended) expect(said(await shop.current(token))).toBe(UNAUTHORIZED);
    for (const token of [member.refreshToken, here.json.data.refresh_token]) {
      expect(said(await shop.refresh(token))).toBe(UNAUTHORIZED);
    }
    const headers = { authorization: `Bearer ${bearer.json.access_token}` };
    expect((await shop.server.send("POST", "/api/users/refresh_token", { headers })).status).toBe(403);
    const renewal = "mutation ($token: String!) { refreshSession(refreshToken: $token) { accessToken } }";
    const { errors } = await shop.server.graphql(renewal, { token: graphql.refreshToken });
    expect(errors?.[0]?.extensions["code"]).toBe("REFRESH_REJECTED");
    expect((await shop.current(other.token)).status).toBe(200);
  });

  it("changes nothing with a wrong code [POST /users/forgot_password_by_email CODE_REJECTED]", async () => {
    const code = await shop.signInCode(member.email);
    expect(said(await recover(member.email, otherCode(code), "a new password"))).toBe(CODE_REJECTED);
    expect(said(await recover(freshEmail(), code, "a new password"))).toBe(CODE_REJECTED);
    expect((await shop.login(member.email, member.password)).status).toBe(200);
    expect((await shop.current(member.token)).status).toBe(200);
  });

  it("uses no code up on a password that breaks the length rule", async () => {
    const code = await shop.signInCode(member.email);
    const short = await recover(member.email, code, "1234567");
    expect(said(short)).toBe(failure(422, "password：至少需要 8 个字符"));
    const long = await recover(member.email, code, "x".repeat(129));
    expect(said(long)).toBe(failure(422, "password：最多 128 个字符"));
    expect((await recover(member.email, code, "x".repeat(128))).status).toBe(200);
  });

  it("may set the old password anew", async () => {
    const { email, password } = member;
    expect((await recover(email, await shop.signInCode(email), password)).status).toBe(200);
    expect((await shop.login(email, password)).status).toBe(200);
  });

  it("lets one of ten who hold the same code choose the password", async () => {
    const { email } = member;
    const code = await shop.signInCode(email);
    const passwords = Array.from({ length: 10 }, (_, n) => `password number ${n}`);
    const answers = await Promise.all(passwords.map((password) => recover(email, code, password)));
    expect(tally(answers)).toEqual({ 200: 1, [CODE_REJECTED]: 9 });
    const winner = passwords[answers.findIndex(({ status }) => status === 200)] ?? "";
    for (const password of passwords) {
      expect((await shop.login(email, password)).status).toBe(password === winner ? 200 : 401);
    }
  });
});

describe("a code asked for here works through GraphQL, and the reverse", () => {
  const LOGIN = "mutation ($input: LoginWithCodeInput!) { loginWithCode(input: $input) { user { email } } }";
  const REQUEST = "mutation ($email: String!) { requestSignInCode(email: $email) { expiresIn } }";

  it("as it is the same account", async () => {
    const { email } = member;
    const code = await shop.signInCode(email);
    const { data } = await shop.server.graphql(LOGIN, { input: { email, code } });
    expect(data.loginWithCode.user.email).toBe(email);
    expect((await shop.server.graphql(REQUEST, { email })).data.requestSignInCode).toEqual({ expiresIn: 300 });
    expect((await byEmail(email, shop.code(email))).status).toBe(200);
  });
});
