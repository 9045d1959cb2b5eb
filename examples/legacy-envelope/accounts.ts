import bcrypt from "bcrypt";
import type Sqlite from "better-sqlite3";
import type { Express, Request } from "express";
import { ROUNDS, type SignedIn } from "./auth.ts";
import { naive, type UserRow, withZone } from "./database.ts";
import { bodyOf, fail, idIn, isAddress, isPassword, optionalText, succeed, textIn, truthIn } from "./envelope.ts";

type Columns = Pick<UserRow, "username" | "email" | "phone" | "password" | "is_admin" | "is_active">;

const asAccount = (user: UserRow) => ({
  id: user.id,
  username: user.username,
  email: user.email,
  phone: user.phone ?? "",
  is_admin: user.is_admin === 1,
  is_active: user.is_active === 1,
});
const times = (user: UserRow) => ({ created_at: withZone(user.created_at), updated_at: withZone(user.updated_at) });

/** Section 2 of the document. */
export function accountRoutes(app: Express, database: Sqlite.Database, signedIn: SignedIn): void {
  const find = (condition: string, value: unknown) =>
    database.prepare<unknown[], UserRow>(`SELECT * FROM users WHERE NOT is_deleted AND ${condition}`).get(value);
  const wanted = (req: Request) => find("id = ?", idIn(req, "user_id")) ?? fail(404, "用户不存在");
  const administrator = (req: Request) => (signedIn(req).is_admin ? undefined : fail(403, "需要管理员权限"));
  const requireFree = (column: "email" | "username", value: string, own?: UserRow): void => {
    const holder = find(`lower(${column}) = lower(?)`, value);
    if (holder && holder.id !== own?.id) fail(422, column === "email" ? "邮箱已被注册" : "用户名已存在");
  };
  const columns = (req: Request, own?: UserRow): Columns => {
    const body = {
      ...own,
      ...(own && { password: undefined, is_admin: own.is_admin === 1, is_active: own.is_active === 1 }),
      ...bodyOf(req),
    };
    const [username, email] = [textIn(body, "username", (value) => value !== ""), textIn(body, "email", isAddress)];
    const password = body.password === undefined ? undefined : textIn(body, "password", isPassword);
    if (password === undefined && !own) fail(422, "password：缺少必填字段");
    requireFree("email", email, own);
    requireFree("username", username, own);
    return {
      username,
      email,
      phone: optionalText(body, "phone") || null,
      password: password === undefined ? (own?.password ?? "") : bcrypt.hashSync(password, ROUNDS),
      is_admin: truthIn(body, "is_admin", false) ? 1 : 0,
      is_active: truthIn(body, "is_active", true) ? 1 : 0,
    };
  };
  const change = (req: Request): UserRow => {
    administrator(req);
    const user = wanted(req);
    database
      .prepare(
        `UPDATE users SET username = :username, email = :email, phone = :phone, password = :password,
         is_admin = :is_admin, is_active = :is_active, updated_at = :now WHERE id = :id`,
      )
      .run({ ...columns(req, user), now: naive(new Date()), id: user.id });
    return wanted(req);
  };

  app.get("/api/users/current", (req, res) => {
    const user = signedIn(req);
    const last = { ip_address: user.ip_address ?? "", last_login: withZone(user.last_login) };
    succeed(res, { ...asAccount(user), ...last, ...times(user) });
  });
  app.get("/api/users/ip_history/:user_id", (req, res) => {
    const viewer = signedIn(req);
    if (!viewer.is_admin && viewer.id !== idIn(req, "user_id")) fail(403, "禁止访问");
    const { ip_address, last_login, username, email } = wanted(req);
    const data = { current_ip: ip_address ?? "", last_login: withZone(last_login), user_info: { username, email } };
    succeed(res, data, "获取用户IP历史成功");
  });
  app.post("/api/users", (req, res) => {
    administrator(req);
    const now = naive(new Date());
    const { lastInsertRowid } = database
      .prepare(
        `INSERT INTO users (username, email, phone, password, is_admin, is_active, is_deleted, created_at, updated_at)
         VALUES (:username, :email, :phone, :password, :is_admin, :is_active, 0, :now, :now)`,
      )
      .run({ ...columns(req), now });
    const user = find("id = ?", lastInsertRowid) ?? fail(500, "服务器错误");
    succeed(res, { ...asAccount(user), ...times(user) }, "用户创建成功");
  });
  app.put("/api/users/:user_id", (req, res) => {
    const user = change(req);
    succeed(res, { ...asAccount(user), ...times(user) }, "用户更新成功");
  });
  app.patch("/api/users/:user_id", (req, res) => {
    const user = change(req);
    succeed(res, { ...asAccount(user), ...times(user) }, "用户字段更新成功");
  });
  app.delete("/api/users/:user_id", (req, res) => {
    administrator(req);
    database
      .prepare("UPDATE users SET is_deleted = 1, updated_at = ? WHERE id = ?")
      .run(naive(new Date()), wanted(req).id);
    succeed(res, null, "用户删除成功");
  });
}
