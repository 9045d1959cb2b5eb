import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  CODE_REJECTED,
  envelopeServer,
  failure,
  type Member,
  ok,
  PASSWORD,
  said,
  tally,
  UNAUTHORIZED,
  USER_NOT_FOUND,
  WRONG_LOGIN,
} from "./support.ts";

const shop = envelopeServer();
const DELETED = ok("用户删除成功", null);
let administrator: Member;
beforeAll(async () => {
  administrator = await shop.administrator();
});
const act = (method: string, id: number, body?: unknown) =>
  shop.call(method, `/api/users/${id}`, { token: administrator.token, body });

describe("a deleted account", () => {
  let gone: Member;
  let bearerToken: string;
  let graphql: { accessToken: string; refreshToken: string };
  const LOGIN = "mutation ($input: LoginInput!) { login(input: $input) { accessToken refreshToken } }";

  beforeEach(async () => {
    gone = await shop.member();
    const { email, password } = gone;
    const bearer = await shop.server.send("POST", "/api/users/login", { body: { email, password } });
    bearerToken = bearer.json.access_token;
    graphql = (await shop.server.graphql(LOGIN, { input: { account: email, password } })).data.login;
    expect(said(await act("DELETE", gone.id))).toBe(DELETED);
  });

  it("is 404 for whoever looks for it", async () => {
    const path = `/api/users/ip_history/${gone.id}`;
    expect(said(await shop.call("GET", path, { token: administrator.token }))).toBe(USER_NOT_FOUND);
    expect(said(await act("PATCH", gone.id, { is_active: true }))).toBe(USER_NOT_FOUND);
    expect(said(await act("DELETE", gone.id))).toBe(USER_NOT_FOUND);
    const query = "query ($id: ID!) { user(id: $id) { id } }";
    const { data } = await shop.server.graphql(query, { id: String(gone.id) }, administrator.token);
    expect(data.user).toBeNull();
  });

  it("has no session left, at no door", async () => {
    expect(await shop.server.deps.sessions.list(gone.id)).toEqual([]);
    for (const token of [gone.token, bearerToken, graphql.accessToken]) {
      expect(said(await shop.current(token))).toBe(UNAUTHORIZED);
      expect(said(await shop.call("GET", "/users/logout", { token }))).toBe(UNAUTHORIZED);
      const headers = { authorization: `Bearer ${token}` };
      const me = await shop.server.send("GET", "/api/users/me", { headers });
      expect(said(me)).toBe('401 {"detail":"User not found"}');
      const { errors } = await shop.server.graphql("{ me { id } }", {}, token);
      expect(errors?.[0]?.extensions["code"]).toBe("ACCOUNT_GONE");
    }
    for (const token of [gone.refreshToken, graphql.refreshToken]) {
      expect(said(await shop.refresh(token))).toBe(UNAUTHORIZED);
    }
    const renewal = "mutation ($token: String!) { refreshSession(refreshToken: $token) { accessToken } }";
    const { errors } = await shop.server.graphql(renewal, { token: graphql.refreshToken });
    expect(errors?.[0]?.extensions["code"]).toBe("REFRESH_REJECTED");
  });

  it("keeps its number and its history, and nothing that tells who it was", async () => {
    const { db } = shop.server.deps;
    const { email, username, ...row } = await db.user.findUniqueOrThrow({
      where: { id: gone.id },
      include: { info: true, networks: true },
    });
    expect([email, username, row.searchKey]).toEqual(["", "", ""]);
    expect(row).toMatchObject({ emailKey: null, usernameKey: null, passwordHash: null, phone: null });
    expect(row).toMatchObject({ lastLoginIp: null, info: null, networks: [] });
    expect(await db.loginAttempt.count({ where: { userId: gone.id } })).toBe(3);
  });

  it("does not log in, at no door", async () => {
    const { email, username, password } = gone;
    for (const account of [email, username]) expect(said(await shop.login(account, password))).toBe(WRONG_LOGIN);
    expect((await shop.server.send("POST", "/api/users/login", { body: { email, password } })).status).toBe(400);
    const { errors } = await shop.server.graphql(LOGIN, { input: { account: email, password } });
    expect(errors?.[0]?.extensions["code"]).toBe("INVALID_CREDENTIALS");
  });

  it("gets no mail, and no code signs it in", async () => {
    const { email } = gone;
    const before = shop.mails(email);
    for (const body of [{ email }, { refresh_token: gone.refreshToken }]) {
      expect((await shop.post("/users/send_verification_code_by_email", body)).status).toBe(200);
    }
    expect(shop.mails(email)).toBe(before);
    expect(said(await shop.post("/users/login_by_email", { email, code: "000000" }))).toBe(CODE_REJECTED);
  });

  it("gives its address and username to whoever registers next, and nothing else", async () => {
    const next = await shop.member({ email: gone.email, password: "somebody else's" });
    expect(next.username).toBe(gone.username);
    expect(next.id).not.toBe(gone.id);
    expect(said(await shop.login(gone.email, PASSWORD))).toBe(WRONG_LOGIN);
    expect(said(await shop.current(gone.token))).toBe(UNAUTHORIZED);
    expect((await shop.current(next.token)).json.data.id).toBe(next.id);
  });

  it("gives its address and username to an account that an administrator makes", async () => {
    const { email, username } = gone;
    const body = { username: username.toUpperCase(), email: email.toUpperCase(), password: PASSWORD };
    const made = await shop.call("POST", "/api/users", { body, token: administrator.token });
    expect(made.json.message).toBe("用户创建成功");
  });

  it("is still on record", async () => {
    const row = await shop.server.deps.db.user.findUniqueOrThrow({ where: { id: gone.id } });
    expect(row.deletedAt).toBeInstanceOf(Date);
  });
});

describe("a code from before the deletion", () => {
  it("signs nobody in", async () => {
    const { id, email } = await shop.member();
    const code = await shop.signInCode(email);
    await act("DELETE", id);
    expect(said(await shop.post("/users/login_by_email", { email, code }))).toBe(CODE_REJECTED);
    const body = { email, code, password: PASSWORD };
    expect(said(await shop.post("/users/forgot_password_by_email", body))).toBe(CODE_REJECTED);
  });
});

it("deleting happens once for five at once [DELETE /api/users/{user_id} OK]", async () => {
  const { id } = await shop.member();
  const answers = await Promise.all([1, 2, 3, 4, 5].map(() => act("DELETE", id)));
  expect(tally(answers)).toEqual({ 200: 1, [USER_NOT_FOUND]: 4 });
});

describe("the last active administrator", () => {
  const LAST = failure(400, "不能删除、禁用或降级最后一个管理员");
  const asIs = () => shop.server.deps.db.user.findUniqueOrThrow({ where: { id: administrator.id } });
  const whole = (more: object) => {
    const { username, email } = administrator;
    return { username, email, phone: "9", password: "another password", is_admin: true, is_active: true, ...more };
  };

  it("cannot be deleted, disabled or demoted, and nothing changes [envelope * LAST_ADMINISTRATOR]", async () => {
    const refused: [string, object?][] = [
      ["DELETE"],
      ["PATCH", { is_active: false }],
      ["PATCH", { is_admin: false }],
      ["PUT", whole({ is_active: false })],
      ["PUT", whole({ is_admin: false })],
      ["PATCH", whole({ username: "somebody.else", is_admin: false })],
    ];
    for (const [method, body] of refused) {
      const before = await asIs();
      expect(said(await act(method, administrator.id, body)), `${method} ${JSON.stringify(body)}`).toBe(LAST);
      expect(await asIs()).toEqual(before);
      expect((await shop.current(administrator.token)).status).toBe(200);
      expect((await shop.login(administrator.email, administrator.password)).status).toBe(200);
    }
  });

  it("is the last also when others are disabled or deleted", async () => {
    const [disabled, deleted] = [await shop.administrator(), await shop.administrator()];
    expect((await act("PATCH", disabled.id, { is_active: false })).status).toBe(200);
    expect((await act("DELETE", deleted.id)).status).toBe(200);
    expect(said(await act("DELETE", administrator.id))).toBe(LAST);
    expect((await act("PATCH", disabled.id, { is_admin: false })).status).toBe(200);
    expect((await act("DELETE", disabled.id)).status).toBe(200);
  });

  it("may change all else", async () => {
    const { id } = administrator;
    expect((await act("PATCH", id, { phone: "1", is_admin: true, is_active: true })).status).toBe(200);
  });

  it("remains, when two delete each other at once", async () => {
    for (let round = 0; round < 5; round += 1) {
      const [a, b] = [await shop.administrator(), await shop.administrator()];
      await shop.set(administrator.id, { isAdmin: false });
      const remove = (by: Member, whom: Member) => shop.call("DELETE", `/api/users/${whom.id}`, { token: by.token });
      const demote = (by: Member, whom: Member) =>
        shop.call("PATCH", `/api/users/${whom.id}`, { token: by.token, body: { is_admin: false } });
      const answers = await Promise.all([remove(a, b), demote(b, a)]);
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      const { db } = shop.server.deps;
      const inOffice = { isAdmin: true, isActive: true, deletedAt: null };
      expect(await db.user.count({ where: inOffice })).toBe(1);
      await db.user.updateMany({ where: inOffice, data: { isAdmin: false } });
      await shop.set(administrator.id, { isAdmin: true });
    }
  });

  it("hands over to another and may then go", async () => {
    const next = await shop.administrator();
    expect(said(await act("DELETE", administrator.id))).toBe(DELETED);
    expect(said(await shop.current(administrator.token))).toBe(UNAUTHORIZED);
    const last = await shop.call("DELETE", `/api/users/${next.id}`, { token: next.token });
    expect(said(last)).toBe(LAST);
  });
});
