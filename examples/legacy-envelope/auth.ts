import { randomBytes, randomInt } from "node:crypto";
import bcrypt from "bcrypt";
import type Sqlite from "better-sqlite3";
import type { Express, Request, Response } from "express";
import { naive, type UserRow } from "./database.ts";
import { bodyOf, fail, isAddress, isPassword, optionalText, succeed, textIn } from "./envelope.ts";

/** Cheap: this server is there to be compared with, not to be attacked. */
export const ROUNDS = 4;

const ACCESS_SECONDS = 1800;
const CODE_SECONDS = 300;

interface Session {
  readonly user: number;
  readonly refreshToken: string;
}

/** Who has signed a request. @throws {Failure} 401 */
export type SignedIn = (req: Request) => UserRow;

/** Section 1 of the document. Sessions and codes are kept in memory. */
export function authRoutes(app: Express, database: Sqlite.Database): SignedIn {
  const sessions = new Map<string, Session>();
  const codes = new Map<string, { readonly code: string; readonly ends: number }>();

  const live = (condition: string, ...values: unknown[]) =>
    database.prepare<unknown[], UserRow>(`SELECT * FROM users WHERE NOT is_deleted AND ${condition}`).get(...values);
  const byAddress = (email: string) => live("lower(email) = lower(?)", email);

  const sendCode = (email: string, purpose: string): void => {
    const code = String(randomInt(1_000_000)).padStart(6, "0");
    codes.set(`${purpose} ${email.toLowerCase()}`, { code, ends: Date.now() + CODE_SECONDS * 1000 });
    console.log(`mail ${JSON.stringify({ to: email, code })}`);
  };
  const useCode = (email: string, purpose: string, code: string): void => {
    const name = `${purpose} ${email.toLowerCase()}`;
    const held = codes.get(name);
    if (held?.code !== code || held.ends < Date.now()) fail(400, "验证码错误或已过期");
    codes.delete(name);
  };
  const giveCookie = (res: Response, session: Session): void => {
    const token = [randomBytes(16), randomBytes(48), randomBytes(32)]
      .map((part) => part.toString("base64url"))
      .join(".");
    sessions.set(token, session);
    const attributes = `HttpOnly; Secure; Path=/; SameSite=Strict; Max-Age=${ACCESS_SECONDS}`;
    res.setHeader("Set-Cookie", `access_token=Bearer ${token}; ${attributes}`);
  };
  const signIn = (req: Request, res: Response, user: UserRow, message: string): void => {
    if (!user.is_active) fail(403, "账户已被禁用");
    const refreshToken = `${randomBytes(12).toString("base64url")}.${randomBytes(48).toString("base64url")}.r`;
    giveCookie(res, { user: user.id, refreshToken });
    const ip = req.ip ?? "";
    database
      .prepare("UPDATE users SET ip_address = ?, last_login = ? WHERE id = ?")
      .run(ip, naive(new Date()), user.id);
    const { username, email } = user;
    succeed(res, { username, email, refresh_token: refreshToken, ip_address: ip }, message);
  };
  const tokenIn = (req: Request): string => {
    const header = /^Bearer (\S+)$/i.exec(req.get("authorization") ?? "")?.[1];
    const cookie = /(?:^|; )access_token=Bearer(?: |%20)([^;]+)/.exec(req.get("cookie") ?? "")?.[1];
    return [header, cookie].find((token) => token !== undefined && sessions.has(token)) ?? fail(401, "未授权");
  };

  app.post("/users/register/precheck", (req, res) => {
    const email = textIn(bodyOf(req), "email", isAddress);
    if (byAddress(email)) fail(422, "邮箱已被注册");
    sendCode(email, "register");
    succeed(res, { expire_in: CODE_SECONDS }, "验证码已发送");
  });
  app.post("/users/register/verify", (req, res) => {
    const body = bodyOf(req);
    const [email, password] = [textIn(body, "email", isAddress), textIn(body, "password", isPassword)];
    useCode(email, "register", textIn(body, "code"));
    if (byAddress(email)) fail(422, "邮箱已被注册");
    const [wanted = ""] = email.split("@", 1);
    const username = live("username = ?", wanted) ? `${wanted}${randomInt(10_000)}` : wanted;
    const [hash, now] = [bcrypt.hashSync(password, ROUNDS), naive(new Date())];
    database
      .prepare(
        `INSERT INTO users (username, email, password, is_admin, is_active, is_deleted, created_at, updated_at)
         VALUES (?, ?, ?, 0, 1, 0, ?, ?)`,
      )
      .run(username, email, hash, now, now);
    signIn(req, res, byAddress(email) ?? fail(500, "服务器错误"), "注册成功");
  });
  app.post("/users/login", (req, res) => {
    const body = bodyOf(req);
    const [account, password] = [textIn(body, "account"), textIn(body, "password")];
    const user = byAddress(account) ?? live("username = ?", account) ?? live("phone = ?", account);
    if (!user || !bcrypt.compareSync(password, user.password)) fail(401, "账号或密码错误");
    signIn(req, res, user, "登录成功");
  });
  app.post("/users/send_verification_code_by_email", (req, res) => {
    const body = bodyOf(req);
    const token = optionalText(body, "refresh_token");
    const owner = [...sessions.values()].find(({ refreshToken }) => refreshToken === token)?.user;
    const email = optionalText(body, "email") ?? live("id = ?", owner ?? 0)?.email ?? fail(401, "未授权");
    if (byAddress(email)) sendCode(email, "sign in");
    succeed(res, { expire_in: CODE_SECONDS }, "验证码已发送");
  });
  app.post("/users/login_by_email", (req, res) => {
    const body = bodyOf(req);
    const email = textIn(body, "email", isAddress);
    useCode(email, "sign in", textIn(body, "code"));
    signIn(req, res, byAddress(email) ?? fail(400, "验证码错误或已过期"), "登录成功");
  });
  app.post("/users/forgot_password_by_email", (req, res) => {
    const body = bodyOf(req);
    const [email, password] = [textIn(body, "email", isAddress), textIn(body, "password", isPassword)];
    useCode(email, "sign in", textIn(body, "code"));
    const user = byAddress(email) ?? fail(400, "验证码错误或已过期");
    const hash = bcrypt.hashSync(password, ROUNDS);
    database
      .prepare("UPDATE users SET password = ?, updated_at = ? WHERE id = ?")
      .run(hash, naive(new Date()), user.id);
    for (const [token, session] of sessions) if (session.user === user.id) sessions.delete(token);
    succeed(res, null, "密码重置成功");
  });
  app.post("/users/refresh_token", (req, res) => {
    const token = textIn(bodyOf(req), "refresh_token");
    const session = [...sessions.values()].find(({ refreshToken }) => refreshToken === token) ?? fail(401, "未授权");
    giveCookie(res, session);
    succeed(res, { username: live("id = ?", session.user)?.username }, "令牌刷新成功");
  });
  app.get("/users/logout", (req, res) => {
    const session = sessions.get(tokenIn(req));
    for (const [token, held] of sessions) if (held === session) sessions.delete(token);
    res.setHeader("Set-Cookie", "access_token=; HttpOnly; Secure; Path=/; SameSite=Strict; Max-Age=0");
    succeed(res, null, "退出登录成功");
  });

  return (req) => live("id = ?", sessions.get(tokenIn(req))?.user) ?? fail(401, "未授权");
}
