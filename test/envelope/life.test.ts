import { AxiosHeaders, type AxiosInstance, create } from "axios";
import { CookieJar } from "tough-cookie";
import { beforeAll, describe, expect, it } from "vitest";
import { freshEmail } from "../fixtures/fresh.ts";
import { envelopeServer, failure, JWT } from "./support.ts";

const shop = envelopeServer();

/**
 * A browser, as far as cookies go: an axios instance whose interceptors put what the jar holds on each request and what
 * each answer sets into the jar. The server speaks plain HTTP here as it does behind a proxy that ends TLS, and a `Secure`
 * cookie is neither taken from nor sent to such a URL. So the jar is told the URL that the browser would see: the same
 * one with https. Everything else (HttpOnly, Path, SameSite, Max-Age) is the jar's to judge; `loose` stays off, so a
 * cookie that RFC 6265 would not parse is none.
 */
function browser(baseURL: string, jar: CookieJar): AxiosInstance {
  const seen = (url: string) => new URL(url, baseURL.replace("http:", "https:")).href;
  const client = create({ baseURL, validateStatus: () => true });
  client.interceptors.request.use(async (config) => {
    const cookie = await jar.getCookieString(seen(config.url ?? ""), { sameSiteContext: "strict" });
    if (cookie !== "") config.headers.set("Cookie", cookie);
    return config;
  });
  client.interceptors.response.use(async (response) => {
    for (const cookie of AxiosHeaders.from(response.headers as AxiosHeaders).getSetCookie()) {
      await jar.setCookie(cookie, seen(response.config.url ?? ""), { sameSiteContext: "strict", ignoreError: false });
    }
    return response;
  });
  return client;
}

describe("a whole life, with the cookie alone", () => {
  const jar = new CookieJar();
  const email = freshEmail();
  const username = email.split("@")[0];
  const [first, second] = ["P@ssw0rd123!", "N3w p@ssword!"];
  let client: AxiosInstance;
  let refreshToken = "";
  beforeAll(() => {
    client = browser(shop.server.url, jar);
  });

  const post = async (path: string, body: unknown) => {
    const { status, data } = await client.post<{ code: number; message: string; data: Record<string, string> }>(
      path,
      body,
    );
    expect(data.code).toBe(status);
    return data;
  };
  const get = async (path: string) => {
    const { status, data } = await client.get<{ code: number; message: string; data: Record<string, unknown> }>(path);
    expect(data.code).toBe(status);
    return data;
  };
  const current = () => get("/api/users/current");
  const signedOut = JSON.parse(failure(401, "未授权").slice(4));
  /** As somebody reads it from the mail. */
  const codeFromMail = async () => {
    const { data: mails } = await client.get<{ to: string; text: string }[]>("/dev/mail.json");
    const [mail] = mails.filter(({ to }) => to === email);
    return /^ {4}(\d{6})$/m.exec(mail?.text ?? "")?.[1] ?? "";
  };
  const held = () => jar.getCookies(shop.server.url.replace("http:", "https:"));

  it("begins with nobody", async () => {
    expect(await current()).toEqual(signedOut);
  });

  it("asks for a code", async () => {
    expect(await post("/users/register/precheck", { email })).toMatchObject({ code: 200, data: { expire_in: 300 } });
    expect(await codeFromMail()).toMatch(/^\d{6}$/);
  });

  it("registers with the code from the mail, and is signed in by the cookie", async () => {
    const body = { email, code: await codeFromMail(), password: first };
    const { message, data } = await post("/users/register/verify", body);
    expect(message).toBe("注册成功");
    refreshToken = data["refresh_token"] ?? "";
    expect(refreshToken).toMatch(JWT);
    expect((await current()).data).toMatchObject({ username, email, is_admin: false, is_active: true });
  });

  it("holds a cookie that only this server gets, over TLS, out of reach of scripts and of other sites", async () => {
    const [cookie, ...others] = await held();
    expect(others).toEqual([]);
    expect(cookie?.toJSON()).toMatchObject({
      key: "access_token",
      httpOnly: true,
      secure: true,
      path: "/",
      sameSite: "strict",
      maxAge: 1800,
      hostOnly: true,
    });
    const url = shop.server.url.replace("http:", "https:");
    expect(await jar.getCookies(url, { sameSiteContext: "none" })).toEqual([]);
    expect(await jar.getCookies("https://shop.example/")).toEqual([]);
    expect(await jar.getCookies(url.replace(/^https:..[^/]+/, "http://shop.example"))).toEqual([]);
  });

  it("comes back after half an hour and renews the token", async () => {
    shop.server.advance(31 * 60_000);
    expect(await current()).toEqual(signedOut);
    const renewed = await post("/users/refresh_token", { refresh_token: refreshToken });
    expect(renewed).toEqual({ code: 200, message: "令牌刷新成功", data: { username } });
    expect((await current()).data).toMatchObject({ email });
  });

  it("logs out, and the cookie is gone", async () => {
    expect(await get("/users/logout")).toEqual({ code: 200, message: "退出登录成功", data: null });
    expect(await held()).toEqual([]);
    expect(await current()).toEqual(signedOut);
    expect(await post("/users/refresh_token", { refresh_token: refreshToken })).toEqual(signedOut);
  });

  it("forgets the password and sets another with a code", async () => {
    expect((await post("/users/login", { account: email, password: "what was it" })).message).toBe("账号或密码错误");
    await post("/users/send_verification_code_by_email", { email });
    const body = { email, code: await codeFromMail(), password: second };
    expect(await post("/users/forgot_password_by_email", body)).toEqual({
      code: 200,
      message: "密码重置成功",
      data: null,
    });
    expect(await held()).toEqual([]);
    expect((await post("/users/login", { account: email, password: first })).code).toBe(401);
    expect((await post("/users/login", { account: username, password: second })).message).toBe("登录成功");
    expect((await current()).data).toMatchObject({ email });
    await get("/users/logout");
  });

  it("logs in by code, without any password", async () => {
    await post("/users/send_verification_code_by_email", { email });
    const code = await codeFromMail();
    expect((await post("/users/login_by_email", { email, code })).message).toBe("登录成功");
    expect((await current()).data).toMatchObject({ email, username });
    expect((await post("/users/login_by_email", { email, code })).message).toBe("验证码错误或已过期");
    await get("/users/logout");
    expect(await current()).toEqual(signedOut);
  });
});
