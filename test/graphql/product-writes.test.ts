import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startServer, type TestServer } from "../fixtures/server.ts";
import { administrator, codeOf, dataOf } from "./support.ts";

const FIELDS =
  "id name model description price { amount } quantity category { name } image { path } views createdAt updatedAt";
const CREATE = `mutation ($input: CreateProductInput!) { createProduct(input: $input) { ${FIELDS} } }`;
const UPDATE = `mutation ($id: ID!, $input: UpdateProductInput!) { updateProduct(id: $id, input: $input) { ${FIELDS} } }`;
const DELETE = "mutation ($id: ID!) { deleteProduct(id: $id) }";
const READ = `query ($id: ID!) { product(id: $id) { ${FIELDS} } }`;

describe("an administrator", () => {
  let server: TestServer;
  let token: string;
  beforeAll(async () => {
    server = await startServer({ DEMO_DATA: "off" });
    ({ accessToken: token } = await administrator(server));
  });
  afterAll(() => server.close());

  const send = (document: string, variables: Record<string, unknown>) => server.graphql(document, variables, token);
  const create = async (input: Record<string, unknown>) => dataOf(await send(CREATE, { input })).createProduct;
  const read = async (id: string) => dataOf(await send(READ, { id })).product;

  it("creates a product from its name and price alone", async () => {
    const product = await create({ name: "  Hex key  ", price: 2.5, category: null });
    expect(product).toMatchObject({
      name: "Hex key",
      price: { amount: "2.5" },
      model: "",
      description: "",
      quantity: 0,
      category: null,
      image: null,
      views: 0,
    });
    expect(await read(product.id)).toMatchObject({ name: "Hex key", price: { amount: "2.5" } });
  });

  it("creates a product with everything, in any script", async () => {
    const input = {
      name: "扳手 🔧",
      price: 12.3456,
      model: "HK-8",
      description: "<p>Hält & hält</p>",
      quantity: 2_147_483_647,
      category: "工具",
      imagePath: "catalog/A B/扳手-1.jpg",
    };
    const { id } = await create(input);
    const { price, category, imagePath, ...plain } = input;
    expect(await read(id)).toMatchObject({
      ...plain,
      price: { amount: String(price) },
      category: { name: category },
      image: { path: imagePath },
    });
  });

  it("changes what is given and leaves the rest, and the new name is found", async () => {
    const { id, updatedAt } = await create({ name: "Before", price: 1, category: "Kept" });
    const { updateProduct } = dataOf(await send(UPDATE, { id, input: { name: "Afterwards", quantity: 4 } }));
    expect(updateProduct).toMatchObject({
      id,
      name: "Afterwards",
      quantity: 4,
      price: { amount: "1" },
      category: { name: "Kept" },
    });
    expect(Date.parse(updateProduct.updatedAt)).toBeGreaterThanOrEqual(Date.parse(updatedAt));
    const named = async (text: string) => {
      const query = `{ products(filter: { nameContains: "${text}" }) { edges { node { id } } } }`;
      return dataOf(await send(query, {})).products.edges;
    };
    expect(await named("AFTERW")).toEqual([{ node: { id } }]);
    expect(await named("before")).toEqual([]);
  });

  it("deletes a product once, and for good", async () => {
    const { id } = await create({ name: "Short-lived", price: 1 });
    const outcomes = await Promise.all([send(DELETE, { id }), send(DELETE, { id })]);
    expect(outcomes.map((outcome) => codeOf(outcome) ?? outcome.data.deleteProduct).sort()).toEqual(
      [id, "PRODUCT_NOT_FOUND"].sort(),
    );
    expect(await read(id)).toBeNull();
    expect(codeOf(await send(UPDATE, { id, input: { quantity: 1 } }))).toBe("PRODUCT_NOT_FOUND");
    const next = await create({ name: "Next", price: 1 });
    expect(next.id).not.toBe(id);
  });

  it.each(["abc", "-1", "0", "99999999999", "1.0", "", "2147483647"])("finds no product %j to write to", async (id) => {
    expect(codeOf(await send(UPDATE, { id, input: { quantity: 1 } }))).toBe("PRODUCT_NOT_FOUND");
    expect(codeOf(await send(DELETE, { id }))).toBe("PRODUCT_NOT_FOUND");
  });

  it.each([0, 0.0001, 0.1, 0.3, 1.005, 19.99, 1234.5678, 4_503_599.6271, 99_999_999.9899, 99_999_999.99])(
    "keeps the price %d exactly",
    async (price) => {
      const { id, price: answered } = await create({ name: "Priced", price });
      expect(answered).toEqual({ amount: String(price) });
      expect((await read(id)).price).toEqual({ amount: String(price) });
      const { price: stored } = await server.deps.db.product.findUniqueOrThrow({ where: { id: Number(id) } });
      expect(stored).toBe(BigInt(price.toFixed(4).replace(".", "")));
    },
  );

  it.each([
    ["a blank name", { name: " \t " }, "name"],
    ["a name of 201 characters", { name: "x".repeat(201) }, "name"],
    ["a NUL byte in the name", { name: "a\0b" }, "name"],
    ["half a character in the name", { name: "a\ud83d" }, "name"],
    ["a negative price", { price: -0.01 }, "price"],
    ["a text that is a negative price", { price: "-0.01" }, "price"],
    ["a text of decimals that a number would lose", { price: "1.00000000000000000001" }, "price"],
    ["a price too high", { price: 99_999_999.9901 }, "price"],
    ["a price beyond reason", { price: 1e300 }, "price"],
    ["a price of five decimals", { price: 0.00001 }, "price"],
    ["a price that is almost one", { price: 0.1 + 0.2 }, "price"],
    ["a negative quantity", { quantity: -1 }, "quantity"],
    ["a picture outside the catalogue", { imagePath: "/etc/passwd" }, "imagePath"],
    ["a picture of another site", { imagePath: "https://example.com/x.jpg" }, "imagePath"],
    ["a model of 101 characters", { model: "x".repeat(101) }, "model"],
    ["a description of 100,001 characters", { description: "x".repeat(100_001) }, "description"],
  ])("is refused %s, and told the field", async (_what, wrong, field) => {
    const created = await send(CREATE, { input: { name: "Fine", price: 1, ...wrong } });
    expect(created.status).toBe(422);
    expect(created.errors?.[0]?.extensions).toMatchObject({
      code: "INVALID_INPUT",
      fields: [{ path: ["input", field] }],
    });
    const { id } = await create({ name: "Unchanged", price: 7 });
    expect(codeOf(await send(UPDATE, { id, input: wrong }))).toBe("INVALID_INPUT");
    expect(await read(id)).toMatchObject({ name: "Unchanged", price: { amount: "7" }, quantity: 0 });
  });

  it("is told every wrong field at once", async () => {
    const { errors } = await send(CREATE, { input: { name: "", price: -1, quantity: -1 } });
    const fields = errors?.[0]?.extensions["fields"];
    expect(fields).toEqual(
      ["name", "price", "quantity"].map((field) => ({
        path: ["input", field],
        code: expect.any(String),
        message: expect.any(String),
      })),
    );
  });
});
