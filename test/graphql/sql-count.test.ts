import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { nameColumns } from "../../src/auth/accounts.ts";
import { startServer, type TestServer } from "../fixtures/server.ts";
import { recordStatements, type Statements } from "./statements.ts";
import { addProducts, administrator, dataOf, newcomer, type Person, signIn } from "./support.ts";

const USERS = /* GraphQL */ `
  query ($first: Int!, $search: String) {
    users(first: $first, search: $search) {
      edges {
        cursor
        node {
          id
          email
          username
          firstName
          lastName
          hasInfo
          phoneNumber
          lastLoginAt
          createdAt
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`;

const PRODUCTS = /* GraphQL */ `
  query ($first: Int!) {
    products(first: $first, orderBy: { field: PRICE, direction: DESC }) {
      edges {
        node {
          id
          name
          model
          description
          price {
            amount
            currency
          }
          quantity
          category {
            name
          }
          image {
            url
          }
          views
          createdAt
          updatedAt
        }
      }
      pageInfo {
        hasNextPage
      }
    }
  }
`;

const HISTORY = /* GraphQL */ `
  query ($id: ID!, $first: Int!) {
    loginHistory(userId: $id, first: $first) {
      edges {
        node {
          id
          at
          ip
          userAgent
          method
          outcome
        }
      }
    }
  }
`;

describe("the number of SQL statements", () => {
  let statements: Statements;
  let server: TestServer;
  let admin: Person;
  let user: Person;

  beforeAll(async () => {
    statements = recordStatements();
    server = await startServer({ DEMO_DATA: "off" });
    const { db } = server.deps;
    admin = await administrator(server);
    user = await newcomer(server, { firstName: "Ada" });
    await Promise.all(
      Array.from({ length: 60 }, (_, i) =>
        db.user.create({
          data: {
            ...nameColumns({ email: `${i}-${randomUUID()}@many.example`, username: `many-${i}` }),
            passwordHash: "",
            info: { create: { firstName: `First ${i}`, lastName: `Last ${i}` } },
          },
        }),
      ),
    );
    await addProducts(
      server,
      Array.from({ length: 100 }, (_, i) => ({ name: `Product ${i}`, price: i })),
    );
    await db.loginAttempt.createMany({
      data: Array.from({ length: 100 }, () => ({
        userId: Number(user.id),
        ip: "::1",
        userAgent: "",
        method: "PASSWORD" as const,
        outcome: "WRONG_PASSWORD" as const,
      })),
    });
    for (let i = 0; i < 9; i += 1) {
      await signIn(server, user.email);
    }
  });
  afterAll(() => server.close());

  interface Counted {
    readonly sql: string[];
    // oxlint-disable-next-line typescript/no-explicit-any -- as in the fixture
    readonly data: any;
  }

  /** Once it is known who asks, which costs two statements the first time. */
  async function counted(query: string, variables: Record<string, unknown>, token?: string): Promise<Counted> {
    let data: Counted["data"];
    if (token !== undefined) await server.graphql("{ me { id } }", {}, token);
    const sql = await statements.during(async () => {
      data = dataOf(await server.graphql(query, variables, token));
    });
    return { sql, data };
  }

  it("of an anonymous page of products is two, and one more for their views, however many it shows", async () => {
    for (const first of [1, 10, 100]) {
      const { sql, data } = await counted(PRODUCTS, { first });
      expect(data.products.edges).toHaveLength(first);
      expect(sql).toHaveLength(3);
    }
    expect(
      (await counted("{ products(first: 50) { edges { node { name price { amount } } } } }", {})).sql,
    ).toHaveLength(2);
  });

  it("of many products asked for one by one at the same time is one", async () => {
    const asked = Array.from({ length: 20 }, (_, i) => `p${i}: product(id: ${i + 2}) { name }`);
    const { sql, data } = await counted(`{ ${asked.join(" ")} }`, {});
    await server.deps.views.flush();
    expect(Object.keys(data)).toHaveLength(20);
    expect(sql).toHaveLength(1);
  });

  it("of fifty users with their names is as for one", async () => {
    const one = await counted(USERS, { first: 1 }, admin.accessToken);
    expect(one.data.users.edges).toHaveLength(1);
    const fifty = await counted(USERS, { first: 50, search: "many" }, admin.accessToken);
    expect(fifty.data.users.edges).toHaveLength(50);
    expect(fifty.data.users.edges[49].node.firstName).toMatch(/^First \d+$/);
    expect(fifty.sql.length).toBe(one.sql.length);
    expect(fifty.sql.length).toBeLessThanOrEqual(2);
  });

  it("of a login history is the same for one row and a hundred", async () => {
    const one = await counted(HISTORY, { id: user.id, first: 1 }, user.accessToken);
    const hundred = await counted(HISTORY, { id: user.id, first: 100 }, user.accessToken);
    expect(hundred.data.loginHistory.edges).toHaveLength(100);
    expect(hundred.sql.length).toBe(one.sql.length);
    // The account whose history it is, its names, and the history.
    expect(hundred.sql.length).toBeLessThanOrEqual(3);
  });

  it("of a list of sessions is none, since they are in the store", async () => {
    const query = "{ mySessions { edges { node { id createdAt lastUsedAt ip userAgent current } } } }";
    const { sql, data } = await counted(query, {}, user.accessToken);
    expect(data.mySessions.edges).toHaveLength(10);
    expect(sql.length).toBe(0);
  });

  it("of `me` is that of the one who asks", async () => {
    const { sql, data } = await counted("{ me { id email firstName lastName hasInfo } }", {}, user.accessToken);
    expect(data.me.firstName).toBe("Ada");
    expect(sql.length).toBe(0);
  });

  it("of a login with the account's names in the answer stays small", async () => {
    const query = /* GraphQL */ `
      mutation ($input: LoginInput!) {
        login(input: $input) {
          accessToken
          user {
            id
            firstName
            hasInfo
          }
        }
      }
    `;
    const { sql, data } = await counted(query, {
      input: { account: user.email, password: "correct horse battery" },
    });
    expect(data.login.user.firstName).toBe("Ada");
    // The account and its names; its known networks, twice; the history's row, the login's note on the account, the account as it is
    // now, and the row of the audit trail.
    expect(sql.length).toBeLessThanOrEqual(9);
  });

  it("of one product is one, and of none is none for what cannot be an id", async () => {
    const query = "query ($id: ID!) { product(id: $id) { id name } }";
    // In this order: a second after it was read, a product's views are written.
    const { sql: none } = await counted(query, { id: "abc" });
    expect(none).toEqual([]);
    const { sql } = await counted(query, { id: "1" });
    expect(sql).toHaveLength(1);
  });
});
