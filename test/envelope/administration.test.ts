import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { freshName } from "../fixtures/fresh.ts";
import {
  EMAIL_TAKEN,
  envelopeServer,
  failure,
  type Member,
  ok,
  said,
  tokenIn,
  tally,
  TIME,
  UNAUTHORIZED,
  USERNAME_TAKEN,
  WRONG_LOGIN,
} from "./support.ts";

const shop = envelopeServer();
let administrator: Member;
let subject: Member;
beforeAll(async () => {
  administrator = await shop.administrator();
});
beforeEach(async () => {
  subject = await shop.member();
});

const person = (more: Record<string, unknown> = {}) => {
  const username = freshName();
  const flags = { is_admin: false, is_active: true };
  return { username, email: `${username}@example.com`, phone: "+1 555", password: "long enough", ...flags, ...more };
};
const act = (method: string, path: string, body?: unknown) =>
  shop.call(method, path, { token: administrator.token, body });
const create = (body: unknown) => act("POST", "/api/users", body);
const put = (id: number, body: unknown) => act("PUT", `/api/users/${id}`, body);
const patch = (id: number, body: unknown) => act("PATCH", `/api/users/${id}`, body);
const stored = (id: number) => shop.server.deps.db.user.findUniqueOrThrow({ where: { id } });

/** The document's eight fields in its order, with times that are whatever they are. */
function shown(
  message: string,
  { json }: { json: { data: Record<string, unknown> } },
  fields: Record<string, unknown>,
) {
  const { id, created_at, updated_at } = json.data;
  const { username, email, phone, is_admin, is_active } = fields;
  for (const time of [created_at, updated_at]) expect(time).toMatch(TIME);
  return ok(message, { id, username, email, phone, is_admin, is_active, created_at, updated_at });
}

describe("creating an account", () => {
  it("shows what was made, but not the password [POST /api/users OK]", async () => {
    const body = person({ is_admin: true });
    const answer = await create(body);
    expect(said(answer)).toBe(shown("用户创建成功", answer, body));
    expect(answer.json.data.id).toBeGreaterThan(subject.id);
  });

  it("makes one that logs in here, at the bearer contract and through GraphQL", async () => {
    const { email, password } = person();
    await create({ ...person(), email, password });
    expect((await shop.login(email, password)).status).toBe(200);
    expect((await shop.server.send("POST", "/api/users/login", { body: { email, password } })).status).toBe(200);
    const query = "mutation ($input: LoginInput!) { login(input: $input) { user { email } } }";
    const { data } = await shop.server.graphql(query, { input: { account: email, password } });
    expect(data.login.user.email).toBe(email);
  });

  it("needs no phone number and no flags", async () => {
    const { username, email, password } = person();
    const answer = await create({ username, email, password });
    expect(said(answer)).toBe(
      shown("用户创建成功", answer, { username, email, phone: "", is_admin: false, is_active: true }),
    );
  });

  it("can make a disabled one", async () => {
    const body = person({ is_active: false });
    expect((await create(body)).json.data.is_active).toBe(false);
    expect((await shop.login(body.email, body.password)).status).toBe(403);
  });

  it("signs nobody in and mails nobody", async () => {
    const sent = shop.server.deps.mailer.stats.sent;
    expect((await create(person())).headers.getSetCookie()).toEqual([]);
    expect(shop.server.deps.mailer.stats.sent).toBe(sent);
  });

  it.each([["email"], ["username"], ["password"]])("needs %s", async (name) => {
    expect(said(await create({ ...person(), [name]: undefined }))).toBe(failure(422, `${name}：缺少必填字段`));
  });

  it.each([
    [{ email: "nobody" }, "email：不是有效的邮箱地址"],
    [{ password: "1234567" }, "password：至少需要 8 个字符"],
    [{ password: "x".repeat(129) }, "password：最多 128 个字符"],
    [{ username: " " }, "username：不能为空"],
    [{ username: "a@b" }, "username：格式不正确"],
    [{ username: "a b" }, "username：格式不正确"],
    [{ username: "x".repeat(65) }, "username：最多 64 个字符"],
    [{ is_admin: "yes" }, "is_admin：必须是布尔值"],
    [{ is_active: 2 }, "is_active：必须是布尔值"],
    [{ is_active: "" }, "is_active：必须是布尔值"],
    [{ phone: 5551234 }, "phone：必须是字符串"],
    [{ phone: "x".repeat(65) }, "phone：最多 64 个字符"],
    [{ is_admin: [], username: "" }, "username：不能为空；is_admin：必须是布尔值"],
  ])("refuses %j", async (wrong, message) => {
    const body = person(wrong);
    expect(said(await create(body))).toBe(failure(422, message));
    expect(said(await put(subject.id, body))).toBe(failure(422, message));
    expect(said(await patch(subject.id, wrong))).toBe(failure(422, message));
  });

  it("ignores fields that are nobody's to set", async () => {
    const { data } = (await create(person({ id: 7, created_at: "1999-01-01", is_deleted: true }))).json;
    expect(data.id).not.toBe(7);
    expect(data.created_at).not.toContain("1999");
  });
});

describe("422 `邮箱已被注册` and `用户名已存在`", () => {
  it("come from creating [POST /api/users EMAIL_TAKEN]", async () => {
    const { email, username } = subject;
    expect(said(await create(person({ email })))).toBe(EMAIL_TAKEN);
    expect(said(await create(person({ email: ` ${email.toUpperCase()} ` })))).toBe(EMAIL_TAKEN);
    expect(said(await create(person({ username })))).toBe(USERNAME_TAKEN);
    expect(said(await create(person({ username: username.toUpperCase() })))).toBe(USERNAME_TAKEN);
  });

  it("come from POST, PUT and PATCH, which then change nothing [PUT /api/users/{user_id} EMAIL_TAKEN] [PATCH /api/users/{user_id} EMAIL_TAKEN] [envelope * USERNAME_TAKEN]", async () => {
    const { id } = subject;
    const before = await stored(id);
    const { email, username } = administrator;
    for (const taken of [{ email: email.toUpperCase() }, { username: username.toUpperCase() }]) {
      const text = "email" in taken ? EMAIL_TAKEN : USERNAME_TAKEN;
      expect(said(await create(person(taken)))).toBe(text);
      expect(said(await put(id, person(taken)))).toBe(text);
      expect(said(await patch(id, { ...taken, phone: "1", password: "another password" }))).toBe(text);
    }
    expect(await stored(id)).toEqual(before);
    expect((await shop.current(subject.token)).status).toBe(200);
  });

  it("do not come from an account's own address and username in another case", async () => {
    const { id, email, username } = subject;
    const own = { email: email.toUpperCase(), username: username.toUpperCase() };
    expect((await patch(id, own)).json.data).toMatchObject(own);
    expect((await put(id, person({ email, username }))).json.data).toMatchObject({ email, username });
  });

  it("come to all but one of ten who create the same account at once", async () => {
    const body = person();
    const answers = await Promise.all(Array.from({ length: 10 }, () => create(body)));
    const { 200: made, [EMAIL_TAKEN]: emails = 0, [USERNAME_TAKEN]: usernames = 0 } = tally(answers);
    expect([made, emails + usernames]).toEqual([1, 9]);
  });
});

describe("PUT", () => {
  it("replaces every field and shows the account [PUT /api/users/{user_id} OK]", async () => {
    const body = person({ is_admin: true });
    const answer = await put(subject.id, body);
    expect(said(answer)).toBe(shown("用户更新成功", answer, body));
    expect(answer.json.data.id).toBe(subject.id);
    expect(answer.json.data.created_at).toBe((await stored(subject.id)).createdAt.toISOString());
    expect((await shop.login(body.username, body.password)).status).toBe(200);
    expect(said(await shop.login(subject.email, subject.password))).toBe(WRONG_LOGIN);
    expect((await put(subject.id, { ...body, phone: "" })).json.data.phone).toBe("");
  });

  it.each(["username", "email", "password"])("wants %s", async (name) => {
    const answer = await put(subject.id, { ...person(), [name]: undefined });
    expect(said(answer)).toBe(failure(422, `${name}：缺少必填字段`));
    expect((await stored(subject.id)).username).toBe(subject.username);
  });

  it("names every field that is missing", async () => {
    const names = ["username", "email", "password"];
    const message = names.map((name) => `${name}：缺少必填字段`).join("；");
    expect(said(await put(subject.id, {}))).toBe(failure(422, message));
  });
});

describe("PATCH", () => {
  it.each([
    [{ phone: "+44" }, { phone: "+44" }],
    [{ phone: "" }, { phone: "" }],
    [{ is_admin: true }, { is_admin: true }],
    [{ is_active: false }, { is_active: false }],
    [{ username: " New.Name " }, { username: "New.Name" }],
    [{ email: " New@Example.com" }, { email: "New@Example.com" }],
    [{ phone: "1", colour: "red" }, { phone: "1" }],
  ])("changes %j and nothing else", async (body, change) => {
    await shop.set(subject.id, { phone: "before" });
    const { username, email } = subject;
    const answer = await patch(subject.id, body);
    const before = { username, email, phone: "before", is_admin: false, is_active: true };
    expect(said(answer)).toBe(shown("用户字段更新成功", answer, { ...before, ...change }));
    await act("DELETE", `/api/users/${subject.id}`);
  });

  it("wants at least one field that it knows", async () => {
    for (const body of [{}, { colour: "red" }, { isAdmin: true, phoneNumber: "1" }]) {
      expect(said(await patch(subject.id, body))).toBe(failure(422, "请求数据至少需要一个可更新的字段"));
    }
  });

  it("sets a password, which ends the account's sessions", async () => {
    await patch(subject.id, { password: "set by administrator" });
    expect(said(await shop.login(subject.email, subject.password))).toBe(WRONG_LOGIN);
    expect((await shop.login(subject.email, "set by administrator")).status).toBe(200);
    expect(said(await shop.current(subject.token))).toBe(UNAUTHORIZED);
    expect(said(await shop.refresh(subject.refreshToken))).toBe(UNAUTHORIZED);
  });

  it("disables, which ends the account's sessions, and enables [PATCH /api/users/{user_id} OK]", async () => {
    await patch(subject.id, { is_active: false });
    expect(said(await shop.current(subject.token))).toBe(UNAUTHORIZED);
    expect(said(await shop.refresh(subject.refreshToken))).toBe(UNAUTHORIZED);
    expect((await shop.login(subject.email, subject.password)).status).toBe(403);
    await patch(subject.id, { is_active: true });
    expect((await shop.login(subject.email, subject.password)).status).toBe(200);
  });

  it("gives and takes an administrator's rights at once; taking them ends the sessions", async () => {
    const asSubject = (token = subject.token) => shop.call("POST", "/api/products", { token, body: {} });
    expect((await asSubject()).status).toBe(403);
    await patch(subject.id, { is_admin: true });
    expect((await asSubject()).status).toBe(422);
    await patch(subject.id, { is_admin: false });
    expect(said(await asSubject())).toBe(UNAUTHORIZED);
    expect((await asSubject(tokenIn(await shop.login(subject.email, subject.password)))).status).toBe(403);
  });

  it("moves updated_at forward and leaves created_at", async () => {
    const before = (await shop.current(subject.token)).json.data;
    await new Promise((resolve) => setTimeout(resolve, 5));
    const after = (await patch(subject.id, { phone: "2" })).json.data;
    expect(after.created_at).toBe(before.created_at);
    expect(Date.parse(after.updated_at)).toBeGreaterThan(Date.parse(before.updated_at));
  });
});
