import { describe, expect, it } from "vitest";
import { freshEmail, freshPassword } from "../fixtures/fresh.ts";
import { bearerServer, detail, keepsTheLogClean, said } from "./support.ts";

const bearer = bearerServer();
const HIDDEN = "**********";
const register = (body: unknown) => bearer.call("POST", "/api/users/register", { body });
const login = (body: unknown) => bearer.call("POST", "/api/users/login", { body });
const refused = (...entries: object[]) => `422 ${JSON.stringify({ detail: entries })}`;
const missing = (name: string, input: unknown) => ({
  type: "missing",
  loc: ["body", name],
  msg: "Field required",
  input,
});
const noString = (name: string, input: unknown) => ({
  type: "string_type",
  loc: ["body", name],
  msg: "Input should be a valid string",
  input,
});
const tooLong = (name: string, input: string, max_length: number) => ({
  type: "string_too_long",
  loc: ["body", name],
  msg: `String should have at most ${max_length} characters`,
  input,
  ctx: { max_length },
});

/** Lists would be taken for a row of arguments. */
const rows = (values: readonly unknown[]) => values.map((value) => [value]);

describe("a field that is missing", () => {
  it("is named, with the body it is missing in and stars for the password", async () => {
    const password = freshPassword();
    const input = { password: HIDDEN, first_name: "Ada" };
    expect(said(await register({ password, first_name: "Ada" }))).toBe(refused(missing("email", input)));
    expect(said(await login({ password }))).toBe(refused(missing("email", { password: HIDDEN })));
  });

  it("is named when it is the password", async () => {
    const email = freshEmail();
    expect(said(await register({ email, first_name: "Ada" }))).toBe(
      refused(missing("password", { email, first_name: "Ada" })),
    );
    expect(said(await login({ email }))).toBe(refused(missing("password", { email })));
  });

  it("is named beside the others", async () => {
    expect(said(await register({}))).toBe(refused(missing("email", {}), missing("password", {})));
    expect(said(await login({}))).toBe(refused(missing("email", {}), missing("password", {})));
  });

  it("is not taken from the prototype, the query or another spelling", async () => {
    const body = '{"__proto__":{"email":"a@example.com","password":"long enough"},"Email":"a@example.com"}';
    const answer = await bearer.post("/api/users/login?email=a@example.com&password=x", body);
    expect(answer.status).toBe(422);
    expect(answer.json.detail).toMatchObject([{ loc: ["body", "email"] }, { loc: ["body", "password"] }]);
  });
});

describe("a field of the wrong type", () => {
  const NO_STRINGS = [null, 0, 12.5, true, false, [], ["a@example.com"], {}, { value: "a@example.com" }];

  it.each(rows(NO_STRINGS))("is refused as the address: %j", async (value) => {
    const password = freshPassword();
    expect(said(await register({ email: value, password, first_name: "Ada" }))).toBe(refused(noString("email", value)));
    expect(said(await login({ email: value, password }))).toBe(refused(noString("email", value)));
  });

  it.each(rows([...NO_STRINGS, 1_234_567_890_123, ["open sesame"], { password: "open sesame" }]))(
    "is refused as the password, without being shown: %j",
    async (value) => {
      const expected = refused(noString("password", HIDDEN));
      expect(said(await register({ email: freshEmail(), password: value, first_name: "Ada" }))).toBe(expected);
      expect(said(await login({ email: freshEmail(), password: value }))).toBe(expected);
    },
  );

  const NAMES = ["first_name", "last_name", "phone_number"];
  it.each(NAMES.flatMap((name) => NO_STRINGS.slice(1).map((value) => [name, value] as const)))(
    "is refused as %s, even beside a good name: %j",
    async (name, value) => {
      const other = name === "last_name" ? "first_name" : "last_name";
      const body = { email: freshEmail(), password: freshPassword(), [other]: "Ada", [name]: value };
      expect(said(await register(body))).toBe(refused(noString(name, value)));
    },
  );
});

describe("a text too long", () => {
  it.each(["first_name", "last_name"])("is refused as %s beyond 100 characters", async (name) => {
    const account = { email: freshEmail(), password: freshPassword() };
    const body = (length: number) => ({ ...account, [name]: "x".repeat(length) });
    expect(said(await register(body(101)))).toBe(refused(tooLong(name, "x".repeat(101), 100)));
    expect((await register(body(100))).status).toBe(200);
  });

  it("is refused as phone_number beyond 64 characters, under the name it has here", async () => {
    const account = { email: freshEmail(), password: freshPassword() };
    const body = (length: number) => ({ ...account, phone_number: "5".repeat(length) });
    expect(said(await register(body(65)))).toBe(refused(tooLong("phone_number", "5".repeat(65), 64)));
    expect((await register(body(64))).status).toBe(200);
  });

  it("is refused as an address at sign-in, under the name it has here [POST /api/users/login INVALID_INPUT]", async () => {
    const email = `${"x".repeat(400)}@example.com`;
    expect(said(await login({ email, password: "x" }))).toBe(refused(tooLong("email", email, 320)));
    const longer = "x".repeat(2000);
    const answer = await login({ email: longer, password: "x" });
    expect(answer.status).toBe(422);
    expect(answer.json.detail).toMatchObject([{ type: "string_too_long", loc: ["body", "email"], input: longer }]);
  });
});

describe("several fields at once", () => {
  it("have one entry each, in the order of the form", async () => {
    const body = { phone_number: 5, last_name: [], first_name: false, password: 1, email: "no address" };
    const { status, json } = await register(body);
    expect(status).toBe(422);
    expect(json.detail.map(({ loc }: { loc: string[] }) => loc.join("."))).toEqual([
      "body.email",
      "body.password",
      "body.first_name",
      "body.last_name",
      "body.phone_number",
    ]);
    for (const entry of json.detail) expect(Object.keys(entry).slice(0, 4)).toEqual(["type", "loc", "msg", "input"]);
  });

  it("have one entry even when two things are wrong with a field", async () => {
    const body = { email: `${"x".repeat(400)} no address`, password: "", first_name: "\u0000".repeat(200) };
    const { status, json } = await register(body);
    expect(status).toBe(422);
    expect(json.detail).toHaveLength(3);
  });

  it("are told before the names that are missing", async () => {
    expect((await register({ email: "no address", password: "x" })).json.detail).toMatchObject([
      { loc: ["body", "email"] },
    ]);
    expect(said(await register({ email: freshEmail(), password: "x" }))).toBe(
      detail(422, "At least one of the following must be provided: first_name, last_name, phone_number"),
    );
  });
});

describe("text that no database can store is refused, not stored in part", () => {
  it.each(["\\u0000", "a\\u0000b", "\\ud83d", "\\udc00x"])("%s", async (escaped) => {
    for (const name of ["first_name", "last_name", "phone_number"]) {
      const email = freshEmail();
      const body = `{"email":"${email}","password":"long enough","first_name":"Ada","${name}":"${escaped}"}`;
      const answer = await bearer.post("/api/users/register", body);
      expect(answer.status).toBe(422);
      expect(answer.json.detail).toMatchObject([{ type: "value_error", loc: ["body", name] }]);
      expect(await bearer.server.deps.db.user.count({ where: { email } })).toBe(0);
    }
    const address = await bearer.post("/api/users/login", `{"email":"a${escaped}@example.com","password":"x"}`);
    expect(address.status).toBe(422);
  });
});

describe("a password is never shown again", () => {
  it.each([
    ["beside a field that is missing", (password: string) => ({ password, new_password: password })],
    ["when it is what is wrong", (password: string) => ({ email: freshEmail(), password: password.repeat(100) })],
    ["inside of another field", (password: string) => ({ email: { password }, password })],
  ])("%s", async (_where, body) => {
    const password = freshPassword();
    for (const path of ["/api/users/register", "/api/users/login"]) {
      const answer = await bearer.call("POST", path, { body: body(password) });
      expect(answer.status).toBe(422);
      expect(answer.text).not.toContain(password);
    }
  });

  it.each([
    ["inside of an object", (password: string) => ({ user: { email: "a@example.com", password } })],
    ["inside of a list", (password: string) => ({ users: [{ email: "a@example.com", password }] })],
  ])("%s", async (_where, body) => {
    const password = freshPassword();
    const answer = await bearer.post("/api/users/login", JSON.stringify(body(password)));
    expect(answer.status).toBe(422);
    expect(answer.text).not.toContain(password);
  });
});

keepsTheLogClean(bearer);
