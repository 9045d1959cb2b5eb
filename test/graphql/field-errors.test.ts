import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { catalogue } from "../../src/errors.ts";
import { startServer, type TestServer } from "../fixtures/server.ts";
import { administrator, codeOf, dataOf, newcomer, PASSWORD, type Person } from "./support.ts";

const REGISTER = "mutation ($input: RegisterInput!) { account: register(input: $input) { id } }";

let server: TestServer;
let person: Person;
let username: string;
beforeAll(async () => {
  server = await startServer({ DEMO_DATA: "off" });
  person = await newcomer(server);
  const { me } = dataOf(await server.graphql("{ me { username } }", {}, person.accessToken));
  ({ username } = me);
});
afterAll(() => server.close());

const fieldsOf = async (query: string, variables: Record<string, unknown>, token?: string) =>
  (await server.graphql(query, variables, token)).errors?.[0]?.extensions;

describe("an error about fields of an input names each of them", () => {
  const fine = () => ({ email: `${randomUUID()}@example.com`, password: PASSWORD, firstName: "Ada" });

  it("with its path, a code and what is wrong, all at once", async () => {
    const input = { ...fine(), email: "nobody", password: "short", firstName: "x".repeat(101) };
    expect(await fieldsOf(REGISTER, { input })).toEqual({
      code: "INVALID_INPUT",
      fields: [
        { path: ["input", "email"], code: "NOT_AN_EMAIL_ADDRESS", message: "is not a valid e-mail address" },
        { path: ["input", "password"], code: "TOO_SHORT", message: "must have at least 8 characters" },
        { path: ["input", "firstName"], code: "TOO_LONG", message: "must have at most 100 characters" },
      ],
    });
  });

  it("where others have the address, the username, or both", async () => {
    const taken = (field: string) => ({ path: ["input", field], code: "TAKEN", message: "is taken" });
    const { email } = person;
    expect(await fieldsOf(REGISTER, { input: { ...fine(), email: email.toUpperCase() } })).toEqual({
      code: "EMAIL_TAKEN",
      fields: [taken("email")],
    });
    expect(await fieldsOf(REGISTER, { input: { ...fine(), username } })).toEqual({
      code: "USERNAME_TAKEN",
      fields: [taken("username")],
    });
    expect(await fieldsOf(REGISTER, { input: { ...fine(), email, username } })).toEqual({
      code: "EMAIL_TAKEN",
      fields: [taken("email"), taken("username")],
    });
    const admin = await administrator(server);
    const update = "mutation ($id: ID!, $input: UpdateUserInput!) { updateUser(id: $id, input: $input) { id } }";
    const change = { id: admin.id, input: { email, username } };
    expect(await fieldsOf(update, change, admin.accessToken)).toEqual({
      code: "EMAIL_TAKEN",
      fields: [taken("email"), taken("username")],
    });
    const own = { id: person.id, input: { email, username } };
    expect(codeOf(await server.graphql(update, own, admin.accessToken))).toBeUndefined();
  });

  it("where a password or a code is not the right one", async () => {
    const change = "mutation ($input: ChangePasswordInput!) { changePassword(input: $input) }";
    const input = { currentPassword: "not it", newPassword: PASSWORD };
    expect(await fieldsOf(change, { input }, person.accessToken)).toEqual({
      code: "WRONG_PASSWORD",
      fields: [{ path: ["input", "currentPassword"], code: "REJECTED", message: "is not correct" }],
    });
    const login = "mutation ($input: LoginWithCodeInput!) { loginWithCode(input: $input) { expiresAt } }";
    expect(await fieldsOf(login, { input: { email: person.email, code: "000000" } })).toEqual({
      code: "CODE_REJECTED",
      fields: [{ path: ["input", "code"], code: "REJECTED", message: "is not correct" }],
    });
  });

  it("by the argument itself, where there is no input object", async () => {
    const precheck = "mutation ($email: String!) { requestRegistrationCode(email: $email) { expiresIn } }";
    expect(await fieldsOf(precheck, { email: person.email })).toEqual({
      code: "EMAIL_TAKEN",
      fields: [{ path: ["email"], code: "TAKEN", message: "is taken" }],
    });
    expect(await fieldsOf("mutation { requestSignInCode { expiresIn } }", {})).toEqual({
      code: "INVALID_INPUT",
      fields: [{ path: ["email"], code: "MISSING", message: expect.any(String) }],
    });
  });

  it("at /api/v2 by the name and place that they have there", async () => {
    const body = { ...fine(), email: person.email, username };
    const { status, json } = await server.send("POST", "/api/v2/registrations", { body });
    expect([status, json.code]).toEqual([422, "EMAIL_TAKEN"]);
    expect(json.fields).toEqual([
      { in: "body", name: "email", code: "TAKEN", message: "is taken" },
      { in: "body", name: "username", code: "TAKEN", message: "is taken" },
    ]);
  });
});

describe("Accept-Language", () => {
  const send = async (language: string, path: string, body: unknown) => {
    const headers = { "accept-language": language };
    return (await server.send("POST", path, { body, headers })).json;
  };
  const input = { email: "nobody", password: PASSWORD };
  const viaGraphql = (language: string) => send(language, "/graphql", { query: REGISTER, variables: { input } });

  it.each(["zh", "zh-CN,zh;q=0.9,en;q=0.8", "fr, zh-TW;q=0.5", "en;q=0.1, zh;q=0.2"])(
    "%s: Chinese",
    async (language) => {
      const { errors } = await viaGraphql(language);
      expect(errors[0].message).toBe(catalogue.INVALID_INPUT.envelope);
      expect(errors[0].extensions.fields[0]).toMatchObject({
        code: "NOT_AN_EMAIL_ADDRESS",
        message: "不是有效的邮箱地址",
      });
      const problem = await send(language, "/api/v2/registrations", input);
      expect(problem).toMatchObject({ code: "INVALID_INPUT", detail: catalogue.INVALID_INPUT.envelope });
      expect(problem.fields[0].message).toBe("不是有效的邮箱地址");
    },
  );

  it.each(["en", "en-GB", "fr", "*", "", "zh;q=0", ";;;"])("%s: English", async (language) => {
    const { errors } = await viaGraphql(language);
    expect(errors[0].message).toBe(catalogue.INVALID_INPUT.message);
    expect(errors[0].extensions.fields[0].message).toBe("is not a valid e-mail address");
    expect(await send(language, "/api/v2/registrations", input)).toMatchObject({
      detail: catalogue.INVALID_INPUT.message,
    });
  });

  it("is nothing to the two old contracts", async () => {
    const body = { email: "nobody", password: PASSWORD, first_name: "Ada" };
    const chinese = await send("zh", "/api/users/register", body);
    expect(chinese).toEqual(await send("en", "/api/users/register", body));
    const english = await send("en", "/users/login", { account: "nobody", password: "x" });
    expect(english.message).toBe(catalogue.INVALID_CREDENTIALS.envelope);
  });
});

describe("the shop", () => {
  const SHOP =
    "{ shop { version currency languages maxPageSize limits { name limit seconds per } errors { code status message } fieldErrors } }";

  it("tells what clients may want to know, all of the errors included", async () => {
    const { shop } = dataOf(await server.graphql(SHOP));
    expect(shop).toMatchObject({
      version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      currency: "USD",
      languages: ["en", "zh"],
    });
    expect(shop.errors).toEqual(
      Object.entries(catalogue).map(([code, { status, message }]) => ({ code, status, message })),
    );
    expect(shop.limits).toEqual([]);
    expect((await server.send("GET", "/api/v2/shop")).json).toMatchObject({ currency: "USD", maxPageSize: 100 });
  });

  it("tells its limits, as they are multiplied", async () => {
    const limited = await startServer({ DEMO_DATA: "off", RATE_LIMITS: "3" });
    const { shop } = dataOf(await limited.graphql(SHOP));
    expect(shop.limits).toContainEqual({ name: "password", limit: 30, seconds: 60, per: "ADDRESS" });
    await limited.close();
  });
});
