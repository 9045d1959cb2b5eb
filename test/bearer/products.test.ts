import { describe, expect, it } from "vitest";
import { searchKey } from "../../src/database/search-key.ts";
import type { Answer } from "../fixtures/server.ts";
import { type Bearer, bearerServer, detail, keepsTheLogClean, said } from "./support.ts";

const NOT_FOUND = detail(404, "Product not found");
const NONE_POPULAR = detail(404, "No popular products found");
const productOf = (shop: Bearer, id: number | string) => shop.call("GET", `/api/products/product/${id}`);
const popularOf = (shop: Bearer) => shop.call("GET", "/api/products/popular");
const idsOf = ({ json }: Answer): number[] => json.map(({ id }: { id: number }) => id);

async function create(shop: Bearer, name: string, more: { price?: bigint; image?: string; views?: number } = {}) {
  const data = { name, nameKey: searchKey(name), price: 10_000n, ...more };
  const { id } = await shop.server.deps.db.product.create({ data });
  await shop.server.deps.catalogue.drop();
  return id;
}

describe("one product of the demo catalogue", () => {
  const bearer = bearerServer({ DEMO_DATA: "on" });

  it("is the document's example, in its order [GET /api/products/product/{product_id} OK]", async () => {
    const answer = await productOf(bearer, 1099);
    const { description, ...rest } = answer.json;
    expect(rest).toEqual({
      id: 1099,
      model: "CQRJSTEL-A",
      quantity: 999,
      image_url: "catalog/CQRobot/JST EL/JST EL 2P-1.jpg",
      price: 6.16,
      name: "JST EL - 2 Pin Connector Kit",
    });
    expect(Object.keys(answer.json)).toEqual(["id", "model", "quantity", "image_url", "price", "name", "description"]);
    expect(answer.text).toContain('"price":6.16,');
    expect(description).toMatch(/<p>|<ul>/);
  });

  it("has its picture where its path says, below /cache/", async () => {
    const { image_url } = (await productOf(bearer, 1099)).json;
    const picture = await fetch(`${bearer.server.url}/cache/${encodeURI(image_url)}`);
    expect([picture.status, picture.headers.get("content-type")]).toEqual([200, "image/jpeg"]);
    await picture.body?.cancel();
  });

  it("is popular from the start with what the catalogue says of it: ten, most viewed first [GET /api/products/popular OK]", async () => {
    const answer = await popularOf(bearer);
    const views = await bearer.server.deps.db.product.findMany({
      orderBy: [{ views: "desc" }, { id: "asc" }],
      take: 10,
    });
    expect(idsOf(answer)).toEqual(views.map(({ id }) => id));
    const pump = answer.json.find(({ id }: { id: number }) => id === 1120);
    expect(JSON.stringify(pump)).toMatch(
      /^\{"id":1120,"img_url":"catalog\/CQRobot\/MCP23017\/MCP23017-1\.JPG","name":"[^"]+","model":"CQRMCP23017A"\}$/,
    );
  });

  keepsTheLogClean(bearer);
});

describe("one product", () => {
  const bearer = bearerServer();

  it.each([
    [60_000n, "6"],
    [0n, "0"],
    [1n, "0.0001"],
    [1_999_900n, "199.99"],
    [999_999_999_900n, "99999999.99"],
  ])("has a price of %s ten-thousandths as the number %s", async (price, shown) => {
    const answer = await productOf(bearer, await create(bearer, "Priced", { price }));
    expect(answer.text).toContain(`"price":${shown},`);
  });

  it("has empty texts where nothing is known", async () => {
    const id = await create(bearer, "Bare");
    const rest = '"quantity":0,"image_url":"","price":1,"name":"Bare","description":""';
    expect(said(await productOf(bearer, id))).toBe(`200 {"id":${id},"model":"",${rest}}`);
  });

  it("is there for everybody, whatever token comes along", async () => {
    const id = await create(bearer, "Public");
    for (const authorization of ["Bearer garbage", "Basic YTpi", `Bearer ${await bearer.token()}`]) {
      const answer = await bearer.call("GET", `/api/products/product/${id}`, { headers: { authorization } });
      expect(answer.status).toBe(200);
    }
  });

  it.each(["0", "-1", "-0", "999999", "2147483647", "2147483648", "9007199254740993", "9".repeat(400)])(
    "is not found under the integer %s",
    async (id) => expect(said(await productOf(bearer, id))).toBe(NOT_FOUND),
  );

  it.each(["+", "0", "+000", "0000000000000000000"])("is found behind a leading %s of its number", async (lead) => {
    const id = await create(bearer, "Spelled");
    expect((await productOf(bearer, `${lead}${id}`)).json.id).toBe(id);
  });

  it.each([
    "abc",
    "1.5",
    "1.0",
    "1e3",
    "0x10",
    "1_000",
    "1,000",
    "-",
    "+",
    "--1",
    "1-",
    "NaN",
    "null",
    "true",
    " 1",
    "1 ",
    "1\n",
    "1\u0000",
    "\u0663",
    "\uff11",
    "\u00b2",
    "1/2",
    "../1",
    "{product_id}",
    "' OR 1=1 --",
    "%",
  ])("has no number that is no integer: %j [GET /api/products/product/{product_id} INVALID_INPUT]", async (id) => {
    await create(bearer, "Never shown");
    const msg = "Input should be a valid integer, unable to parse string as an integer";
    const entry = { type: "int_parsing", loc: ["path", "product_id"], msg, input: id };
    expect(said(await productOf(bearer, encodeURIComponent(id)))).toBe(`422 ${JSON.stringify({ detail: [entry] })}`);
  });

  it("is gone when it has been deleted [GET /api/products/product/{product_id} PRODUCT_NOT_FOUND]", async () => {
    const id = await create(bearer, "Short-lived");
    expect((await productOf(bearer, id)).status).toBe(200);
    const query = "mutation ($id: ID!) { deleteProduct(id: $id) }";
    const { errors } = await bearer.server.graphql(query, { id: String(id) }, await bearer.administrator());
    expect(errors).toBeUndefined();
    expect(said(await productOf(bearer, id))).toBe(NOT_FOUND);
    await popularOf(bearer);
    expect(await bearer.server.deps.db.product.count({ where: { id } })).toBe(0);
  });

  keepsTheLogClean(bearer);
});

describe("popular products", () => {
  const bearer = bearerServer();

  it("are none in a shop without products, and none in one where nothing was ever viewed [GET /api/products/popular NOTHING_POPULAR]", async () => {
    expect(said(await popularOf(bearer))).toBe(NONE_POPULAR);
    await create(bearer, "Never viewed");
    expect(said(await popularOf(bearer))).toBe(NONE_POPULAR);
  });

  it("are counted through every door, most viewed first", async () => {
    const [once, thrice, twice] = [await create(bearer, "A"), await create(bearer, "B"), await create(bearer, "C")];
    const throughGraphQL = (id: number) =>
      bearer.server.graphql("query ($id: ID!) { product(id: $id) { id } }", { id: String(id) });
    await throughGraphQL(once);
    await productOf(bearer, twice);
    await throughGraphQL(twice);
    await productOf(bearer, thrice);
    await bearer.server.send("GET", `/api/products/${thrice}`);
    await bearer.server.send("GET", `/api/v2/products/${thrice}`);
    const answer = await popularOf(bearer);
    expect(said(answer)).toBe(
      `200 [{"id":${thrice},"img_url":"","name":"B","model":""},` +
        `{"id":${twice},"img_url":"","name":"C","model":""},{"id":${once},"img_url":"","name":"A","model":""}]`,
    );
    expect(said(await popularOf(bearer))).toBe(said(answer));
  });

  it("come in the order of their numbers when they are viewed alike", async () => {
    const views = 10;
    const ids = [await create(bearer, "Z", { views }), await create(bearer, "Y", { views }), await create(bearer, "X")];
    await Promise.all(Array.from({ length: views }, () => productOf(bearer, ids[2] ?? 0)));
    expect(idsOf(await popularOf(bearer)).slice(0, 3)).toEqual(ids);
  });

  it("gain nothing from lists, from themselves and from numbers that are not found", async () => {
    const before = await bearer.server.deps.db.product.findMany({ select: { id: true, views: true } });
    await popularOf(bearer);
    await bearer.server.graphql("{ products(first: 50) { nodes: edges { node { id name } } } popularProducts { id } }");
    await productOf(bearer, 999_999);
    await productOf(bearer, "abc");
    await bearer.call("POST", `/api/products/product/${before[0]?.id}`);
    await popularOf(bearer);
    expect(await bearer.server.deps.db.product.findMany({ select: { id: true, views: true } })).toEqual(before);
  });

  it("are ten at most", async () => {
    const ids: number[] = [];
    for (let n = 0; n < 12; n += 1) ids.push(await create(bearer, `Ranked ${n}`, { views: 1000 + n }));
    expect(idsOf(await popularOf(bearer))).toEqual(ids.reverse().slice(0, 10));
  });

  it("are no longer those that were deleted", async () => {
    const id = await create(bearer, "Top", { views: 10_000 });
    expect(idsOf(await popularOf(bearer))[0]).toBe(id);
    await bearer.server.deps.db.product.delete({ where: { id } });
    await bearer.server.deps.catalogue.drop();
    expect(idsOf(await popularOf(bearer))).not.toContain(id);
  });

  keepsTheLogClean(bearer);
});
