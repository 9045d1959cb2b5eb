import { beforeAll, describe, expect, it } from "vitest";
import {
  envelopeServer,
  failure,
  type Member,
  ok,
  said,
  TIME,
  tokenIn,
  UNAUTHORIZED,
  USER_NOT_FOUND,
} from "./support.ts";

const shop = envelopeServer();
let member: Member;
let other: Member;
let administrator: Member;
beforeAll(async () => {
  [member, other, administrator] = [await shop.member(), await shop.member(), await shop.administrator()];
});

const history = (id: unknown, token: string) => shop.call("GET", `/api/users/ip_history/${String(id)}`, { token });

describe("current", () => {
  it("shows the document's ten fields, in its order [GET /api/users/current OK]", async () => {
    const answer = await shop.current(member.token);
    const { last_login, created_at, updated_at } = answer.json.data;
    for (const time of [last_login, created_at, updated_at]) expect(time).toMatch(TIME);
    const { id, username, email } = member;
    const person = { id, username, email, phone: "", is_admin: false, is_active: true };
    expect(said(answer)).toBe(
      ok("success", { ...person, ip_address: "127.0.0.1", last_login, created_at, updated_at }),
    );
  });

  it("shows an administrator as one, and the phone number that was set", async () => {
    await shop.set(administrator.id, { phone: "+86 10 1234" });
    const { data } = (await shop.current(administrator.token)).json;
    expect(data).toMatchObject({ is_admin: true, phone: "+86 10 1234" });
  });

  it("shows the last login, which is no change of the account", async () => {
    const before = (await shop.current(other.token)).json.data;
    await new Promise((resolve) => setTimeout(resolve, 5));
    const token = tokenIn(await shop.login(other.email, other.password));
    const after = (await shop.current(token)).json.data;
    expect(Date.parse(after.last_login)).toBeGreaterThan(Date.parse(before.last_login));
    expect({ ...after, last_login: before.last_login }).toEqual(before);
  });
});

describe("ip_history", () => {
  it("shows the document's fields to oneself [GET /api/users/ip_history/{user_id} OK]", async () => {
    const answer = await history(member.id, member.token);
    const { last_login } = answer.json.data;
    expect(last_login).toMatch(TIME);
    const { username, email } = member;
    expect(said(answer)).toBe(
      ok("获取用户IP历史成功", { current_ip: "127.0.0.1", last_login, user_info: { username, email } }),
    );
  });

  it("shows anybody's to an administrator", async () => {
    const answer = await history(member.id, administrator.token);
    expect(said(answer)).toBe(said(await history(member.id, member.token)));
  });

  it("shows nobody's to somebody else, whether they exist or not [GET /api/users/ip_history/{user_id} FORBIDDEN]", async () => {
    const refused = failure(403, "禁止访问");
    for (const id of [other.id, administrator.id, 999_999, 0, -1]) {
      expect(said(await history(id, member.token))).toBe(refused);
    }
  });

  it("says 404 `用户不存在` to an administrator", async () => {
    for (const id of [999_999, 0, -1, "99999999999999999999"]) {
      expect(said(await history(id, administrator.token))).toBe(USER_NOT_FOUND);
    }
  });

  it("says 422 of what is no number", async () => {
    for (const id of ["me", "1.5", "1e3", "0x1", "%20", "%E4%BD%A0"]) {
      expect(said(await history(id, member.token))).toBe(failure(422, "user_id：必须是整数"));
    }
  });

  it("is empty for an account that has never signed in", async () => {
    const body = { username: "never.in", email: "never.in@example.com", password: "long enough" };
    const { id } = (await shop.call("POST", "/api/users", { body, token: administrator.token })).json.data;
    expect(said(await history(id, administrator.token))).toBe(
      ok("获取用户IP历史成功", {
        current_ip: "",
        last_login: "",
        user_info: { username: "never.in", email: "never.in@example.com" },
      }),
    );
  });

  it("is nobody's without a token", async () => {
    expect(said(await shop.call("GET", `/api/users/ip_history/${member.id}`))).toBe(UNAUTHORIZED);
  });
});
