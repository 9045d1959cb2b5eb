import { describe, expect, it } from "vitest";
import { freshEmail } from "../fixtures/fresh.ts";
import { type Bearer, bearerServer, detail, keepsTheLogClean, said } from "./support.ts";

const bearer = bearerServer();
const INCORRECT = detail(400, "Incorrect email or password");
const register = (to: Bearer, password: unknown) =>
  to.call("POST", "/api/users/register", { body: { email: freshEmail(), password, first_name: "Ada" } });
const login = (email: string, password: string) =>
  bearer.call("POST", "/api/users/login", { body: { email, password } });
const problem = (type: string, name: string, msg: string, ctx: object) =>
  `422 ${JSON.stringify({ detail: [{ type, loc: ["body", name], msg, input: "**********", ctx }] })}`;

describe("passwords are taken byte for byte", () => {
  it.each([
    ["spaces at the end", "open sesame ", "open sesame"],
    ["spaces at the start", " open sesame", "open sesame"],
    ["nothing but spaces", "  ", " "],
    ["a line break at the end", "open sesame\n", "open sesame"],
    ["upper and lower case", "Open Sesame", "open sesame"],
    ["composed and decomposed letters", "caf\u00e9", "cafe\u0301"],
    ["letters that look alike", "\u0430dmin", "admin"],
    ["ligatures", "\ufb01re", "fire"],
    ["what follows the first 72 bytes", `${"x".repeat(72)}1`, `${"x".repeat(72)}2`],
    ["numbers as text", "1.0", "1"],
  ])("%s count", async (_what, password, other) => {
    const account = await bearer.register({ password });
    expect(said(await login(account.email, other))).toBe(INCORRECT);
    expect((await login(account.email, password)).status).toBe(200);
  });

  it("when they are reset as well", async () => {
    const { email } = await bearer.register({ password: " caf\u00e9 " });
    const reset = (old_password: string, new_password: string) =>
      bearer.call("POST", "/api/users/reset_password", { body: { email, old_password, new_password } });
    expect(said(await reset("caf\u00e9", "x"))).toBe(detail(400, "Incorrect password"));
    expect(said(await reset(" cafe\u0301 ", "x"))).toBe(detail(400, "Incorrect password"));
    expect((await reset(" caf\u00e9 ", " cafe\u0301 ")).status).toBe(200);
    expect(said(await login(email, " caf\u00e9 "))).toBe(INCORRECT);
    expect((await login(email, " cafe\u0301 ")).status).toBe(200);
  });

  it.each(["\\ud800", "a\\udc00b", "open\\u0000sesame"])("and have to be text that has bytes: %s", async (escaped) => {
    const body = `{"email":"${freshEmail()}","first_name":"Ada","password":"${escaped}"}`;
    const answer = await bearer.post("/api/users/register", body);
    expect(answer.status).toBe(422);
    expect(answer.json.detail).toMatchObject([{ loc: ["body", "password"], input: "**********" }]);
  });

  it("so that a lone surrogate is not the replacement character", async () => {
    const { email } = await bearer.register({ password: "\ufffd" });
    const answer = await bearer.post("/api/users/login", `{"email":"${email}","password":"\\ud800"}`);
    expect(answer.status).not.toBe(200);
  });
});

describe("the length of a password that is set", () => {
  it.each([
    ["1 character", "x"],
    ["1 character of many bytes", "👩"],
    ["128 characters", "x".repeat(128)],
    ["128 characters of four bytes each", "😀".repeat(128)],
  ])("may be %s", async (_what, password) => {
    const account = await bearer.register({ password });
    expect((await login(account.email, password)).status).toBe(200);
    expect(said(await login(account.email, [...password].slice(0, -1).join("")))).toBe(INCORRECT);
  });

  const TOO_SHORT = problem("string_too_short", "password", "String should have at least 1 character", {
    min_length: 1,
  });
  const TOO_LONG = problem("string_too_long", "password", "String should have at most 128 characters", {
    max_length: 128,
  });

  it("is not 0", async () => expect(said(await register(bearer, ""))).toBe(TOO_SHORT));
  it.each([
    ["129 characters", "x".repeat(129)],
    ["129 characters of four bytes each", "😀".repeat(129)],
    ["a megabyte", "x".repeat(1_000_000)],
  ])("is not %s", async (_what, password) => expect(said(await register(bearer, password))).toBe(TOO_LONG));

  it("holds when it is reset", async () => {
    const { email, password: old_password } = await bearer.register();
    const reset = (new_password: string) =>
      bearer.call("POST", "/api/users/reset_password", { body: { email, old_password, new_password } });
    expect(said(await reset("😀".repeat(129)))).toBe(TOO_LONG.replace('"password"', '"new_password"'));
    expect((await reset("😀".repeat(128))).status).toBe(200);
    expect((await login(email, "😀".repeat(128))).status).toBe(200);
  });
});

describe("a password at sign-in", () => {
  it.each([
    ["1,024 bytes", "x".repeat(1024)],
    ["1,024 bytes in fewer characters", "é".repeat(512)],
    ["1,024 bytes in 256 characters", "😀".repeat(256)],
  ])("is compared at %s", async (_what, password) => {
    const { email } = await bearer.register();
    expect(said(await login(email, password))).toBe(INCORRECT);
    expect(said(await login(freshEmail(), password))).toBe(INCORRECT);
  });

  it.each([
    ["1,025 bytes", "x".repeat(1025)],
    ["1,026 bytes in fewer characters", "é".repeat(513)],
    ["1,028 bytes in 257 characters", "😀".repeat(257)],
  ])("is refused at %s, whether the address is known or not", async (_what, password) => {
    const { email } = await bearer.register();
    const answer = await login(email, password);
    expect(answer.status).toBe(422);
    expect(answer.json.detail).toMatchObject([
      {
        type: "value_error",
        loc: ["body", "password"],
        msg: "Value error, must have at most 1024 bytes",
        input: "**********",
      },
    ]);
    expect(said(await login(freshEmail(), password))).toBe(said(answer));
  });
});

describe("with BEARER_PASSWORD_MIN_LENGTH=8", () => {
  const strict = bearerServer({ BEARER_PASSWORD_MIN_LENGTH: "8" });
  const tooShort = (name: string) =>
    problem("string_too_short", name, "String should have at least 8 characters", { min_length: 8 });

  it.each(["", "1234567", "😀".repeat(7)])("registration refuses %j", async (password) => {
    expect(said(await register(strict, password))).toBe(tooShort("password"));
  });

  it.each(["12345678", "😀".repeat(8), " ".repeat(8)])("registration takes %j", async (password) => {
    expect((await register(strict, password)).status).toBe(200);
  });

  it("a reset keeps to it; signing in compares any length", async () => {
    const { email, password: old_password } = await strict.register();
    const reset = (new_password: string) =>
      strict.call("POST", "/api/users/reset_password", { body: { email, old_password, new_password } });
    expect(said(await reset("1234567"))).toBe(tooShort("new_password"));
    expect(said(await reset(""))).toBe(detail(400, "Incorrect password"));
    const short = await strict.call("POST", "/api/users/login", { body: { email, password: "1" } });
    expect(said(short)).toBe(INCORRECT);
    expect((await reset("12345678")).status).toBe(200);
  });
});

it("GraphQL asks for 8 characters all the same", async () => {
  const query = "mutation ($input: RegisterInput!) { register(input: $input) { id } }";
  const { errors } = await bearer.server.graphql(query, { input: { email: freshEmail(), password: "1234567" } });
  expect(errors?.[0]?.extensions).toMatchObject({ code: "INVALID_INPUT" });
});

keepsTheLogClean(bearer);
