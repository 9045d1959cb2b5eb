import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startServer, type TestServer } from "../fixtures/server.ts";
import { addProducts, administrator, codeOf, dataOf, login, newcomer, type Person } from "./support.ts";

const ARGUMENTS = "$first: Int, $after: String, $last: Int, $before: String";
const PASSED = "first: $first, after: $after, last: $last, before: $before";

const LISTS = {
  products: `query (${ARGUMENTS}) { list: products(${PASSED}) { edges { cursor } } }`,
  users: `query (${ARGUMENTS}) { list: users(${PASSED}) { edges { cursor } } }`,
  loginHistory: `query (${ARGUMENTS}, $id: ID = "1") { list: loginHistory(userId: $id, ${PASSED}) { edges { cursor } } }`,
} as const;
type List = keyof typeof LISTS;
const lists = Object.keys(LISTS) as List[]; // Object.keys forgets its argument's key type

const cursor = (...content: unknown[]): string => Buffer.from(JSON.stringify(content)).toString("base64url");
const NO_TEXT = ["a\0b", "a\ud800b"] as const;

describe("an argument that cannot be", () => {
  let server: TestServer;
  let admin: Person;
  beforeAll(async () => {
    server = await startServer({ DEMO_DATA: "off" });
    admin = await administrator(server);
    await addProducts(server, [{ name: "One" }, { name: "Two" }, { name: "Three" }]);
  });
  afterAll(() => server.close());

  const send = (query: string, variables: Record<string, unknown>) =>
    server.graphql(query, variables, admin.accessToken);

  describe.each(lists)("of a page of %s", (list) => {
    const page = (variables: Record<string, unknown>) => send(LISTS[list], variables);

    it.each([
      [{ first: -1 }, "first"],
      [{ last: -1 }, "last"],
      [{ first: 101 }, "first"],
      [{ last: 101 }, "last"],
      [{ first: 2_147_483_647 }, "first"],
      [{ first: -2_147_483_648 }, "first"],
      [{ first: 1, last: 1 }, "last"],
      [{ first: 0, last: 0 }, "last"],
    ])("is refused as %j, and told which", async (variables, field) => {
      const answer = await page(variables);
      expect(answer.status).toBe(422);
      expect(answer.errors?.[0]?.extensions).toMatchObject({ code: "INVALID_INPUT", fields: [{ path: [field] }] });
    });

    it("may be the least and the most that there is", async () => {
      expect(dataOf(await page({ first: 0 })).list.edges).toEqual([]);
      expect(dataOf(await page({ first: 100 })).list.edges.length).toBeGreaterThan(0);
      expect(dataOf(await page({ first: null, last: null, after: null, before: null })).list.edges).not.toEqual([]);
    });

    it.each([
      ["", "nothing"],
      ["x", "no base64url of anything"],
      ["%00", "an escape"],
      ["ÿÿÿ", "another script"],
      ["x".repeat(100_000), "a long one"],
      [Buffer.from("5").toString("base64url"), "a number"],
      [Buffer.from('["').toString("base64url"), "half a list"],
      [cursor(), "an empty list"],
      [cursor("products:ID", 1), "a list too short"],
      [cursor("products:ID", 1, 1, 1), "a list too long"],
      [cursor("nowhere", 1, 1), "another list's"],
      [cursor("constructor", 1, 1), "a property's name"],
      [cursor(null, 1, 1), "no list's"],
    ])("is refused a cursor that is %.20s: %s", async (text) => {
      for (const variables of [{ after: text }, { before: text }]) {
        const answer = await page(variables);
        expect([answer.status, codeOf(answer)]).toEqual([400, "BAD_CURSOR"]);
      }
    });

    it("is refused the cursor of every other list", async () => {
      for (const other of lists.filter((name) => name !== list)) {
        const foreign = dataOf(await send(LISTS[other], {})).list.edges[0].cursor;
        expect(codeOf(await page({ after: foreign }))).toBe("BAD_CURSOR");
      }
    });

    it.each([0, -5, 1.5, 2_147_483_648, 2 ** 53, 1e300, "1", null, [1]])(
      "is refused a cursor whose id is %j",
      async (id) => {
        const own = dataOf(await page({ first: 1 })).list.edges[0].cursor;
        const [name, value] = JSON.parse(Buffer.from(own, "base64url").toString());
        expect(codeOf(await page({ after: cursor(name, value, id) }))).toBe("BAD_CURSOR");
        expect(codeOf(await page({ after: cursor(name, value, 1) }))).toBeUndefined();
      },
    );
  });

  const ORDERED =
    "query ($after: String, $by: ProductOrderField!) { products(after: $after, orderBy: { field: $by }) { edges { cursor } } }";

  it.each([
    ["PRICE", ["1e300", "1000000000000000", "99999999.9901", "-1", "0.00001", 1, "x", null, true]],
    ["VIEWS", [1e300, 2 ** 31, -1, 0.5, "1", null]],
    ["NAME", [5, null, {}, ...NO_TEXT, "x".repeat(10_001)]],
    ["CREATED_AT", [5, 1e14, "0", "yesterday", "2026-02-30T00:00:00.000Z", "+275760-09-13T00:00:00.000Z", null]],
  ])("of a place in an order by %s is refused: no product can be there", async (by, values) => {
    for (const value of values) {
      const answer = await send(ORDERED, { by, after: cursor(`products:${by}`, value, 1) });
      expect([value, answer.status, codeOf(answer)]).toEqual([value, 400, "BAD_CURSOR"]);
    }
  });

  it.each([-1, -2_147_483_648])("of an offset of %i is refused", async (offset) => {
    const answer = await send("query ($offset: Int) { products(offset: $offset) { totalCount } }", { offset });
    expect(codeOf(answer)).toBe("INVALID_INPUT");
  });

  it.each(["abc", "-1", "0", "99999999999", "1.0", "1e0", " 1", "+1", "٣", "1\0", "", "2147483648"])(
    "of the id %j finds nothing",
    async (id) => {
      expect(dataOf(await send("query ($id: ID!) { product(id: $id) { id } }", { id })).product).toBeNull();
      expect(dataOf(await send("query ($id: ID!) { user(id: $id) { id } }", { id })).user).toBeNull();
      expect(codeOf(await send(LISTS.loginHistory, { id }))).toBe("USER_NOT_FOUND");
      expect(codeOf(await send("mutation ($id: ID!) { revokeSession(id: $id) }", { id }))).toBe("SESSION_NOT_FOUND");
    },
  );

  it("of an id that only looks like one's own does not open another's account", async () => {
    const { id, accessToken } = await newcomer(server);
    for (const written of [`0${id}`, ` ${id}`, `${id}.0`, `+${id}`, `${id}\0`]) {
      const answer = await server.graphql("query ($id: ID!) { user(id: $id) { id } }", { id: written }, accessToken);
      expect(codeOf(answer)).toBe("FORBIDDEN");
    }
  });

  it.each([...NO_TEXT, "x".repeat(201)])("of a search for what no name can be is refused", async (text) => {
    for (const query of [
      "query ($text: String!) { products(filter: { nameContains: $text }) { totalCount } }",
      "query ($text: String!) { products(filter: { search: $text }) { totalCount } }",
      "query ($text: String!) { products(filter: { category: $text }) { totalCount } }",
      "query ($text: String!) { users(search: $text) { totalCount } }",
    ]) {
      expect(codeOf(await send(query, { text }))).toBe("INVALID_INPUT");
    }
  });

  it("of a login is refused when it is longer than any account or password", async () => {
    expect(codeOf(await login(server, "x".repeat(321)))).toBe("INVALID_INPUT");
    expect(codeOf(await login(server, admin.email, "x".repeat(1025)))).toBe("INVALID_INPUT");
    expect(codeOf(await login(server, admin.email, "x".repeat(1024)))).toBe("INVALID_CREDENTIALS");
    for (const account of NO_TEXT) expect(codeOf(await login(server, account))).toBe("INVALID_INPUT");
  });
});
