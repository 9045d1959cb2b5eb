import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startServer, type TestServer } from "../fixtures/server.ts";
import { freshEmail } from "../fixtures/fresh.ts";
import { administrator, codeOf, dataOf, login, newcomer, PASSWORD, type Person } from "./support.ts";

const REGISTER = "mutation ($input: RegisterInput!) { register(input: $input) { id email username } }";
const UPDATE = "mutation ($id: ID!, $input: UpdateUserInput!) { updateUser(id: $id, input: $input) { id } }";
const HISTORY = /* GraphQL */ `
  query ($id: ID!, $first: Int, $after: String) {
    loginHistory(userId: $id, first: $first, after: $after) {
      edges {
        node {
          outcome
          method
          ip
          userAgent
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`;

const unique = (prefix: string): string => `${prefix}-${randomUUID().slice(0, 8)}`;

describe("somebody who signs in", () => {
  let server: TestServer;
  let admin: Person;
  beforeAll(async () => {
    server = await startServer({ DEMO_DATA: "off" });
    admin = await administrator(server);
  });
  afterAll(() => server.close());

  const update = async (id: string, input: Record<string, unknown>) =>
    dataOf(await server.graphql(UPDATE, { id, input }, admin.accessToken));
  /** The account's id, or the code of the refusal. */
  const outcome = async (account: string, password = PASSWORD): Promise<unknown> => {
    const answer = await login(server, account, password);
    return codeOf(answer) ?? answer.data.login.user.id;
  };

  it("is known by the address in any case, with spaces around it", async () => {
    const email = `${unique("Ada.Lovelace")}@Example.COM`;
    const { id } = await newcomer(server, { email });
    for (const account of [email, email.toLowerCase(), email.toUpperCase(), ` ${email} `]) {
      expect(await outcome(account)).toBe(id);
    }
  });

  it("is known by the username in any case and width", async () => {
    const username = unique("Ada");
    const { id } = await newcomer(server, { username });
    for (const account of [username, username.toUpperCase(), username.replace("Ada", "Ａｄａ")]) {
      expect(await outcome(account)).toBe(id);
    }
  });

  it("is known by a phone number, though a stranger registers with the same", async () => {
    const phoneNumber = "+86 138 0013 8000";
    const { id } = await newcomer(server, { phoneNumber });
    expect(await outcome(phoneNumber)).toBe(id);
    expect(await outcome(` ${phoneNumber} `)).toBe(id);
    const second = await newcomer(server, { phoneNumber });
    expect(await outcome(phoneNumber)).toBe(id);
    dataOf(await server.graphql("mutation ($id: ID!) { deleteUser(id: $id) }", { id }, admin.accessToken));
    expect(await outcome(phoneNumber)).toBe(second.id);
  });

  it("is known by a username that looks like another's phone number, as the username", async () => {
    const name = "13900139000";
    const named = await newcomer(server, { username: name });
    await newcomer(server, { phoneNumber: name });
    expect(await outcome(name)).toBe(named.id);
  });

  it("learns nothing from a refusal: an unknown account and a wrong password answer alike", async () => {
    const { email } = await newcomer(server);
    const [wrong, unknown] = [await login(server, email, "wrong"), await login(server, unique("nobody"), "wrong")];
    expect(wrong.status).toBe(401);
    expect([unknown.status, unknown.errors]).toEqual([wrong.status, wrong.errors]);
    expect(codeOf(wrong)).toBe("INVALID_CREDENTIALS");
  });

  it.each([` ${PASSWORD}`, `${PASSWORD} `, PASSWORD.toUpperCase(), PASSWORD.slice(0, -1), ""])(
    "is refused the password %j, which is taken byte for byte",
    async (password) => {
      const { email } = await newcomer(server);
      expect(await outcome(email, password)).toBe("INVALID_CREDENTIALS");
    },
  );

  it.each(["12345678\0", "12345678\ud800"])(
    "is refused the password %j, which no account can have: stored, it would be another's bytes",
    async (password) => {
      const { email } = await newcomer(server);
      expect(await outcome(email, password)).toBe("INVALID_INPUT");
    },
  );

  it("learns that the account is disabled only with the right password", async () => {
    const { id, email } = await newcomer(server);
    await update(id, { isActive: false });
    expect(await outcome(email, "wrong")).toBe("INVALID_CREDENTIALS");
    const refused = await login(server, email);
    expect([refused.status, codeOf(refused)]).toEqual([403, "ACCOUNT_DISABLED"]);
    await update(id, { isActive: true });
    expect(await outcome(email)).toBe(id);
  });

  it("leaves a history, newest first, with the outcome of every try", async () => {
    const person = await newcomer(server);
    await login(server, person.email, "wrong");
    await update(person.id, { isActive: false });
    await login(server, person.username);
    await update(person.id, { isActive: true });
    await login(server, person.email);
    const outcomes: string[] = [];
    let after: string | null = null;
    for (let more = true; more;) {
      const answer = await server.graphql(HISTORY, { id: person.id, first: 3, after }, admin.accessToken);
      const { edges, pageInfo } = dataOf(answer).loginHistory;
      for (const { node } of edges) {
        outcomes.push(node.outcome);
        expect(node).toMatchObject({ method: "PASSWORD", ip: "127.0.0.1", userAgent: "node" });
      }
      ({ hasNextPage: more, endCursor: after } = pageInfo);
    }
    expect(outcomes).toEqual(["SUCCESS", "DISABLED", "WRONG_PASSWORD", "SUCCESS"]);
  });

  it("cannot use the cursor of another's history", async () => {
    const [one, other] = [await newcomer(server), await newcomer(server)];
    const { loginHistory } = dataOf(await server.graphql(HISTORY, { id: one.id }, one.accessToken));
    const after = loginHistory.pageInfo.endCursor;
    expect(codeOf(await server.graphql(HISTORY, { id: other.id, after }, other.accessToken))).toBe("BAD_CURSOR");
  });
});

describe("somebody who registers", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ DEMO_DATA: "off" });
  });
  afterAll(() => server.close());

  const register = (input: Record<string, unknown>) =>
    server.graphql(REGISTER, { input: { email: freshEmail(), password: PASSWORD, ...input } });

  it("cannot take an address that is taken, however it is written", async () => {
    const email = `${unique("taken")}@example.com`;
    dataOf(await register({ email }));
    for (const again of [email, email.toUpperCase(), ` ${email}\n`]) {
      const answer = await register({ email: again });
      expect([answer.status, codeOf(answer)]).toEqual([422, "EMAIL_TAKEN"]);
    }
  });

  it("cannot take a username that is taken, however it is written", async () => {
    const username = unique("Name");
    dataOf(await register({ username }));
    expect(codeOf(await register({ username: username.toUpperCase() }))).toBe("USERNAME_TAKEN");
  });

  it("wins the address alone when ten want it at once", async () => {
    const email = `${unique("race")}@example.com`;
    const answers = await Promise.all(Array.from({ length: 10 }, () => register({ email })));
    expect(answers.map((answer) => codeOf(answer) ?? "ok").sort()).toEqual([
      ...Array.from({ length: 9 }, () => "EMAIL_TAKEN"),
      "ok",
    ]);
  });

  it("gets a username of its own when the part before the @ is another's", async () => {
    const local = unique("same");
    const answers = await Promise.all(["a", "b", "c"].map((host) => register({ email: `${local}@${host}.example` })));
    const names: string[] = answers.map((answer) => dataOf(answer).register.username);
    expect(new Set(names).size).toBe(3);
    expect(names).toContain(local);
    expect(names.every((name) => name.startsWith(local))).toBe(true);
  });

  it.each([
    ["an address without @", { email: "nobody" }, "email"],
    ["an address of 255 characters", { email: `${"x".repeat(60)}@${"y.".repeat(96)}aa` }, "email"],
    ["an address with a NUL byte", { email: "a\0@example.com" }, "email"],
    ["a password of 7 characters", { password: "1234567" }, "password"],
    ["a password of 129 characters", { password: "x".repeat(129) }, "password"],
    ["half a character in the password", { password: "12345678\ud800" }, "password"],
    ["a NUL byte in the password", { password: "12345678\0" }, "password"],
    ["an @ in the username", { username: "a@b" }, "username"],
    ["a username of 65 characters", { username: "x".repeat(65) }, "username"],
    ["a blank username", { username: "  " }, "username"],
    ["a first name of 101 characters", { firstName: "x".repeat(101) }, "firstName"],
    ["half a character in the last name", { lastName: "\udc00" }, "lastName"],
    ["a phone number of 65 characters", { phoneNumber: "1".repeat(65) }, "phoneNumber"],
  ])("is refused %s, told the field and not the value", async (_what, wrong, field) => {
    const answer = await register(wrong);
    expect(answer.status).toBe(422);
    expect(answer.errors?.[0]?.extensions).toMatchObject({
      code: "INVALID_INPUT",
      fields: [{ path: ["input", field] }],
    });
    const [value = ""] = Object.values(wrong);
    if (value.length > 20) expect(JSON.stringify(answer.errors)).not.toContain(value);
  });

  it.each([
    ["8 characters", "x7k2m9qd"],
    ["128 characters of four bytes", "🔑".repeat(128)],
    ["spaces around it", "  spaced out  "],
  ])("may have a password of %s, and sign in with it", async (_what, password) => {
    const email = freshEmail();
    dataOf(await register({ email, password }));
    expect(codeOf(await login(server, email, password))).toBeUndefined();
    expect(codeOf(await login(server, email, password.trim() === password ? `${password} ` : password.trim()))).toBe(
      "INVALID_CREDENTIALS",
    );
  });
});
