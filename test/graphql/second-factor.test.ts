import { Secret, TOTP } from "otpauth";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createAccount } from "../../src/auth/accounts.ts";
import { freshEmail } from "../fixtures/fresh.ts";
import { PASSWORD } from "../fixtures/person.ts";
import { startServer, type TestServer } from "../fixtures/server.ts";

const LOGIN = "mutation ($input: LoginInput!) { login(input: $input) { accessToken user { hasSecondFactor } } }";

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ DEMO_DATA: "off" });
});
afterAll(() => server?.close());

/** Somebody who holds an authenticator app. Its codes follow the server's clock, and each call gives a new one. */
interface Holder {
  readonly id: number;
  readonly email: string;
  readonly token: string;
  readonly recoveryCodes: readonly string[];
  code(): string;
}

async function member(on: TestServer = server, isAdmin = false): Promise<{ id: number; email: string; token: string }> {
  const email = freshEmail();
  const { id } = await createAccount(on.deps, {
    email,
    password: PASSWORD,
    isAdmin,
    mailboxProven: true,
    alwaysWithInfo: true,
  });
  const { data } = await on.graphql(LOGIN, { input: { account: email, password: PASSWORD } });
  return { id, email, token: data.login.accessToken };
}

function app(on: TestServer, secret: string): () => string {
  const totp = new TOTP({ secret: Secret.fromBase32(secret), algorithm: "SHA1", digits: 6, period: 30 });
  return () => {
    on.advance(30_000);
    return totp.generate({ timestamp: on.deps.clock() });
  };
}

async function holder(on: TestServer = server, isAdmin = false): Promise<Holder> {
  const { id, email, token } = await member(on, isAdmin);
  const begin = "mutation ($password: String!) { beginSecondFactor(password: $password) { secret uri } }";
  const { data } = await on.graphql(begin, { password: PASSWORD }, token);
  expect(data.beginSecondFactor.uri).toMatch(/^otpauth:\/\/totp\/Storefront:.*issuer=Storefront/);
  const code = app(on, data.beginSecondFactor.secret);
  const confirm = "mutation ($code: String!) { confirmSecondFactor(code: $code) { recoveryCodes } }";
  const confirmed = await on.graphql(confirm, { code: code() }, token);
  expect(confirmed.errors).toBeUndefined();
  const { recoveryCodes } = confirmed.data.confirmSecondFactor;
  return { id, email, token, recoveryCodes, code };
}

/** The error's code, or null when it worked. */
async function login(email: string, more: Record<string, unknown> = {}, on = server): Promise<string | null> {
  const { errors } = await on.graphql(LOGIN, { input: { account: email, password: PASSWORD, ...more } });
  return (errors?.[0]?.extensions["code"] as string | undefined) ?? null;
}

const outcomes = async (userId: number) =>
  (await server.deps.db.loginAttempt.findMany({ where: { userId }, orderBy: { id: "asc" } })).map(
    ({ outcome }) => outcome,
  );

describe("an account with a second factor", () => {
  it("asks for it after the right password, and for nothing after a wrong one", async () => {
    const { email, code } = await holder();
    expect(await login(email)).toBe("SECOND_FACTOR_REQUIRED");
    expect(await login(email, { password: "something else" })).toBe("INVALID_CREDENTIALS");
    expect(await login(email, { password: "something else", secondFactorCode: code() })).toBe("INVALID_CREDENTIALS");
    expect(await login(email, { secondFactorCode: code() })).toBeNull();
  });

  it("takes each code once, also of two who send it at the same moment", async () => {
    const { email, code } = await holder();
    const secondFactorCode = code();
    const both = await Promise.all([login(email, { secondFactorCode }), login(email, { secondFactorCode })]);
    expect(both.toSorted()).toEqual(["INVALID_CREDENTIALS", null]);
    expect(await login(email, { secondFactorCode })).toBe("INVALID_CREDENTIALS");
  });

  it("takes no code of a minute ago, and notes it", async () => {
    const { id, email, code } = await holder();
    const old = code();
    server.advance(90_000);
    expect(await login(email, { secondFactorCode: old })).toBe("INVALID_CREDENTIALS");
    expect((await outcomes(id)).at(-1)).toBe("WRONG_SECOND_FACTOR");
  });

  it("takes each recovery code once, however it is grouped", async () => {
    const { email, recoveryCodes } = await holder();
    expect(new Set(recoveryCodes).size).toBe(10);
    const [first = "", second = ""] = recoveryCodes;
    expect(await login(email, { secondFactorCode: first })).toBeNull();
    expect(await login(email, { secondFactorCode: first })).toBe("INVALID_CREDENTIALS");
    expect(await login(email, { secondFactorCode: second.replaceAll("-", " ").toUpperCase() })).toBeNull();
  });

  it("is told of it at the old contracts behind the password, which alone is wrong there", async () => {
    const { email, code } = await holder();
    const bearer = (password: string) => server.send("POST", "/api/users/login", { body: { email, password } });
    const envelope = (password: string) => server.send("POST", "/users/login", { body: { account: email, password } });
    expect((await bearer(PASSWORD)).json).toEqual({ detail: "Incorrect email or password" });
    expect((await envelope(PASSWORD)).json).toEqual({ code: 401, message: "账号或密码错误", data: null });
    expect((await bearer(`${PASSWORD}000000`)).status).toBe(400);
    expect((await bearer(PASSWORD + code())).status).toBe(200);
    expect((await envelope(PASSWORD + code())).status).toBe(200);
  });

  it("is asked for where somebody signs in with a mailed code, too", async () => {
    const { email, code } = await holder();
    const mailed = async () => {
      const before = server.deps.mailer.outbox?.total ?? 0;
      await server.graphql("mutation ($email: String!) { requestSignInCode(email: $email) { expiresIn } }", { email });
      await expect.poll(() => server.deps.mailer.outbox?.total).toBe(before + 1);
      return /\b\d{6}\b/.exec(server.deps.mailer.outbox?.list()[0]?.text ?? "")?.[0] ?? "";
    };
    const query = "mutation ($input: LoginWithCodeInput!) { loginWithCode(input: $input) { accessToken } }";
    const [early] = (await server.graphql(query, { input: { email, code: await mailed() } })).errors ?? [];
    expect(early?.extensions["code"]).toBe("SECOND_FACTOR_REQUIRED");
    const input = { email, code: await mailed(), secondFactorCode: code() };
    expect((await server.graphql(query, { input })).errors).toBeUndefined();
    const body = { email, code: (await mailed()) + code() };
    expect((await server.send("POST", "/users/login_by_email", { body })).status).toBe(200);
  });

  it("needs it for a new password, which a thief of the old one cannot set alone", async () => {
    const { email, code } = await holder();
    const change = "mutation ($input: ChangePasswordInput!) { changePassword(input: $input) }";
    const input = { email, currentPassword: PASSWORD, newPassword: PASSWORD };
    const [error] = (await server.graphql(change, { input })).errors ?? [];
    expect(error?.extensions["code"]).toBe("SECOND_FACTOR_REQUIRED");
    const reset = { email, old_password: PASSWORD, new_password: PASSWORD };
    expect((await server.send("POST", "/api/users/reset_password", { body: reset })).status).toBe(400);
    const proven = { ...input, secondFactorCode: code() };
    expect((await server.graphql(change, { input: proven })).errors).toBeUndefined();
  });

  it("turns it off with password and code, and with neither alone", async () => {
    const { id, email, token, code } = await holder();
    const end = "mutation ($input: EndSecondFactorInput!) { endSecondFactor(input: $input) }";
    const ended = async (password: string, secondFactorCode: string) =>
      (await server.graphql(end, { input: { password, secondFactorCode } }, token)).errors?.[0]?.extensions["code"];
    expect(await ended("something else", code())).toBe("WRONG_PASSWORD");
    expect(await ended(PASSWORD, "000000")).toBe("WRONG_PASSWORD");
    expect(await ended(PASSWORD, code())).toBeUndefined();
    expect(await login(email)).toBeNull();
    const left = { where: { userId: id } };
    expect(
      await Promise.all([server.deps.db.secondFactor.count(left), server.deps.db.recoveryCode.count(left)]),
    ).toEqual([0, 0]);
  });

  it("has one at most", async () => {
    const { token } = await holder();
    const begin = "mutation ($password: String!) { beginSecondFactor(password: $password) { secret } }";
    const code = async (variables: Record<string, unknown>) =>
      (await server.graphql(begin, variables, token)).errors?.[0]?.extensions["code"];
    expect(await code({ password: PASSWORD })).toBe("SECOND_FACTOR_REQUIRED");
    const confirm = 'mutation { confirmSecondFactor(code: "000000") { recoveryCodes } }';
    expect((await server.graphql(confirm, {}, token)).errors?.[0]?.extensions["code"]).toBe("SECOND_FACTOR_ON");
  });

  it("that was begun and not confirmed asks for nothing", async () => {
    const { email, token } = await member();
    const begin = "mutation ($password: String!) { beginSecondFactor(password: $password) { secret } }";
    await server.graphql(begin, { password: PASSWORD }, token);
    const confirm = 'mutation { confirmSecondFactor(code: "000000") { recoveryCodes } }';
    expect((await server.graphql(confirm, {}, token)).errors?.[0]?.extensions["code"]).toBe("CODE_REJECTED");
    expect(await login(email)).toBeNull();
  });

  it("is helped by an administrator when the app is lost", async () => {
    const { id, email, token } = await holder();
    const { token: office } = await member(server, true);
    const reset = "mutation ($id: ID!) { resetSecondFactor(userId: $id) }";
    const refused = (await server.graphql(reset, { id }, token)).errors?.[0]?.extensions["code"];
    expect(refused).toBe("ADMIN_REQUIRED");
    expect((await server.graphql(reset, { id }, office)).errors).toBeUndefined();
    expect(await login(email)).toBeNull();
  });
});

describe("guesses of a second factor", () => {
  let limited: TestServer;
  beforeAll(async () => {
    limited = await startServer({ DEMO_DATA: "off", RATE_LIMITS: "on", TRUST_PROXY: "true" });
  });
  afterAll(() => limited?.close());

  it("are ten in ten minutes, from wherever they come", async () => {
    const { email, code } = await holder(limited);
    limited.advance(3_600_000);
    const guess = async (n: number, secondFactorCode: string) => {
      const body = { query: LOGIN, variables: { input: { account: email, password: PASSWORD, secondFactorCode } } };
      const headers = { "x-forwarded-for": `198.51.100.${n}` };
      return (await limited.send("POST", "/graphql", { body, headers })).json.errors?.[0].extensions.code;
    };
    const guesses = await Promise.all(Array.from({ length: 14 }, (_, n) => guess(n, "000000")));
    expect(guesses.filter((each) => each === "RATE_LIMITED").length).toBeGreaterThanOrEqual(4);
    limited.advance(600_000);
    expect(await guess(99, code())).toBeUndefined();
  });
});

describe("with ADMIN_SECOND_FACTOR=required", () => {
  let strict: TestServer;
  beforeAll(async () => {
    strict = await startServer({ DEMO_DATA: "off", ADMIN_SECOND_FACTOR: "required" });
  });
  afterAll(() => strict?.close());

  it("administrators do what everybody may until they have one", async () => {
    const { id, token } = await member(strict, true);
    const users = async (accessToken: string) =>
      (await strict.graphql("{ users { totalCount } }", {}, accessToken)).errors?.[0]?.extensions["code"];
    expect(await users(token)).toBe("SECOND_FACTOR_MISSING");
    expect((await strict.send("GET", `/api/v2/users`, { headers: { authorization: `Bearer ${token}` } })).status).toBe(
      403,
    );
    const someone = await member(strict);
    const look = `{ user(id: ${someone.id}) { email } }`;
    expect((await strict.graphql(look, {}, token)).errors?.[0]?.extensions["code"]).toBe("SECOND_FACTOR_MISSING");
    expect((await strict.graphql(`{ user(id: ${id}) { email } }`, {}, token)).errors).toBeUndefined();
    const made = await holder(strict, true);
    expect(await users(made.token)).toBeUndefined();
  });
});
