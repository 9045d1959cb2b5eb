import { beforeEach, describe, expect, it } from "vitest";
import { CLEARED_COOKIE, envelopeServer, type Member, ok, said, tally, tokenIn, UNAUTHORIZED } from "./support.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const shop = envelopeServer();
let member: Member;
beforeEach(async () => {
  member = await shop.member();
});

const logout = (token: string) => shop.call("GET", "/users/logout", { token });
const REFRESH = "mutation ($token: String!) { refreshSession(refreshToken: $token) { accessToken refreshToken } }";
const LOGIN = "mutation ($input: LoginInput!) { login(input: $input) { accessToken refreshToken } }";

describe("a refresh token", () => {
  it("gives a new access token and the username, and nothing else [POST /users/refresh_token OK]", async () => {
    const answer = await shop.refresh(member.refreshToken);
    expect(said(answer)).toBe(ok("令牌刷新成功", { username: member.username }));
    expect((await shop.current(tokenIn(answer))).status).toBe(200);
  });

  it("stays the same and goes on working, for many at once as well", async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => shop.refresh(member.refreshToken)));
    expect(tally(answers)).toEqual({ 200: 10 });
    shop.server.advance(DAY);
    const later = await shop.refresh(member.refreshToken);
    expect((await shop.current(tokenIn(later))).status).toBe(200);
  });

  it("works for 7 days, by the server's clock, however often it was used", async () => {
    for (let day = 1; day < 7; day += 1) {
      shop.server.advance(DAY);
      expect((await shop.refresh(member.refreshToken)).status).toBe(200);
    }
    shop.server.advance(DAY - 10_000);
    const last = tokenIn(await shop.refresh(member.refreshToken));
    expect((await shop.current(last)).status).toBe(200);
    shop.server.advance(11_000);
    expect(said(await shop.refresh(member.refreshToken))).toBe(UNAUTHORIZED);
    expect(said(await shop.current(last))).toBe(UNAUTHORIZED);
  });

  it("is all that counts: no access token is needed, and a bad one does no harm", async () => {
    const call = { body: { refresh_token: member.refreshToken } };
    expect((await shop.call("POST", "/users/refresh_token", call)).status).toBe(200);
    expect((await shop.call("POST", "/users/refresh_token", { ...call, token: "x.y.z" })).status).toBe(200);
    shop.server.advance(31 * MINUTE);
    const cookie = `access_token=Bearer ${member.token}`;
    expect((await shop.call("POST", "/users/refresh_token", { ...call, cookie })).status).toBe(200);
  });
});

describe("401 `未授权` at refresh_token for", () => {
  it("what is no token [POST /users/refresh_token REFRESH_REJECTED]", async () => {
    for (const token of ["", "x", "x.y.z", "undefined", "💥", "x".repeat(4096)]) {
      expect(said(await shop.refresh(token))).toBe(UNAUTHORIZED);
    }
  });

  it("a token with another signature", async () => {
    const [header, claims, signature = ""] = member.refreshToken.split(".");
    const flipped = `${signature.startsWith("A") ? "B" : "A"}${signature.slice(1)}`;
    expect(said(await shop.refresh(`${header}.${claims}.${flipped}`))).toBe(UNAUTHORIZED);
  });

  it("an access token in its place, of this contract and of the bearer contract", async () => {
    expect(said(await shop.refresh(member.token))).toBe(UNAUTHORIZED);
    const { email, password } = member;
    const bearer = await shop.server.send("POST", "/api/users/login", { body: { email, password } });
    expect(said(await shop.refresh(bearer.json.access_token))).toBe(UNAUTHORIZED);
  });

  it("a session that was logged out", async () => {
    expect((await logout(member.token)).status).toBe(200);
    expect(said(await shop.refresh(member.refreshToken))).toBe(UNAUTHORIZED);
  });

  it("a rotating one of GraphQL's, which survives that", async () => {
    const input = { account: member.email, password: member.password };
    const { data } = await shop.server.graphql(LOGIN, { input });
    const { refreshToken, accessToken } = data.login;
    for (let times = 0; times < 3; times += 1) expect(said(await shop.refresh(refreshToken))).toBe(UNAUTHORIZED);
    expect((await shop.current(accessToken)).status).toBe(200);
    const rotated = await shop.server.graphql(REFRESH, { token: refreshToken });
    expect(rotated.errors).toBeUndefined();
    expect(rotated.data.refreshSession.refreshToken).not.toBe(refreshToken);
    expect(said(await shop.refresh(rotated.data.refreshSession.refreshToken))).toBe(UNAUTHORIZED);
  });
});

describe("logging out", () => {
  it("says so and takes the cookie back, with the same attributes [GET /users/logout OK]", async () => {
    const answer = await logout(member.token);
    expect(said(answer)).toBe(ok("退出登录成功", null));
    expect(answer.headers.get("set-cookie")).toBe(CLEARED_COOKIE);
  });

  it("works with the cookie alone", async () => {
    const answer = await shop.call("GET", "/users/logout", { cookie: `access_token=Bearer ${member.token}` });
    expect(said(answer)).toBe(ok("退出登录成功", null));
    expect(said(await shop.current(member.token))).toBe(UNAUTHORIZED);
  });

  it("ends the session with every token of it, at every door", async () => {
    const second = tokenIn(await shop.refresh(member.refreshToken));
    expect((await logout(member.token)).status).toBe(200);
    for (const token of [member.token, second]) expect(said(await shop.current(token))).toBe(UNAUTHORIZED);
    expect(said(await shop.refresh(member.refreshToken))).toBe(UNAUTHORIZED);
    const { errors } = await shop.server.graphql("{ me { id } }", {}, member.token);
    expect(errors?.[0]?.extensions["code"]).toBe("SESSION_ENDED");
    const headers = { authorization: `Bearer ${member.token}` };
    expect((await shop.server.send("GET", "/api/users/me", { headers })).status).toBe(401);
  });

  it("leaves the account's other sessions alone", async () => {
    const other = tokenIn(await shop.login(member.email, member.password));
    await logout(member.token);
    expect((await shop.current(other)).status).toBe(200);
  });

  it("is refused the second time and without a token, and the cookie goes all the same", async () => {
    await logout(member.token);
    for (const answer of [await logout(member.token), await shop.call("GET", "/users/logout")]) {
      expect(said(answer)).toBe(UNAUTHORIZED);
      expect(answer.headers.get("set-cookie")).toBe(CLEARED_COOKIE);
    }
  });

  it("ends a session that still stands with a token that has expired, whatever the header says beside it", async () => {
    const { token, refreshToken } = await shop.member();
    const cookie = `access_token=Bearer ${(await shop.member()).token}`;
    shop.server.advance(31 * MINUTE);
    expect(said(await shop.current(token))).toBe(UNAUTHORIZED);
    expect(said(await logout(token))).toBe(ok("退出登录成功", null));
    expect(said(await shop.refresh(refreshToken))).toBe(UNAUTHORIZED);
    expect(said(await logout(token))).toBe(UNAUTHORIZED);
    const headers = { authorization: "Bearer undefined" };
    expect(said(await shop.call("GET", "/users/logout", { cookie, headers }))).toBe(ok("退出登录成功", null));
  });

  it("succeeds once for ten at once", async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => logout(member.token)));
    expect(tally(answers)).toEqual({ 200: 1, [UNAUTHORIZED]: 9 });
  });
});
