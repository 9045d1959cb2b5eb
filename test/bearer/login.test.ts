import argon2 from "argon2";
import { describe, expect, it, vi } from "vitest";
import { freshEmail, freshPassword } from "../fixtures/fresh.ts";
import { bearerServer, detail, keepsTheLogClean, said } from "./support.ts";

const bearer = bearerServer();
const login = (email: unknown, password: unknown) =>
  bearer.call("POST", "/api/users/login", { body: { email, password } });
const INCORRECT = detail(400, "Incorrect email or password");
const disable = (email: string) =>
  bearer.server.deps.db.user.updateMany({ where: { email }, data: { isActive: false } });

describe("signing in", () => {
  it("answers with a token, its type and its life in minutes, in the document's order [POST /api/users/login OK]", async () => {
    const { email, password } = await bearer.register();
    const answer = await login(email, password);
    const { access_token } = answer.json;
    expect(said(answer)).toBe(`200 {"access_token":"${access_token}","token_type":"bearer","expires_in":180}`);
    expect(access_token).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
    expect((await bearer.me(access_token)).status).toBe(200);
  });

  it("puts neither the address nor anything else about the person into the token", async () => {
    const { email, password } = await bearer.register({ email: "Who.Am.I@example.com", first_name: "Xanthippe" });
    const claims = Buffer.from((await bearer.signIn({ email, password })).split(".")[1] ?? "", "base64url").toString();
    expect(claims).toContain('"exp"');
    expect(claims).not.toMatch(/example|Xanthippe/i);
  });

  it.each([
    ["in capitals", (email: string) => email.toUpperCase()],
    ["with whitespace around it", (email: string) => `\r\n ${email}\t`],
  ])("finds the address %s", async (_how, spelling) => {
    const { email, password } = await bearer.register();
    expect((await login(spelling(email), password)).status).toBe(200);
  });

  it("starts another session each time; the earlier ones go on", async () => {
    const account = await bearer.register();
    const tokens = [await bearer.signIn(account), await bearer.signIn(account), await bearer.signIn(account)];
    expect(new Set(tokens).size).toBe(3);
    for (const token of tokens) expect((await bearer.me(token)).status).toBe(200);
  });

  it("takes an account that registered through GraphQL", async () => {
    const input = { email: freshEmail(), password: freshPassword() };
    await bearer.server.graphql("mutation ($input: RegisterInput!) { register(input: $input) { id } }", { input });
    const token = await bearer.signIn(input);
    expect(said(await bearer.me(token))).toBe(
      `200 {"email":"${input.email}","first_name":null,"last_name":null,"phone_number":null}`,
    );
  });

  it("takes its token to GraphQL", async () => {
    const account = await bearer.register();
    const { data } = await bearer.server.graphql("{ me { email } }", {}, await bearer.signIn(account));
    expect(data).toEqual({ me: { email: account.email } });
  });

  it("reads a body whatever its content type says", async () => {
    const account = await bearer.register();
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "application/vnd.api+json"]) {
      const answer = await bearer.post("/api/users/login", JSON.stringify(account), { "content-type": type });
      expect(answer.status).toBe(200);
    }
  });
});

describe("an unknown address and a wrong password", () => {
  const headersOf = (headers: Headers) =>
    Object.fromEntries([...headers].filter(([name]) => name !== "x-request-id" && name !== "date"));

  it("get the same status, body and headers [POST /api/users/login INVALID_CREDENTIALS]", async () => {
    const { email } = await bearer.register();
    const wrong = await login(email, freshPassword());
    const unknown = await login(freshEmail(), freshPassword());
    expect(said(wrong)).toBe(INCORRECT);
    expect(said(unknown)).toBe(INCORRECT);
    expect(headersOf(unknown.headers)).toEqual(headersOf(wrong.headers));
  });

  it("cost one hash each, against a real hash of today's kind", async () => {
    const { email } = await bearer.register();
    const { db } = bearer.server.deps;
    const verify = vi.spyOn(argon2, "verify");
    const hash = vi.spyOn(argon2, "hash");
    const tries = async () => (await db.loginAttempt.aggregate({ _sum: { count: true } }))._sum.count ?? 0;
    const before = await tries();
    try {
      await login(email, freshPassword());
      expect([verify.mock.calls.length, hash.mock.calls.length]).toEqual([1, 0]);
      await login(freshEmail(), freshPassword());
      expect([verify.mock.calls.length, hash.mock.calls.length]).toEqual([2, 0]);
    } finally {
      vi.restoreAllMocks();
    }
    // One write each, too, so that they take as long.
    expect(await tries()).toBe(before + 2);
  });

  it("get the same answer when the account is deleted or the address is no address", async () => {
    const { email, password } = await bearer.register();
    const { id } = await bearer.server.deps.db.user.findFirstOrThrow({ where: { email } });
    const query = "mutation ($id: ID!) { deleteUser(id: $id) }";
    await bearer.server.graphql(query, { id: String(id) }, await bearer.administrator());
    expect(said(await login(email, password))).toBe(INCORRECT);
    for (const address of ["", " ", "no address", "@", "%", "' OR 1=1 --", "*@example.com", "_@example.com"]) {
      expect(said(await login(address, password))).toBe(INCORRECT);
    }
  });

  it("are refused alike with an empty password", async () => {
    const { email } = await bearer.register();
    expect(said(await login(email, ""))).toBe(INCORRECT);
    expect(said(await login(freshEmail(), ""))).toBe(INCORRECT);
  });

  it("never match the hash that stands in for an account's", async () => {
    expect(said(await login(freshEmail(), "no account has this password"))).toBe(INCORRECT);
  });
});

describe("a disabled account", () => {
  it("is told so after the right password only [POST /api/users/login ACCOUNT_DISABLED]", async () => {
    const { email, password } = await bearer.register();
    await disable(email);
    expect(said(await login(email, password))).toBe(detail(403, "User is disabled"));
    expect(said(await login(email, freshPassword()))).toBe(INCORRECT);
    expect(said(await login(email, ""))).toBe(INCORRECT);
  });

  it("signs in again once it is enabled", async () => {
    const { email, password } = await bearer.register();
    await disable(email);
    await bearer.server.deps.db.user.updateMany({ where: { email }, data: { isActive: true } });
    expect((await login(email, password)).status).toBe(200);
  });
});

keepsTheLogClean(bearer);
