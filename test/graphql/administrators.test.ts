import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { GraphQLAnswer } from "../fixtures/server.ts";
import { startServer, type TestServer } from "../fixtures/server.ts";
import { administrator, codeOf, dataOf, login, newcomer, PASSWORD, type Person } from "./support.ts";

const UPDATE = /* GraphQL */ `
  mutation ($id: ID!, $input: UpdateUserInput!) {
    updateUser(id: $id, input: $input) {
      id
      email
      username
      firstName
      lastName
      phoneNumber
      isAdmin
    }
  }
`;
const DELETE = "mutation ($id: ID!) { deleteUser(id: $id) }";
const CREATE = /* GraphQL */ `
  mutation ($input: CreateUserInput!) {
    createUser(input: $input) {
      id
      username
      hasInfo
      isActive
      isAdmin
    }
  }
`;
const USERS = /* GraphQL */ `
  query ($search: String) {
    users(search: $search) {
      totalCount
      edges {
        node {
          id
        }
      }
    }
  }
`;

describe("administrators", () => {
  let server: TestServer;
  let admin: Person;
  beforeAll(async () => {
    server = await startServer({ DEMO_DATA: "off" });
  });
  beforeEach(async () => {
    await server.deps.db.user.updateMany({ data: { isAdmin: false } });
    await server.deps.accounts.drop();
    admin = await administrator(server);
  });
  afterAll(() => server.close());

  const send = (document: string, variables: Record<string, unknown>, by = admin) =>
    server.graphql(document, variables, by.accessToken);
  const inOffice = () => server.deps.db.user.count({ where: { isAdmin: true, isActive: true, deletedAt: null } });

  const WAYS_OUT: readonly [string, (target: Person, by: Person) => Promise<GraphQLAnswer>][] = [
    ["demoted", ({ id }, by) => send(UPDATE, { id, input: { isAdmin: false } }, by)],
    ["disabled", ({ id }, by) => send(UPDATE, { id, input: { isActive: false } }, by)],
    ["deleted", ({ id }, by) => send(DELETE, { id }, by)],
  ];

  describe.each(WAYS_OUT)("who would be %s", (_what, remove) => {
    it("stay when they are the last active one, and nothing is changed", async () => {
      const disabled = await administrator(server);
      dataOf(await send(UPDATE, { id: disabled.id, input: { isActive: false } }));
      const answer = await remove(admin, admin);
      expect([answer.status, codeOf(answer)]).toEqual([400, "LAST_ADMINISTRATOR"]);
      const { me } = dataOf(await send("{ me { isAdmin isActive } }", {}));
      expect(me).toEqual({ isAdmin: true, isActive: true });
    });

    it("may go when there is another", async () => {
      const other = await administrator(server);
      dataOf(await remove(admin, other));
      expect(await inOffice()).toBe(1);
    });

    it("by each other at the same moment: exactly one goes", async () => {
      const other = await administrator(server);
      const answers = await Promise.all([remove(other, admin), remove(admin, other)]);
      expect(answers.filter((answer) => codeOf(answer) === undefined)).toHaveLength(1);
      expect(answers.every(({ status }) => status < 500)).toBe(true);
      expect(await inOffice()).toBe(1);
    });
  });

  it("cannot all step down at once: one has to stay", async () => {
    const others = await Promise.all(Array.from({ length: 5 }, () => administrator(server)));
    const all = [admin, ...others];
    const answers = await Promise.all(
      all.map((each) => send(UPDATE, { id: each.id, input: { isAdmin: false } }, each)),
    );
    expect(answers.map(codeOf).filter((code) => code !== undefined)).toEqual(["LAST_ADMINISTRATOR"]);
    expect(await inOffice()).toBe(1);
  });

  it("delete an account so that its address, username and phone number are free again", async () => {
    const identity = { email: "gone@example.com", username: "gone", phoneNumber: "555 0100" };
    const old = await newcomer(server, identity);
    expect(dataOf(await send(DELETE, { id: old.id })).deleteUser).toBe(old.id);
    expect(codeOf(await login(server, identity.email))).toBe("INVALID_CREDENTIALS");
    expect(codeOf(await login(server, identity.phoneNumber))).toBe("INVALID_CREDENTIALS");

    const anew = await newcomer(server, { ...identity, email: "GONE@example.com" });
    expect(anew.id).not.toBe(old.id);
    expect(anew.username).toBe("gone");
    expect((await login(server, identity.phoneNumber)).data.login.user.id).toBe(anew.id);
    expect(codeOf(await server.graphql("{ me { id } }", {}, old.accessToken))).toBe("ACCOUNT_GONE");
  });

  it("do not find a deleted account anywhere", async () => {
    const { id, email } = await newcomer(server);
    const find = async () => dataOf(await send(USERS, { search: email })).users;
    expect(await find()).toMatchObject({ totalCount: 1, edges: [{ node: { id } }] });
    dataOf(await send(DELETE, { id }));
    expect(await find()).toEqual({ totalCount: 0, edges: [] });
    expect(dataOf(await send("query ($id: ID!) { user(id: $id) { id } }", { id })).user).toBeNull();
    const history = "query ($id: ID!) { loginHistory(userId: $id) { edges { cursor } } }";
    expect(codeOf(await send(history, { id }))).toBe("USER_NOT_FOUND");
    for (const again of [send(DELETE, { id }), send(UPDATE, { id, input: { firstName: "x" } })]) {
      expect(codeOf(await again)).toBe("USER_NOT_FOUND");
    }
  });

  it.each(["abc", "-1", "0", "99999999999", "1.0", ""])("find no account %j", async (id) => {
    expect(dataOf(await send("query ($id: ID!) { user(id: $id) { id } }", { id })).user).toBeNull();
    expect(codeOf(await send(UPDATE, { id, input: {} }))).toBe("USER_NOT_FOUND");
    expect(codeOf(await send(DELETE, { id }))).toBe("USER_NOT_FOUND");
  });

  it("make accounts, with a record of names only when there is a name", async () => {
    const create = async (input: Record<string, unknown>) =>
      dataOf(await send(CREATE, { input: { password: PASSWORD, ...input } })).createUser;
    const plain = await create({ email: "plain@example.com" });
    expect(plain).toMatchObject({ username: "plain", hasInfo: false, isActive: true, isAdmin: false });
    expect((await create({ email: "named@example.com", lastName: "N" })).hasInfo).toBe(true);
    await create({ email: "asleep@example.com", isActive: false });
    expect(codeOf(await login(server, "asleep@example.com"))).toBe("ACCOUNT_DISABLED");
    expect(codeOf(await send(CREATE, { input: { email: "Plain@example.com", password: PASSWORD } }))).toBe(
      "EMAIL_TAKEN",
    );
  });

  it("change what is given and leave the rest; null empties a name", async () => {
    const { id, email, username } = await newcomer(server, { firstName: "Ada", lastName: "L", phoneNumber: "1" });
    const update = async (input: Record<string, unknown>) => dataOf(await send(UPDATE, { id, input })).updateUser;
    expect(await update({ firstName: null })).toEqual({
      id,
      email,
      username,
      firstName: null,
      lastName: "L",
      phoneNumber: "1",
      isAdmin: false,
    });
    for (const input of [{ email: null }, { isAdmin: null }]) {
      expect(codeOf(await send(UPDATE, { id, input }))).toBe("INVALID_INPUT");
    }
    expect(await update({ email: "moved@example.com", phoneNumber: null })).toMatchObject({
      email: "moved@example.com",
      username,
      phoneNumber: null,
    });
    expect(codeOf(await login(server, email))).toBe("INVALID_CREDENTIALS");
    expect(codeOf(await login(server, "MOVED@example.com"))).toBeUndefined();
    expect(codeOf(await send(UPDATE, { id, input: { email: admin.email.toUpperCase() } }))).toBe("EMAIL_TAKEN");
    expect(codeOf(await send(UPDATE, { id, input: { username: admin.username } }))).toBe("USERNAME_TAKEN");
  });

  it("find accounts by any part of address or username, and wildcards mean themselves", async () => {
    const { id } = await newcomer(server, { email: "Per_cent@example.com", username: "ÄTNA" });
    await newcomer(server, { email: "perXcent@example.com" });
    const found = async (search: string) =>
      dataOf(await send(USERS, { search })).users.edges.map(({ node }: { node: { id: string } }) => node.id);
    for (const search of ["PER_", "ätna", "er_cent@EX"]) expect(await found(search)).toEqual([id]);
    expect(await found("%")).toEqual([]);
    expect((await found("")).length).toBeGreaterThan(2);
  });
});
