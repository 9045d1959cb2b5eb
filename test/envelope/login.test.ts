import argon2 from "argon2";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { freshEmail, freshName } from "../fixtures/fresh.ts";
import {
  DISABLED,
  envelopeServer,
  failure,
  JWT,
  type Member,
  ok,
  PASSWORD,
  said,
  tokenIn,
  WRONG_LOGIN,
} from "./support.ts";

const shop = envelopeServer();
let member: Member;
let serial = 0;
const freshPhone = () => `+86 138 0000 ${1000 + (serial += 1)}`;
beforeEach(async () => {
  member = await shop.member();
});

describe("login answers", () => {
  it("with the document's four fields, in its order [POST /users/login OK]", async () => {
    const { email, username, password } = member;
    const answer = await shop.login(email, password);
    const { refresh_token } = answer.json.data;
    expect(refresh_token).toMatch(JWT);
    expect(said(answer)).toBe(ok("登录成功", { username, email, refresh_token, ip_address: "127.0.0.1" }));
  });

  it("with another session each time; the earlier ones go on", async () => {
    const answers = [member, member, member].map(({ email, password }) => shop.login(email, password));
    const tokens = (await Promise.all(answers)).map(tokenIn);
    expect(new Set([...tokens, member.token]).size).toBe(4);
    for (const token of [...tokens, member.token]) expect((await shop.current(token)).status).toBe(200);
  });
});

describe("an account is found by", () => {
  it.each([
    ["its address", ({ email }: Member) => email],
    ["its address in capitals", ({ email }: Member) => email.toUpperCase()],
    ["its address with whitespace around it", ({ email }: Member) => `\r\n ${email}\t`],
    ["its username", ({ username }: Member) => username],
    ["its username in capitals", ({ username }: Member) => username.toUpperCase()],
  ])("%s", async (_how, account) => {
    expect((await shop.login(account(member), member.password)).json.data.email).toBe(member.email);
  });

  it("its phone number", async () => {
    const phone = freshPhone();
    await shop.set(member.id, { phone });
    expect((await shop.login(phone, member.password)).json.data.email).toBe(member.email);
    expect((await shop.login(` ${phone} `, member.password)).json.data.email).toBe(member.email);
  });

  it("a phone number that several have, when it has had it longest", async () => {
    const phone = freshPhone();
    const admin = await shop.administrator();
    const other = await shop.member({ password: "another password" });
    const give = (id: number) => shop.call("PATCH", `/api/users/${id}`, { token: admin.token, body: { phone } });
    await give(other.id);
    await give(member.id);
    expect((await shop.login(phone, other.password)).json.data.email).toBe(other.email);
    expect(said(await shop.login(phone, member.password))).toBe(WRONG_LOGIN);
    // To have it once more is to have had it since.
    await give(other.id);
    expect((await shop.login(phone, other.password)).status).toBe(200);
    await shop.call("PATCH", `/api/users/${other.id}`, { token: admin.token, body: { phone: freshPhone() } });
    expect((await shop.login(phone, member.password)).json.data.email).toBe(member.email);
    await give(other.id);
    expect(said(await shop.login(phone, other.password))).toBe(WRONG_LOGIN);
  });

  it("a phone number that only a deleted account had besides", async () => {
    const phone = freshPhone();
    const [administrator, other] = [await shop.administrator(), await shop.member()];
    await shop.set(member.id, { phone });
    await shop.set(other.id, { phone });
    await shop.call("DELETE", `/api/users/${other.id}`, { token: administrator.token });
    expect((await shop.login(phone, member.password)).json.data.email).toBe(member.email);
  });

  it("a username rather than another's phone number", async () => {
    const phone = `1390000${1000 + (serial += 1)}`;
    const named = await shop.member({ email: `${phone}@example.com`, password: "the username's" });
    await shop.set(member.id, { phone });
    expect((await shop.login(phone, named.password)).json.data.email).toBe(named.email);
    expect(said(await shop.login(phone, member.password))).toBe(WRONG_LOGIN);
  });

  it("nothing that is empty or half of a name", async () => {
    for (const account of ["", " ", "@", "somebody", "%", "_", `${member.username}@`, `${member.email}x`]) {
      expect(said(await shop.login(account, member.password))).toBe(WRONG_LOGIN);
    }
  });
});

describe("401 `账号或密码错误`", () => {
  const headersOf = (headers: Headers) =>
    Object.fromEntries([...headers].filter(([name]) => name !== "x-request-id" && name !== "date"));

  it("is the same for an unknown account and a wrong password, to the last header [POST /users/login INVALID_CREDENTIALS]", async () => {
    const wrong = await shop.login(member.email, "wrong password");
    expect(said(wrong)).toBe('401 {"code":401,"message":"账号或密码错误","data":null}');
    for (const account of [freshEmail(), freshName(), freshPhone()]) {
      const unknown = await shop.login(account, "wrong password");
      expect(said(unknown)).toBe(said(wrong));
      expect(headersOf(unknown.headers)).toEqual(headersOf(wrong.headers));
    }
  });

  it("costs one hash for both, which is what takes the time", async () => {
    const verify = vi.spyOn(argon2, "verify");
    try {
      await shop.login(member.email, "wrong password");
      await shop.login(freshEmail(), "wrong password");
      expect(verify).toHaveBeenCalledTimes(2);
    } finally {
      verify.mockRestore();
    }
  });

  it.each([
    ["in another case", (password: string) => password.toUpperCase()],
    ["with a space after it", (password: string) => `${password} `],
    ["without its last letter", (password: string) => password.slice(0, -1)],
    ["that is empty", () => ""],
    ["of 1,024 bytes", () => "é".repeat(512)],
  ])("for a password %s", async (_what, wrong) => {
    expect(said(await shop.login(member.email, wrong(member.password)))).toBe(WRONG_LOGIN);
  });

  it("is not said of a password over 1,024 bytes: that is 422, for everybody", async () => {
    for (const account of [member.email, freshEmail()]) {
      const answer = await shop.login(account, "é".repeat(513));
      expect(answer.status).toBe(422);
      expect(answer.json.message).toMatch(/^password：(最多 1024 |格式不正确$)/);
    }
  });
});

describe("403 `账户已被禁用`", () => {
  beforeEach(() => shop.set(member.id, { isActive: false }));

  it("comes after the right password only [POST /users/login ACCOUNT_DISABLED]", async () => {
    expect(said(await shop.login(member.email, member.password))).toBe(DISABLED);
    expect(said(await shop.login(member.email, "wrong password"))).toBe(WRONG_LOGIN);
  });

  it("comes after the right code only, which sets no password either [POST /users/login_by_email ACCOUNT_DISABLED] [POST /users/forgot_password_by_email ACCOUNT_DISABLED]", async () => {
    const code = await shop.signInCode(member.email);
    const body = { email: member.email, code: "x" };
    expect((await shop.post("/users/login_by_email", body)).status).toBe(400);
    expect(said(await shop.post("/users/login_by_email", { ...body, code }))).toBe(DISABLED);
    const again = await shop.signInCode(member.email);
    const recovery = { ...body, code: again, password: "another password" };
    expect(said(await shop.post("/users/forgot_password_by_email", recovery))).toBe(DISABLED);
    await shop.set(member.id, { isActive: true });
    expect((await shop.login(member.email, member.password)).status).toBe(200);
  });
});

describe("the client's address", () => {
  const proxied = envelopeServer({ TRUST_PROXY: "1" });
  const headers = { "x-forwarded-for": "203.0.113.9" };
  const body = { account: "", password: PASSWORD };

  it("is the socket's unless a proxy is trusted", async () => {
    const call = { body: { ...body, account: member.email }, headers };
    expect((await shop.call("POST", "/users/login", call)).json.data.ip_address).toBe("127.0.0.1");
  });

  it("is the trusted proxy's word, in every answer that shows it", async () => {
    const { email, id } = await proxied.member();
    const answer = await proxied.call("POST", "/users/login", { body: { ...body, account: email }, headers });
    expect(answer.json.data.ip_address).toBe("203.0.113.9");
    const token = tokenIn(answer);
    expect((await proxied.current(token)).json.data.ip_address).toBe("203.0.113.9");
    const history = await proxied.call("GET", `/api/users/ip_history/${id}`, { token });
    expect(history.json.data.current_ip).toBe("203.0.113.9");
  });
});

it("a name with a line break or NUL is answered, not fallen over", async () => {
  expect(said(await shop.login("some\u0000body", PASSWORD))).toBe(failure(422, "account：格式不正确"));
  expect(said(await shop.login("some\nbody", PASSWORD))).toBe(WRONG_LOGIN);
});
