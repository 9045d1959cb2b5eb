import { describe, expect, it } from "vitest";
import { freshEmail, freshPassword } from "../fixtures/fresh.ts";
import { bearerServer, detail, graphqlLogin, keepsTheLogClean, said } from "./support.ts";

const bearer = bearerServer();
const NAME_REQUIRED = detail(
  422,
  "At least one of the following must be provided: first_name, last_name, phone_number",
);
const REGISTERED = '200 {"message":"User registered successfully."}';
const register = (body: unknown) => bearer.call("POST", "/api/users/register", { body });
const person = (more: Record<string, unknown>) => ({ email: freshEmail(), password: freshPassword(), ...more });
const profile = async (account: { email: string; password: string }) =>
  said(await bearer.me(await bearer.signIn(account)));

describe("registering", () => {
  it("answers with the document's message and nothing else [POST /api/users/register OK]", async () => {
    const body = person({ first_name: "Ada", last_name: "Lovelace", phone_number: "+44 20 7946 0000" });
    expect(said(await register(body))).toBe(REGISTERED);
    expect(await profile(body)).toBe(
      `200 {"email":"${body.email}","first_name":"Ada","last_name":"Lovelace","phone_number":"+44 20 7946 0000"}`,
    );
  });

  it.each([
    ["first_name", '"first_name":"Grace","last_name":null,"phone_number":null'],
    ["last_name", '"first_name":null,"last_name":"Grace","phone_number":null'],
    ["phone_number", '"first_name":null,"last_name":null,"phone_number":"Grace"'],
  ])("takes %s alone and leaves the others null", async (name, shown) => {
    const body = person({ [name]: "Grace" });
    expect(said(await register(body))).toBe(REGISTERED);
    expect(await profile(body)).toBe(`200 {"email":"${body.email}",${shown}}`);
  });

  it.each([
    ["no name at all", {}],
    ["names that are null", { first_name: null, last_name: null, phone_number: null }],
    ["empty names", { first_name: "", last_name: "", phone_number: "" }],
    ["names of nothing but whitespace", { first_name: " ", last_name: "\t\n", phone_number: "\u00a0\u3000" }],
    ["a mixture of these", { first_name: null, phone_number: "   " }],
    ["names under GraphQL's spelling", { firstName: "Ada", lastName: "Lovelace", phoneNumber: "1" }],
  ])("refuses %s with the document's sentence [POST /api/users/register NAME_REQUIRED]", async (_what, names) => {
    const body = person(names);
    expect(said(await register(body))).toBe(NAME_REQUIRED);
    expect(await bearer.server.deps.db.user.count({ where: { email: body.email } })).toBe(0);
  });

  it("hears first that the address is taken, where a name is missing as well [POST /api/users/register EMAIL_TAKEN]", async () => {
    const { email } = await bearer.register();
    const taken = detail(400, "Email already registered");
    expect(said(await register({ ...person({}), email }))).toBe(taken);
    expect(said(await register({ ...person({ first_name: " " }), email: email.toUpperCase() }))).toBe(taken);
  });

  it("takes one name beside blank ones, which stay unset", async () => {
    const body = person({ first_name: "  ", last_name: "", phone_number: "42" });
    expect(said(await register(body))).toBe(REGISTERED);
    expect(await profile(body)).toBe(
      `200 {"email":"${body.email}","first_name":null,"last_name":null,"phone_number":"42"}`,
    );
  });

  it("keeps names of any script, without the whitespace around them", async () => {
    const body = person({ first_name: " 小明 ", last_name: "O'Brien-Ñandú 👩‍🚀", phone_number: "ext. #7" });
    expect(said(await register(body))).toBe(REGISTERED);
    expect(await profile(body)).toBe(
      `200 {"email":"${body.email}","first_name":"小明","last_name":"O'Brien-Ñandú 👩‍🚀","phone_number":"ext. #7"}`,
    );
  });

  it("ignores fields it does not know, privileges among them", async () => {
    const body = person({ first_name: "Eve", is_admin: true, isAdmin: true, disabled: true, id: 1, username: "root" });
    expect(said(await register(body))).toBe(REGISTERED);
    const stored = await bearer.server.deps.db.user.findFirstOrThrow({ where: { email: body.email } });
    expect(stored).toMatchObject({ isAdmin: false, isActive: true });
    expect(stored.username).not.toBe("root");
  });
});

describe("an address that is taken", () => {
  const TAKEN = detail(400, "Email already registered");

  it.each([
    ["as it is", (email: string) => email],
    ["in capitals", (email: string) => email.toUpperCase()],
    ["with whitespace around it", (email: string) => ` \t${email}\n`],
  ])("is refused %s", async (_how, spelling) => {
    const { email } = await bearer.register();
    expect(said(await register(person({ email: spelling(email), first_name: "Bob" })))).toBe(TAKEN);
  });

  it("is refused when it was registered through GraphQL", async () => {
    const email = freshEmail();
    const input = { email: email.toUpperCase(), password: freshPassword() };
    const { errors } = await bearer.server.graphql(
      "mutation ($input: RegisterInput!) { register(input: $input) { id } }",
      {
        input,
      },
    );
    expect(errors).toBeUndefined();
    expect(said(await register(person({ email, first_name: "Bob" })))).toBe(TAKEN);
  });

  it("is refused to all but one of twenty who ask for it at once", async () => {
    const email = "Everybody.Wants@Example.com";
    const spellings = Array.from({ length: 20 }, (_, n) =>
      [...email].map((c, i) => ((i + n) % 3 ? c : c.toUpperCase())),
    );
    const answers = await Promise.all(
      spellings.map((letters, n) => register(person({ email: letters.join(""), first_name: `No ${n}` }))),
    );
    const counted = Map.groupBy(answers.map(said), (text) => text);
    expect(counted.get(REGISTERED)).toHaveLength(1);
    expect(counted.get(TAKEN)).toHaveLength(19);
    expect(await bearer.server.deps.db.user.count({ where: { emailKey: email.toLowerCase() } })).toBe(1);
  });

  it("leaves the account as it was", async () => {
    const account = await bearer.register();
    await register(person({ email: account.email, first_name: "Mallory" }));
    expect(await profile(account)).toBe(
      `200 {"email":"${account.email}","first_name":"Ada","last_name":null,"phone_number":null}`,
    );
  });

  it("is free again once its account has been deleted", async () => {
    const admin = await bearer.administrator();
    const { email } = await bearer.register();
    const { id } = await bearer.server.deps.db.user.findFirstOrThrow({ where: { email } });
    await bearer.server.graphql("mutation ($id: ID!) { deleteUser(id: $id) }", { id: String(id) }, admin);
    await bearer.register({ email });
  });
});

describe("addresses", () => {
  it("may share the part before the @", async () => {
    await bearer.register({ email: "twin@one.example" });
    await bearer.register({ email: "twin@two.example" });
  });

  it("are kept as typed, without the whitespace around them", async () => {
    const { password } = await bearer.register({ email: "  Mixed.Case@Example.COM " });
    const token = await bearer.signIn({ email: "mixed.case@example.com", password });
    expect((await bearer.me(token)).json.email).toBe("Mixed.Case@Example.COM");
  });

  it.each([
    "",
    " ",
    "plain",
    "@example.com",
    "a@",
    "a@b",
    "a b@example.com",
    "a@@example.com",
    "a@example.com, b@example.com",
    "a@example.com\nBcc: b@example.com",
    `${"a".repeat(250)}@example.com`,
  ])("are refused when they are none: %j [POST /api/users/register INVALID_INPUT]", async (email) => {
    const answer = await register(person({ email, first_name: "Ada" }));
    expect(answer.status).toBe(422);
    expect(answer.json.detail).toHaveLength(1);
    expect(Object.keys(answer.json.detail[0]).slice(0, 4)).toEqual(["type", "loc", "msg", "input"]);
    expect(answer.json.detail[0]).toMatchObject({
      type: "value_error",
      loc: ["body", "email"],
      msg: "value is not a valid email address",
    });
  });
});

describe("an account made here", () => {
  it("signs in through GraphQL", async () => {
    const { email, password } = await bearer.register();
    expect(await graphqlLogin(bearer.server, email.toUpperCase(), password)).toMatch(/^ey/);
  });
});

keepsTheLogClean(bearer);
