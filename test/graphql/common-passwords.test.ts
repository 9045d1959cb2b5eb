import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { freshEmail } from "../fixtures/fresh.ts";
import { startServer, type TestServer } from "../fixtures/server.ts";
import { administrator, codeOf, newcomer, PASSWORD } from "./support.ts";

describe.each(["password", "Password1", "1234567890", "ILOVEYOU1"])("a new password like %s", (common) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ DEMO_DATA: "off" });
  });
  afterAll(() => server.close());

  it("is refused by everything that sets one through GraphQL, at its field", async () => {
    const [admin, person] = [await administrator(server), await newcomer(server)];
    const email = freshEmail();
    const ways: readonly [field: string, type: string, input: Record<string, unknown>, path: string][] = [
      ["register", "RegisterInput", { email, password: common }, "password"],
      ["createUser", "CreateUserInput", { email, password: common }, "password"],
      ["verifyRegistration", "VerifyRegistrationInput", { email, code: "000000", password: common }, "password"],
      ["recoverPassword", "RecoverPasswordInput", { email, code: "000000", password: common }, "password"],
      ["changePassword", "ChangePasswordInput", { currentPassword: PASSWORD, newPassword: common }, "newPassword"],
    ];
    for (const [field, type, input, path] of ways) {
      const selection = /^(register|createUser)$/.test(field)
        ? "{ id }"
        : field.startsWith("v")
          ? "{ accessToken }"
          : "";
      const query = `mutation ($input: ${type}!) { ${field}(input: $input) ${selection} }`;
      const asker = field === "createUser" ? admin : person;
      const answer = await server.graphql(query, { input }, asker.accessToken);
      expect([field, codeOf(answer)]).toEqual([field, "INVALID_INPUT"]);
      expect(answer.errors?.[0]?.extensions["fields"]).toMatchObject([
        { path: ["input", path], message: "is one of the most common passwords" },
      ]);
    }
    const update = "mutation ($id: ID!, $input: UpdateUserInput!) { updateUser(id: $id, input: $input) { id } }";
    const answer = await server.graphql(update, { id: person.id, input: { password: common } }, admin.accessToken);
    expect(codeOf(answer)).toBe("INVALID_INPUT");
  });

  it("is refused by /api/v2 and the envelope contract, each in its own words", async () => {
    const body = { email: freshEmail(), password: common };
    const v2 = await server.send("POST", "/api/v2/registrations", { body });
    expect([v2.status, v2.text]).toEqual([422, expect.stringContaining("is one of the most common passwords")]);
    const recovery = { ...body, code: "000000" };
    const envelope = await server.send("POST", "/users/forgot_password_by_email", { body: recovery });
    expect([envelope.status, envelope.json.message]).toEqual([422, expect.stringMatching(/^password.*过于常见/)]);
  });

  it("is the bearer contract's own business", async () => {
    const body = { email: freshEmail(), password: common, first_name: "Ada" };
    expect((await server.send("POST", "/api/users/register", { body })).status).toBe(200);
  });
});
