import { describe, expect, it } from "vitest";
import { accessToken, bearerServer, detail, graphqlLogin, keepsTheLogClean, said } from "./support.ts";
import { forged, resigned, signedWithThePublicKey, tampered, unsigned } from "./tokens.ts";

const bearer = bearerServer();
const INVALID = detail(401, "Token is invalid");
const EXPIRED = detail(401, "Token has expired");
const GONE = detail(404, "Token record not found");
const REJECTED = detail(403, "Refresh token is invalid or expired");
const LOGGED_OUT = '200 {"message":"You have been logged out."}';
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const logoutWith = (headers: Record<string, string>) => bearer.call("POST", "/api/users/logout", { headers });
const refreshWith = (headers: Record<string, string>) => bearer.call("POST", "/api/users/refresh_token", { headers });
const refreshed = async (token: string) => accessToken(await bearer.refresh(token));
const works = async (token: string) => (await bearer.me(token)).status === 200;

describe("logging out", () => {
  it("ends the session of the token, and no other [POST /api/users/logout OK]", async () => {
    const account = await bearer.register();
    const [here, there] = [await bearer.signIn(account), await bearer.signIn(account)];
    expect(said(await bearer.logout(here))).toBe(LOGGED_OUT);
    expect(said(await bearer.me(here))).toBe(INVALID);
    expect(await works(there)).toBe(true);
  });

  it("finds no record when the token is used again [POST /api/users/logout SESSION_NOT_FOUND]", async () => {
    const token = await bearer.token();
    expect(said(await bearer.logout(token))).toBe(LOGGED_OUT);
    expect(said(await bearer.logout(token))).toBe(GONE);
    expect(said(await bearer.logout(token))).toBe(GONE);
  });

  it("succeeds once when ten ask at the same time", async () => {
    const token = await bearer.token();
    const answers = await Promise.all(Array.from({ length: 10 }, () => bearer.logout(token)));
    expect(answers.map(said).sort()).toEqual([LOGGED_OUT, ...Array.from({ length: 9 }, () => GONE)]);
  });

  it("takes a token of GraphQL's, and GraphQL one of these", async () => {
    const { email, password } = await bearer.register();
    expect(said(await bearer.logout(await graphqlLogin(bearer.server, email, password)))).toBe(LOGGED_OUT);
    const token = await bearer.signIn({ email, password });
    expect((await bearer.server.graphql("mutation { logout }", {}, token)).data).toEqual({ logout: true });
    expect(said(await bearer.logout(token))).toBe(GONE);
  });

  it("takes no body, an empty object, or one that it has no use for", async () => {
    for (const body of [undefined, {}, { token: "x" }]) {
      const answer = await bearer.call("POST", "/api/users/logout", { token: await bearer.token(), body });
      expect(said(answer)).toBe(LOGGED_OUT);
    }
  });

  it("does not take an expired token [POST /api/users/logout TOKEN_EXPIRED]", async () => {
    const token = await bearer.token();
    bearer.server.advance(3 * HOUR + 1000);
    expect(said(await bearer.logout(token))).toBe(EXPIRED);
  });

  it("ends the session of a token that a newer one replaced a moment ago", async () => {
    const old = await bearer.token();
    const newer = await refreshed(old);
    expect(said(await bearer.logout(old))).toBe(LOGGED_OUT);
    expect(said(await bearer.me(newer))).toBe(INVALID);
  });
});

describe("without a token of ours", () => {
  it.each([
    ["no header", {}],
    ["another scheme", { authorization: "Basic YTpi" }],
    ["an empty token", { authorization: "Bearer " }],
    ["garbage", { authorization: "Bearer garbage" }],
    ["three words with dots", { authorization: "Bearer a.b.c" }],
  ])("neither logout nor refresh takes %s", async (_what, headers: Record<string, string>) => {
    expect(said(await logoutWith(headers))).toBe(INVALID);
    expect(said(await refreshWith(headers))).toBe(INVALID);
  });

  it("neither takes a forged one, and the session goes on [POST /api/users/logout UNAUTHENTICATED] [POST /api/users/refresh_token UNAUTHENTICATED]", async () => {
    const token = await bearer.token();
    const forgeries = [
      await forged(bearer.server, token),
      unsigned(token, "none"),
      signedWithThePublicKey(bearer.server, token, "pem"),
      tampered(token, { gen: 1 }),
      await resigned(bearer.server, token, { header: { typ: "rt+jwt" } }),
      await resigned(bearer.server, token, { claims: { iss: "elsewhere" } }),
    ];
    for (const forgery of forgeries) {
      expect(said(await bearer.logout(forgery))).toBe(INVALID);
      expect(said(await bearer.refresh(forgery))).toBe(INVALID);
    }
    bearer.server.advance(4 * HOUR);
    for (const forgery of forgeries) expect(said(await bearer.refresh(forgery))).toBe(INVALID);
    expect(await works(await refreshed(token))).toBe(true);
  });
});

describe("refreshing", () => {
  it("answers with a new token, its type and its life in minutes, in the document's order [POST /api/users/refresh_token OK]", async () => {
    const token = await bearer.token();
    const answer = await bearer.refresh(token);
    const { access_token } = answer.json;
    expect(said(answer)).toBe(`200 {"access_token":"${access_token}","token_type":"bearer","expires_in":180}`);
    expect(access_token).not.toBe(token);
    expect((await bearer.me(access_token)).json).toEqual((await bearer.me(token)).json);
  });

  it("takes an expired token, up to seven days after the session's last renewal", async () => {
    let token = await bearer.token();
    for (let round = 0; round < 2; round += 1) {
      bearer.server.advance(7 * DAY - 30_000);
      expect(said(await bearer.me(token))).toBe(EXPIRED);
      token = await refreshed(token);
      expect(await works(token)).toBe(true);
    }
    bearer.server.advance(7 * DAY + 1000);
    expect(said(await bearer.refresh(token))).toBe(REJECTED);
  });

  it("gives 180 minutes anew", async () => {
    const old = await bearer.token();
    bearer.server.advance(2 * HOUR);
    const token = await refreshed(old);
    bearer.server.advance(3 * HOUR - 10_000);
    expect(await works(token)).toBe(true);
    bearer.server.advance(11_000);
    expect(said(await bearer.me(token))).toBe(EXPIRED);
  });

  it("is refused after logging out, expired or not [POST /api/users/refresh_token REFRESH_REJECTED]", async () => {
    const token = await bearer.token();
    await bearer.logout(token);
    expect(said(await bearer.refresh(token))).toBe(REJECTED);
    bearer.server.advance(4 * HOUR);
    expect(said(await bearer.refresh(token))).toBe(REJECTED);
  });

  it("is refused to a session that is renewed by a refresh token, which goes on", async () => {
    const { email, password } = await bearer.register();
    const token = await graphqlLogin(bearer.server, email, password);
    expect(said(await bearer.refresh(token))).toBe(REJECTED);
    expect(await works(token)).toBe(true);
  });

  it("is refused to a deleted and to a disabled account", async () => {
    for (const data of [{ isActive: false }, { deletedAt: new Date(), emailKey: null, usernameKey: null }]) {
      const { email, password } = await bearer.register();
      const token = await bearer.signIn({ email, password });
      await bearer.server.deps.db.user.updateMany({ where: { email }, data });
      expect(said(await bearer.refresh(token))).toBe(REJECTED);
    }
  });
});

describe("a token that a newer one has replaced, as tabs that do not know of each other hold it", () => {
  it("works until its own expiry, and refreshes to a token of the session as it stands", async () => {
    const old = await bearer.token();
    const newest = await refreshed(old);
    bearer.server.advance(2 * HOUR);
    for (const token of [old, newest]) expect(await works(token)).toBe(true);
    const another = await refreshed(old);
    for (const token of [old, newest, another]) expect(await works(token)).toBe(true);
    // As the session stands: nothing was replaced by it, so that both go on refreshing when they have expired.
    bearer.server.advance(4 * HOUR);
    for (const token of [old, newest, another]) expect(said(await bearer.me(token))).toBe(EXPIRED);
    const tokens = await Promise.all([refreshed(newest), refreshed(another)]);
    for (const token of tokens) expect(await works(token)).toBe(true);
  });

  it("is refused when it has expired itself; the session stays, and the history notes it", async () => {
    const account = await bearer.register();
    const old = await bearer.signIn(account);
    bearer.server.advance(2 * HOUR);
    const newest = await refreshed(old);
    bearer.server.advance(2 * HOUR);
    expect(said(await bearer.refresh(old))).toBe(REJECTED);
    expect(said(await bearer.me(old))).toBe(EXPIRED);
    expect(await works(newest)).toBe(true);
    expect(await works(await refreshed(newest))).toBe(true);
    const { db } = bearer.server.deps;
    const attempts = await db.loginAttempt.findMany({
      where: { user: { email: account.email } },
      orderBy: { id: "asc" },
    });
    expect(attempts.map(({ method, outcome }) => `${method} ${outcome}`)).toEqual([
      "PASSWORD SUCCESS",
      "RENEWAL REPLACED_TOKEN",
    ]);
  });

  it("refreshes for ten seconds more though it has expired: two tabs may wake at once", async () => {
    const old = await bearer.token();
    bearer.server.advance(4 * HOUR);
    const first = await refreshed(old);
    bearer.server.advance(8000);
    const second = await refreshed(old);
    for (const token of [first, second]) expect(await works(token)).toBe(true);
    bearer.server.advance(2000);
    expect(said(await bearer.refresh(old))).toBe(REJECTED);
    for (const token of [first, second]) expect(await works(token)).toBe(true);
  });

  it("ends with the session, however old or new it is", async () => {
    const old = await bearer.token();
    const newest = await refreshed(old);
    expect(said(await bearer.logout(old))).toBe(LOGGED_OUT);
    for (const token of [old, newest]) {
      expect(said(await bearer.me(token))).toBe(INVALID);
      expect(said(await bearer.refresh(token))).toBe(REJECTED);
    }
  });

  it("gives twenty who refresh at once a working token each", async () => {
    const old = await bearer.token();
    const tokens = await Promise.all(Array.from({ length: 20 }, () => refreshed(old)));
    const answers = await Promise.all([old, ...tokens].map((token) => bearer.me(token)));
    expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 21 }, () => 200));
    bearer.server.advance(10_000);
    for (const token of tokens) expect(await works(token)).toBe(true);
  });
});

describe("a long-lived token that has been replaced", () => {
  const shop = bearerServer({ BEARER_ACCESS_TTL_SECONDS: String(30 * 86_400) });

  it("moves the session's seven days on by refreshing, too", async () => {
    const old = await shop.token();
    let newest = await shop.refresh(old);
    for (let day = 0; day < 18; day += 6) {
      shop.server.advance(6 * DAY);
      newest = await shop.refresh(old);
      expect(newest.status).toBe(200);
    }
    expect((await shop.me(accessToken(newest))).status).toBe(200);
    shop.server.advance(7 * DAY + 1000);
    expect(said(await shop.refresh(old))).toBe(REJECTED);
  });
});

keepsTheLogClean(bearer);
