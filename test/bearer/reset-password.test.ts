import { describe, expect, it } from "vitest";
import { freshEmail, freshPassword } from "../fixtures/fresh.ts";
import { bearerServer, detail, graphqlLogin, keepsTheLogClean, said } from "./support.ts";

const bearer = bearerServer();
const RESET = '200 {"message":"Password has been reset successfully."}';
const INCORRECT = detail(400, "Incorrect password");
const send = (body: unknown) => bearer.call("POST", "/api/users/reset_password", { body });
const reset = (email: unknown, old_password: unknown, new_password: unknown) =>
  send({ email, old_password, new_password });
const signInStatus = async (email: string, password: string) =>
  (await bearer.call("POST", "/api/users/login", { body: { email, password } })).status;

describe("a reset", () => {
  it("replaces the password and says so in the document's words [POST /api/users/reset_password OK]", async () => {
    const { email, password } = await bearer.register();
    const next = freshPassword();
    expect(said(await reset(email, password, next))).toBe(RESET);
    expect(await signInStatus(email, password)).toBe(400);
    expect(await signInStatus(email, next)).toBe(200);
    expect(said(await reset(email, password, freshPassword()))).toBe(INCORRECT);
  });

  it("may set the old password again", async () => {
    const { email, password } = await bearer.register();
    expect(said(await reset(email, password, password))).toBe(RESET);
    expect(await signInStatus(email, password)).toBe(200);
  });

  it("finds the address in any case, with whitespace around it", async () => {
    const { email, password } = await bearer.register();
    expect(said(await reset(`  ${email.toUpperCase()}\n`, password, freshPassword()))).toBe(RESET);
  });

  it("needs no token, and no token stands in for the old password", async () => {
    const { email, password } = await bearer.register();
    const token = await bearer.signIn({ email, password });
    const body = { email, old_password: freshPassword(), new_password: freshPassword() };
    expect(said(await bearer.call("POST", "/api/users/reset_password", { body, token }))).toBe(INCORRECT);
    expect(said(await reset(email, password, freshPassword()))).toBe(RESET);
  });

  it("counts for accounts that registered through GraphQL", async () => {
    const input = { email: freshEmail(), password: freshPassword() };
    await bearer.server.graphql("mutation ($input: RegisterInput!) { register(input: $input) { id } }", { input });
    const next = freshPassword();
    expect(said(await reset(input.email, input.password, next))).toBe(RESET);
    expect(await graphqlLogin(bearer.server, input.email, next)).toMatch(/^ey/);
  });
});

describe("a reset ends", () => {
  it("every session of the user, whichever door it began at, and nobody else's", async () => {
    const account = await bearer.register();
    const bystander = await bearer.token();
    const tokens = [await bearer.signIn(account), await bearer.signIn(account)];
    const viaGraphQL = await graphqlLogin(bearer.server, account.email, account.password);
    expect((await bearer.me(viaGraphQL)).status).toBe(200);

    expect(said(await reset(account.email, account.password, account.password))).toBe(RESET);
    for (const token of [...tokens, viaGraphQL]) {
      expect(said(await bearer.me(token))).toBe(detail(401, "Token is invalid"));
      expect(said(await bearer.refresh(token))).toBe(detail(403, "Refresh token is invalid or expired"));
      expect(said(await bearer.logout(token))).toBe(detail(404, "Token record not found"));
      const { errors } = await bearer.server.graphql("{ me { id } }", {}, token);
      expect(errors?.[0]?.extensions).toMatchObject({ code: "SESSION_ENDED" });
    }
    expect((await bearer.me(bystander)).status).toBe(200);
  });

  it("no session when it fails", async () => {
    const account = await bearer.register();
    const token = await bearer.signIn(account);
    await reset(account.email, freshPassword(), freshPassword());
    await reset(account.email, account.password, "x".repeat(129));
    await reset(account.email, account.password, "");
    expect((await bearer.me(token)).status).toBe(200);
    expect(await signInStatus(account.email, account.password)).toBe(200);
  });
});

describe("refused is", () => {
  it("an unknown address: 404 [POST /api/users/reset_password USER_NOT_FOUND]", async () => {
    expect(said(await reset(freshEmail(), freshPassword(), freshPassword()))).toBe(detail(404, "User not found"));
  });

  it("a disabled account, to whoever knows its password: 403 [POST /api/users/reset_password ACCOUNT_DISABLED]", async () => {
    const { email, password } = await bearer.register();
    const { user } = bearer.server.deps.db;
    await user.updateMany({ where: { email }, data: { isActive: false } });
    expect(said(await reset(email, password, freshPassword()))).toBe(detail(403, "User is disabled"));
  });

  it("a deleted account's address: 404", async () => {
    const { email, password } = await bearer.register();
    const { id } = await bearer.server.deps.db.user.findFirstOrThrow({ where: { email } });
    const query = "mutation ($id: ID!) { deleteUser(id: $id) }";
    await bearer.server.graphql(query, { id: String(id) }, await bearer.administrator());
    expect(said(await reset(email, password, freshPassword()))).toBe(detail(404, "User not found"));
  });

  it("a wrong old password: 400 [POST /api/users/reset_password WRONG_PASSWORD]", async () => {
    const { email } = await bearer.register();
    expect(said(await reset(email, freshPassword(), freshPassword()))).toBe(INCORRECT);
    expect(said(await reset(email, "", freshPassword()))).toBe(INCORRECT);
    expect(said(await reset(email, "x".repeat(1024), freshPassword()))).toBe(INCORRECT);
    expect(said(await reset(email, "x".repeat(1025), freshPassword()))).toBe(INCORRECT);
  });

  it("an empty new password, as malformed: 400", async () => {
    const { email, password } = await bearer.register();
    expect(said(await reset(email, password, ""))).toBe(INCORRECT);
  });

  it("a new password of more than 128 characters: 422, naming the document's field and not repeating it [POST /api/users/reset_password INVALID_INPUT]", async () => {
    const { email, password } = await bearer.register();
    const msg = "String should have at most 128 characters";
    const entry = { type: "string_too_long", loc: ["body", "new_password"], msg, input: "**********" };
    expect(said(await reset(email, password, "x".repeat(129)))).toBe(
      `422 ${JSON.stringify({ detail: [{ ...entry, ctx: { max_length: 128 } }] })}`,
    );
  });

  const known = { email: "malformed@example.com", old_password: "an old password", new_password: "a new password" };
  it.each([
    ["nothing", {}],
    ["no address", { ...known, email: undefined }],
    ["no old password", { ...known, old_password: undefined }],
    ["no new password", { ...known, new_password: undefined }],
    ["an address that is null", { ...known, email: null }],
    ["an address that is none", { ...known, email: "malformed" }],
    ["an address that is a list", { ...known, email: [known.email] }],
    ["an old password that is a number", { ...known, old_password: 12_345_678 }],
    ["an old password that is null", { ...known, old_password: null }],
    ["a new password that is a number", { ...known, new_password: 12_345_678 }],
    ["a new password that is an object", { ...known, new_password: { value: "a new password" } }],
    ["a new password that is null", { ...known, new_password: null }],
    ["GraphQL's spelling", { email: known.email, currentPassword: "an old password", newPassword: "a new password" }],
    ["a list", [known]],
    ["null", null],
    ["a string", '"reset"'],
    ["a number", 42],
    ["what is no JSON", "{email: malformed@example.com}"],
    ["a form", "email=malformed%40example.com&old_password=a&new_password=b"],
    ["nothing but whitespace", "  "],
  ])("a body of %s: 400 with the same words", async (_what, body) => {
    expect(said(await send(body))).toBe(INCORRECT);
  });

  it("no body at all: 400 with the same words", async () => {
    expect(said(await bearer.post("/api/users/reset_password", null))).toBe(INCORRECT);
  });
});

it("lets one of ten resets through that all know the old password", async () => {
  const { email, password } = await bearer.register();
  const wanted = Array.from({ length: 10 }, freshPassword);
  const answers = await Promise.all(wanted.map((next) => reset(email, password, next)));
  const winners = wanted.filter((_, index) => answers[index]?.status === 200);
  expect(winners).toHaveLength(1);
  expect(answers.map(said).filter((text) => text === INCORRECT)).toHaveLength(9);
  expect(await signInStatus(email, winners[0] ?? "")).toBe(200);
});

keepsTheLogClean(bearer);
