import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startServer, type TestServer } from "../fixtures/server.ts";
import { recordStatements, type Statements } from "./statements.ts";
import { addProducts, administrator, codeOf, dataOf, newcomer, PASSWORD, type Person, signIn } from "./support.ts";

const NAMES = ["Delta", "delta 2", "Alpha", "Beta", "Gamma", "Epsilon", "DELTA"];

let statements: Statements;
let server: TestServer;
beforeAll(async () => {
  statements = recordStatements();
  server = await startServer({ DEMO_DATA: "off" });
  await addProducts(server, [
    ...NAMES.map((name) => ({ name, category: "Letters" })),
    ...Array.from({ length: 5 }, (_, i) => ({ name: `Part ${i}`, category: "Parts" })),
    { name: "Delta of another category", category: "Rivers" },
    { name: "Delta of none" },
  ]);
});
afterAll(() => server.close());

interface Edge {
  readonly cursor: string;
  readonly node: { readonly name: string };
}

const namesOf = ({ edges }: { readonly edges: readonly Edge[] }): string[] => edges.map(({ node }) => node.name);
const CATEGORIES = (args: string) =>
  `{ categories { name productCount products(${args}) { totalCount edges { cursor node { name } } pageInfo { hasNextPage hasPreviousPage endCursor startCursor } } } }`;
const inOrder = ["Alpha", "Beta", "Delta", "DELTA", "delta 2", "Epsilon", "Gamma"];

describe("a category's products", () => {
  const lettersWith = async (args: string) => dataOf(await server.graphql(CATEGORIES(args))).categories[0].products;

  it("are its own by name, from the front and from the back", async () => {
    const all = await lettersWith("first: 100");
    expect(namesOf(all)).toEqual(inOrder);
    expect(all).toMatchObject({ totalCount: 7, pageInfo: { hasNextPage: false, hasPreviousPage: false } });
    expect(namesOf(await lettersWith("last: 3"))).toEqual(inOrder.slice(-3));
    expect(namesOf(await lettersWith("first: 0"))).toEqual([]);
  });

  it("go on behind a cursor and before one", async () => {
    const first = await lettersWith("first: 3");
    expect(first.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    const one = (after: string) =>
      `{ node(id: "${nodeIdOf("Letters")}") { ... on Category { products(${after}) { edges { cursor node { name } } } } } }`;
    const next = dataOf(await server.graphql(one(`first: 3, after: "${first.pageInfo.endCursor}"`))).node.products;
    expect(namesOf(next)).toEqual(inOrder.slice(3, 6));
    const back = dataOf(await server.graphql(one(`last: 2, before: "${next.edges[0].cursor}"`))).node.products;
    expect(namesOf(back)).toEqual(inOrder.slice(1, 3));
  });

  it("have cursors that are of no use to another category", async () => {
    const { pageInfo } = await lettersWith("first: 1");
    const answer = await server.graphql(CATEGORIES(`first: 1, after: "${pageInfo.endCursor}"`));
    expect(codeOf(answer)).toBe("BAD_CURSOR");
  });
});

const nodeIdOf = (category: string) => Buffer.from(`Category:${category}`).toString("base64url");

describe("products related to one", () => {
  const relatedTo = async (name: string, first: number): Promise<string[]> => {
    const query = `query ($name: String!, $first: Int!) { products(filter: { search: $name }) { edges { node { name related(first: $first) { name } } } } }`;
    const { products } = dataOf(await server.graphql(query, { name, first }));
    const { node } = products.edges.find((edge: Edge) => edge.node.name === name);
    return node.related.map((product: { name: string }) => product.name);
  };

  it("are those of its category whose names begin most alike, without itself", async () => {
    expect(await relatedTo("delta 2", 3)).toEqual(["Delta", "DELTA", expect.any(String)]);
    expect((await relatedTo("Delta", 20)).toSorted()).toEqual(NAMES.filter((name) => name !== "Delta").toSorted());
    expect(await relatedTo("Alpha", 1)).toEqual(["Beta"]);
  });

  it("are none for the only one of its category, and for one of no category", async () => {
    expect(await relatedTo("Delta of another category", 5)).toEqual([]);
    expect(await relatedTo("Delta of none", 5)).toEqual([]);
  });

  it("are up to twenty", async () => {
    const asked = (first: number) => server.graphql(`{ product(id: 1) { related(first: ${first}) { id } } }`);
    expect(codeOf(await asked(0))).toBe("INVALID_INPUT");
    expect(codeOf(await asked(21))).toBe("INVALID_INPUT");
  });
});

describe("an account's sessions and history", () => {
  const WALK =
    "sessions { edges { node { current userAgent } } } loginHistory(first: 2) { edges { cursor node { outcome } } }";
  let person: Person;
  let admin: Person;
  beforeAll(async () => {
    person = await newcomer(server);
    admin = await administrator(server);
    const input = { account: person.email, password: `not ${PASSWORD}` };
    await server.graphql("mutation ($input: LoginInput!) { login(input: $input) { expiresAt } }", { input });
    await signIn(server, person.email);
  });

  it("are its owner's to see", async () => {
    const { me } = dataOf(await server.graphql(`{ me { ${WALK} } }`, {}, person.accessToken));
    expect(me.sessions.edges.filter(({ node }: { node: { current: boolean } }) => node.current)).toHaveLength(1);
    expect(me.sessions.edges.length).toBeGreaterThanOrEqual(2);
    expect(me.loginHistory.edges.map((edge: { node: unknown }) => edge.node)).toEqual([
      { outcome: "SUCCESS" },
      { outcome: "WRONG_PASSWORD" },
    ]);
    const older = `{ me { loginHistory(first: 1, after: "${me.loginHistory.edges[1].cursor}") { edges { node { outcome } } } } }`;
    const { me: before } = dataOf(await server.graphql(older, {}, person.accessToken));
    expect(before.loginHistory.edges).toEqual([{ node: { outcome: "SUCCESS" } }]);
    const oldest = dataOf(
      await server.graphql(
        "{ me { loginHistory(last: 1) { edges { cursor } } sessions(first: 1) { edges { node { current } } } } }",
        {},
        person.accessToken,
      ),
    );
    expect(oldest.me.loginHistory.edges[0].cursor).not.toBe(me.loginHistory.edges[0].cursor);
    expect(oldest.me.sessions.edges).toHaveLength(1);
  });

  it("are an administrator's to see, none of them as the one that asks", async () => {
    const query = `query ($id: ID!) { user(id: $id) { ${WALK} } }`;
    const { user } = dataOf(await server.graphql(query, { id: person.id }, admin.accessToken));
    expect(user.sessions.edges.some(({ node }: { node: { current: boolean } }) => node.current)).toBe(false);
    expect(user.loginHistory.edges).toHaveLength(2);
  });

  it("are nobody's to see who signs in as somebody else in the same breath", async () => {
    const input = { account: person.email, password: PASSWORD };
    const login = `mutation ($input: LoginInput!) { login(input: $input) { user { sessions { edges { node { ip } } } } } }`;
    expect(codeOf(await server.graphql(login, { input }))).toBe("UNAUTHENTICATED");
    const other = await newcomer(server);
    expect(codeOf(await server.graphql(login, { input }, other.accessToken))).toBe("FORBIDDEN");
  });
});

describe("the number of SQL statements of a walk", () => {
  const sqlOf = async (query: string, token?: string): Promise<number> => {
    await server.deps.catalogue.drop();
    const sql = await statements.during(async () => dataOf(await server.graphql(query, {}, token)));
    return sql.length;
  };

  it("through all categories is as for one", async () => {
    const { categories } = dataOf(await server.graphql(CATEGORIES("first: 2")));
    expect(categories).toHaveLength(3);
    // The categories, their lists, and the rows.
    expect(await sqlOf("{ categories { products(first: 2) { edges { node { name } } } } }")).toBe(3);
    expect(await sqlOf("{ categories { products(last: 2) { totalCount edges { node { name } } } } }")).toBe(3);
  });

  it("from many products to those related is as from one", async () => {
    const of = (first: number) => sqlOf(`{ products(first: ${first}) { edges { node { related { name } } } } }`);
    // The list's places, its rows, the neighbours, and theirs.
    expect([await of(1), await of(12)]).toEqual([4, 4]);
  });

  it("from products to the sizes of their categories is one more than the list", async () => {
    const query = "{ products(first: 12) { edges { node { category { name productCount } } } } }";
    expect(await sqlOf(query)).toBe(3);
  });

  it("from many accounts to their histories is as from one", async () => {
    const admin = await administrator(server);
    await newcomer(server);
    const of = (first: number) =>
      sqlOf(
        `{ users(first: ${first}) { edges { node { loginHistory(first: 2) { edges { node { ip } } } } } } }`,
        admin.accessToken,
      );
    // The first time it also finds out who asks.
    await of(1);
    expect(await of(4)).toBe(await of(1));
  });
});
