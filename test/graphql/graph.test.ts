import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startServer, type TestServer } from "../fixtures/server.ts";
import { recordStatements, type Statements } from "./statements.ts";
import { addProducts, administrator, codeOf, dataOf, newcomer } from "./support.ts";

const NODES = /* GraphQL */ `
  query ($ids: [ID!]!) {
    nodes(ids: $ids) {
      __typename
      nodeId
      ... on Product {
        name
      }
      ... on Category {
        name
        productCount
      }
      ... on User {
        email
      }
    }
  }
`;

describe("a thing in the graph", () => {
  let statements: Statements;
  let server: TestServer;
  let ids: number[];
  beforeAll(async () => {
    statements = recordStatements();
    server = await startServer({ DEMO_DATA: "off", SHOP_CURRENCY: "JPY" });
    ids = await addProducts(server, [
      { name: "Red lamp", price: 0.0001, category: "Light: in- & outdoors" },
      { name: "Blue lamp", price: 12, category: "Light: in- & outdoors" },
      { name: "Chair" },
    ]);
  });
  afterAll(() => server.close());

  const nodeIdsOf = async (token?: string): Promise<string[]> => {
    const { products, me } = dataOf(
      await server.graphql("{ products { edges { node { nodeId category { nodeId } } } } me { nodeId } }", {}, token),
    );
    const own = products.edges.map(({ node }: { node: { nodeId: string } }) => node.nodeId);
    return [...own, products.edges[0].node.category.nodeId, ...(me ? [me.nodeId] : [])];
  };

  it("is found by its nodeId, whatever type it is of, in the order asked for", async () => {
    const person = await newcomer(server);
    const [red = "", blue = "", chair = "", light = "", self = ""] = await nodeIdsOf(person.accessToken);
    expect(new Set([red, blue, chair, light, self]).size).toBe(5);
    const wanted = [self, light, chair, light, blue, red];
    const { nodes } = dataOf(await server.graphql(NODES, { ids: wanted }, person.accessToken));
    const category = { __typename: "Category", nodeId: light, name: "Light: in- & outdoors", productCount: 2 };
    expect(nodes).toEqual([
      { __typename: "User", nodeId: self, email: person.email },
      category,
      { __typename: "Product", nodeId: chair, name: "Chair" },
      category,
      { __typename: "Product", nodeId: blue, name: "Blue lamp" },
      { __typename: "Product", nodeId: red, name: "Red lamp" },
    ]);
    const one = await server.graphql("query ($id: ID!) { node(id: $id) { nodeId } }", { id: chair });
    expect(dataOf(one).node).toEqual({ nodeId: chair });
  });

  it("that is somebody's account is there for them and for administrators only", async () => {
    const person = await newcomer(server);
    const other = await newcomer(server);
    const admin = await administrator(server);
    const self = (await nodeIdsOf(person.accessToken)).at(-1);
    const seen = async (token?: string) => dataOf(await server.graphql(NODES, { ids: [self] }, token)).nodes[0]?.email;
    expect(await seen(admin.accessToken)).toBe(person.email);
    expect(await seen(other.accessToken)).toBeUndefined();
    expect(await seen()).toBeUndefined();
  });

  it("is null where there is none, and no error", async () => {
    const product = (await nodeIdsOf())[0] ?? "";
    const of = (text: string) => Buffer.from(text).toString("base64url");
    const none = [
      "",
      "x",
      "123",
      of("Product:999999"),
      of("Product:01"),
      of("Product:x"),
      of("Category:None"),
      of("User:1"),
    ];
    const odd = [`${product}=`, of("Session:1"), of("Query:1"), of("toString:1")];
    const { nodes } = dataOf(await server.graphql(NODES, { ids: [...none, ...odd] }));
    expect(nodes).toEqual([...none, ...odd].map(() => null));
    expect(codeOf(await server.graphql(NODES, { ids: Array.from({ length: 101 }, () => product) }))).toBe(
      "INVALID_INPUT",
    );
  });

  it("costs one statement with the others of its type", async () => {
    const [red, blue, chair] = await nodeIdsOf();
    await server.deps.catalogue.drop();
    const one = await statements.during(() => server.graphql(NODES, { ids: [red] }));
    await server.deps.catalogue.drop();
    const three = await statements.during(() => server.graphql(NODES, { ids: [red, blue, chair] }));
    expect([one.length, three.length]).toEqual([1, 1]);
  });

  it("costs exactly what it says, in the shop's currency", async () => {
    const query = "query ($id: ID!) { product(id: $id) { price { amount currency } } }";
    const { product } = dataOf(await server.graphql(query, { id: ids[0] }));
    expect(product.price).toEqual({ amount: "0.0001", currency: "JPY" });
    const literals = "{ products(filter: { minPrice: 0.0001, maxPrice: 0.00010 }) { edges { node { name } } } }";
    expect(dataOf(await server.graphql(literals)).products.edges).toEqual([{ node: { name: "Red lamp" } }]);
    const tooFine = '{ products(filter: { minPrice: "0.00011" }) { edges { node { name } } } }';
    expect(codeOf(await server.graphql(tooFine))).toBe("INVALID_INPUT");
    for (const wrong of ['"1,5"', '"1e2"', '""', "true", "[1]", '" 1"']) {
      const answer = await server.graphql(`{ products(filter: { minPrice: ${wrong} }) { totalCount } }`);
      expect(codeOf(answer), wrong).toBe("GRAPHQL_VALIDATION_FAILED");
    }
  });
});

describe("a picture", () => {
  const query = "query ($id: ID!) { product(id: $id) { image { url path alt } } }";
  const path = "catalog/CQRobot/TDS/TDS Meter-1.jpg";

  async function pictureAt(env: Record<string, string>, headers: Record<string, string> = {}) {
    const server = await startServer(env);
    try {
      const { id } = await server.deps.db.product.findFirstOrThrow({ where: { image: path } });
      const { json } = await server.send("POST", "/graphql", { body: { query, variables: { id } }, headers });
      const { image } = json.data.product;
      const shown = await fetch(image.url.replace(/^https?:\/\/[^/]+/, server.url));
      return { image, origin: server.url, type: shown.headers.get("content-type") };
    } finally {
      await server.close();
    }
  }

  it("has an address on the server that was asked, which works as it is", async () => {
    const { image, origin, type } = await pictureAt({});
    expect(image).toEqual({
      url: `${origin}/cache/catalog/CQRobot/TDS/TDS%20Meter-1.jpg`,
      path,
      alt: "Ocean: TDS (Total Dissolved Solids) Meter Sensor",
    });
    expect(type).toBe("image/jpeg");
  });

  it("has one below PUBLIC_URL, where that is set", async () => {
    const { image, type } = await pictureAt({ PUBLIC_URL: "https://shop.example/" });
    expect(image.url).toBe("https://shop.example/cache/catalog/CQRobot/TDS/TDS%20Meter-1.jpg");
    expect(type).toBe("image/jpeg");
  });

  it("has the one that a trusted proxy was asked for, and of no other", async () => {
    const headers = { "x-forwarded-proto": "https", "x-forwarded-host": "shop.example:8443" };
    const trusted = await pictureAt({ TRUST_PROXY: "true" }, headers);
    expect(trusted.image.url).toMatch(/^https:\/\/shop\.example:8443\/cache\/catalog\//);
    const distrusted = await pictureAt({}, headers);
    expect(distrusted.image.url).toMatch(new RegExp(`^${distrusted.origin}/cache/`));
  });
});

describe("`me`", () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer({ DEMO_DATA: "off" });
    await addProducts(server, [{ name: "Lamp" }]);
  });
  afterAll(() => server.close());
  const both = (token?: string) => server.graphql("{ products { totalCount } me { email } }", {}, token);

  it("is null for whoever is not signed in, and takes nothing else with it", async () => {
    expect(await both()).toMatchObject({
      status: 200,
      data: { products: { totalCount: 1 }, me: null },
      errors: undefined,
    });
  });

  it("is an error where the credentials are bad, and takes nothing else with it", async () => {
    const { accessToken } = await newcomer(server);
    await server.graphql("mutation { logout }", {}, accessToken);
    for (const [token, code] of [
      ["no.such.token", "TOKEN_INVALID"],
      [accessToken, "SESSION_ENDED"],
    ] as const) {
      const answer = await both(token);
      expect(answer.data).toEqual({ products: { totalCount: 1 }, me: null });
      expect(answer.errors?.map(({ path, extensions }) => [path, extensions["code"]])).toEqual([[["me"], code]]);
    }
  });
});
