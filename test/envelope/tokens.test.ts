import { beforeEach, describe, expect, it } from "vitest";
import { freshEmail } from "../fixtures/fresh.ts";
import {
  cookieWith,
  DISABLED,
  envelopeServer,
  failure,
  JWT,
  type Member,
  PASSWORD,
  said,
  tokenIn,
  UNAUTHORIZED,
} from "./support.ts";

const MINUTE = 60_000;
const shop = envelopeServer();
let member: Member;
beforeEach(async () => {
  member = await shop.member();
});

const current = (call: { token?: string; cookie?: string; headers?: Record<string, string> }) =>
  shop.call("GET", "/api/users/current", call);
const inCookie = (token: string) => ({ cookie: `access_token=Bearer ${token}` });

describe("the access token's cookie, to the letter, is set", () => {
  it("at verify", async () => {
    const email = freshEmail();
    const code = await shop.registrationCode(email);
    const answer = await shop.post("/users/register/verify", { email, code, password: PASSWORD });
    const token = tokenIn(answer);
    expect(answer.headers.get("set-cookie")).toBe(
      `access_token=Bearer ${token}; HttpOnly; Secure; Path=/; SameSite=Strict; Max-Age=1800`,
    );
    expect((await shop.current(token)).json.data.email).toBe(email);
  });

  it("at login", async () => {
    const token = tokenIn(await shop.login(member.email, member.password));
    expect((await shop.current(token)).json.data.email).toBe(member.email);
  });

  it("at login_by_email", async () => {
    const code = await shop.signInCode(member.email);
    const token = tokenIn(await shop.post("/users/login_by_email", { email: member.email, code }));
    expect((await shop.current(token)).json.data.email).toBe(member.email);
  });

  it("at refresh_token", async () => {
    const token = tokenIn(await shop.refresh(member.refreshToken));
    expect((await shop.current(token)).json.data.email).toBe(member.email);
  });

  it("and keeps the token out of every body", async () => {
    const answer = await shop.login(member.email, member.password);
    expect(answer.text).not.toContain(tokenIn(answer));
    expect(answer.json.data.refresh_token).toMatch(JWT);
  });

  it("for as long as the token itself says that it lives", async () => {
    const token = tokenIn(await shop.login(member.email, member.password));
    const [, claims = ""] = token.split(".");
    const { iat, exp } = JSON.parse(Buffer.from(claims, "base64url").toString());
    expect(exp - iat).toBe(1800);
  });
});

describe("the access token is taken", () => {
  it("from the cookie", async () => {
    expect((await current(inCookie(member.token))).json.data.email).toBe(member.email);
  });

  it("from the cookie among others", async () => {
    const cookie = `theme=dark; access_token=Bearer ${member.token}; access_tokens=Bearer x.y.z`;
    expect((await current({ cookie })).status).toBe(200);
  });

  it("from the cookie as clients that encode the space, or quote it, send it", async () => {
    expect((await current({ cookie: `access_token=Bearer%20${member.token}` })).status).toBe(200);
    expect((await current({ cookie: `access_token="Bearer ${member.token}"` })).status).toBe(200);
  });

  it("from the Authorization header, whatever the case of its scheme", async () => {
    for (const scheme of ["Bearer", "bearer", "BEARER"]) {
      expect((await current({ headers: { authorization: `${scheme} ${member.token}` } })).status).toBe(200);
    }
  });

  it("from the header rather than from the cookie", async () => {
    const other = await shop.member();
    const answer = await current({ token: other.token, ...inCookie(member.token) });
    expect(answer.json.data.email).toBe(other.email);
  });

  it("from the cookie at routes for administrators too", async () => {
    const administrator = await shop.administrator();
    const body = { name: "By cookie", price: 1 };
    const answer = await shop.call("POST", "/api/products", { body, ...inCookie(administrator.token) });
    expect(answer.json.message).toBe("产品创建成功");
  });
});

describe("401 `未授权` whatever the reason:", () => {
  it.each([
    ["nothing", {}],
    ["a cookie without the scheme", { cookie: "access_token=x.y.z" }],
    ["an empty cookie", { cookie: "access_token=" }],
    ["a cookie that is none", { cookie: "access_token=Bearer x.y.z" }],
    ["a header that is none", { headers: { authorization: "Bearer x.y.z" } }],
  ])("%s", async (_what, call) => {
    expect(said(await current(call))).toBe(UNAUTHORIZED);
  });

  it("a header that is none beside a cookie that is none either: the header's own error", async () => {
    for (const authorization of ["Bearer x.y.z", "Basic YTpi", "garbage", "null", ""]) {
      const answer = await current({ ...inCookie("x.y.z"), headers: { authorization } });
      expect(said(answer)).toBe(UNAUTHORIZED);
    }
  });

  it("a cookie of another name", async () => {
    for (const name of ["access-token", "xaccess_token", "refresh_token"]) {
      expect(said(await current({ cookie: `${name}=Bearer ${member.token}` }))).toBe(UNAUTHORIZED);
    }
  });

  it("a token whose last or first letter has changed, or that is unsigned", async () => {
    const [header = "", claims = "", signature = ""] = member.token.split(".");
    const unsigned = Buffer.from('{"alg":"none","typ":"at+jwt"}').toString("base64url");
    const flipped = `${signature.startsWith("A") ? "B" : "A"}${signature.slice(1)}`;
    for (const token of [`${header}.${claims}.${flipped}`, `${unsigned}.${claims}.`, `${header}.${claims}.x`]) {
      expect(said(await current({ token }))).toBe(UNAUTHORIZED);
      expect(said(await current(inCookie(token)))).toBe(UNAUTHORIZED);
    }
  });

  it("a refresh token in the access token's place", async () => {
    expect(said(await current({ token: member.refreshToken }))).toBe(UNAUTHORIZED);
    expect(said(await current(inCookie(member.refreshToken)))).toBe(UNAUTHORIZED);
  });

  it("a token whose header names another algorithm", async () => {
    const token = member.token.replace(/^[^.]+/, Buffer.from('{"alg":"HS256","typ":"at+jwt"}').toString("base64url"));
    expect(said(await current({ token }))).toBe(UNAUTHORIZED);
  });
});

describe("an access token lives for 30 minutes", () => {
  it("by the server's clock, from header and cookie", async () => {
    shop.server.advance(30 * MINUTE - 5000);
    expect((await shop.current(member.token)).status).toBe(200);
    expect((await current(inCookie(member.token))).status).toBe(200);
    shop.server.advance(6000);
    expect(said(await shop.current(member.token))).toBe(UNAUTHORIZED);
    expect(said(await current(inCookie(member.token)))).toBe(UNAUTHORIZED);
  });

  it("and use does not make it longer", async () => {
    for (let minute = 0; minute < 29; minute += 7) {
      expect((await shop.current(member.token)).status).toBe(200);
      shop.server.advance(7 * MINUTE);
    }
    expect(said(await shop.current(member.token))).toBe(UNAUTHORIZED);
  });

  it("whatever cookie comes along, public routes and signing in go on", async () => {
    shop.server.advance(31 * MINUTE);
    const call = { ...inCookie(member.token), headers: { authorization: "Bearer x.y.z" } };
    expect((await shop.call("GET", "/api/products", call)).status).toBe(200);
    const body = { account: member.email, password: member.password };
    expect((await shop.call("POST", "/users/login", { body, ...call })).status).toBe(200);
  });
});

describe("a token of an account that was disabled meanwhile", () => {
  it("is good for nothing", async () => {
    await shop.set(member.id, { isActive: false });
    expect(said(await shop.current(member.token))).toBe(DISABLED);
    expect(said(await shop.refresh(member.refreshToken))).toBe(UNAUTHORIZED);
  });
});

describe("a page of another site", () => {
  it.each([
    { origin: "https://evil.example" },
    { origin: "null" },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
  ])("cannot write with the cookie: %j [envelope CROSS_SITE]", async (headers) => {
    const administrator = await shop.administrator();
    const call = { body: { name: "Forged", price: 1 }, ...inCookie(administrator.token), headers };
    expect(said(await shop.call("POST", "/api/products", call))).toBe(failure(403, "禁止跨站请求"));
  });

  it("is not meant by the server's own pages", async () => {
    const administrator = await shop.administrator();
    for (const headers of [{ origin: shop.server.url }, { "sec-fetch-site": "same-origin" }]) {
      const call = { body: { name: "Own", price: 1 }, ...inCookie(administrator.token), headers };
      expect((await shop.call("POST", "/api/products", call)).status).toBe(200);
    }
  });
});

describe("with ACCESS_TTL_SECONDS=60", () => {
  const brief = envelopeServer({ ACCESS_TTL_SECONDS: "60" });

  it("cookie and token live for a minute", async () => {
    const { email, password } = member;
    await brief.server.graphql("mutation ($input: RegisterInput!) { register(input: $input) { id } }", {
      input: { email, password },
    });
    const answer = await brief.login(email, password);
    const cookie = answer.headers.get("set-cookie") ?? "";
    const token = /Bearer ([^;]+)/.exec(cookie)?.[1] ?? "";
    expect(cookie).toBe(cookieWith(token).replace("1800", "60"));
    brief.server.advance(55_000);
    expect((await brief.current(token)).status).toBe(200);
    brief.server.advance(6000);
    expect(said(await brief.current(token))).toBe(UNAUTHORIZED);
    // What a page still holds of it does not keep a good cookie from working.
    const next = /Bearer ([^;]+)/.exec((await brief.login(email, password)).headers.get("set-cookie") ?? "")?.[1] ?? "";
    const headers = { authorization: `Bearer ${token}`, cookie: `access_token=Bearer ${next}` };
    expect((await brief.call("GET", "/api/users/current", { headers })).status).toBe(200);
  });
});
