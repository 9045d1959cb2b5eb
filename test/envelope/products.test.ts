import { beforeAll, describe, expect, it } from "vitest";
import { envelopeServer, failure, type Member, ok, said, TIME } from "./support.ts";

const shop = envelopeServer();
let administrator: Member;
beforeAll(async () => {
  administrator = await shop.administrator();
});

const NOT_FOUND = failure(404, "产品不存在");
const tea = { name: "Tea", description: "Green", price: 4.2, category: "Drinks", stock: 3 };
const act = (method: string, path: string, body?: unknown) =>
  shop.call(method, path, { token: administrator.token, body });
const create = (body: unknown) => act("POST", "/api/products", body);
const put = (id: number, body: unknown) => act("PUT", `/api/products/${id}`, body);
const get = (id: unknown) => shop.call("GET", `/api/products/${String(id)}`);

/** The document's eight fields in its order, with id and times that are whatever they are. */
function shown(message: string, { json }: { json: { data: Record<string, unknown> } }, fields: typeof tea): string {
  const { id, created_at, updated_at } = json.data;
  const { name, description, price, category, stock } = fields;
  for (const time of [created_at, updated_at]) expect(time).toMatch(TIME);
  return ok(message, { id, name, description, price, category, stock, created_at, updated_at });
}

describe("a product", () => {
  it("is created, shown, changed and deleted, each in the document's words [POST /api/products OK] [GET /api/products/{product_id} OK] [PUT /api/products/{product_id} OK] [DELETE /api/products/{product_id} OK]", async () => {
    const created = await create(tea);
    expect(said(created)).toBe(shown("产品创建成功", created, tea));
    const { id, created_at } = created.json.data;
    expect(Number.isInteger(id)).toBe(true);
    expect(said(await get(id))).toBe(ok("success", created.json.data));

    const coffee = { name: "Coffee", description: "<b>Black</b>", price: 5, category: "Beans", stock: 0 };
    const changed = await put(id, coffee);
    expect(said(changed)).toBe(shown("产品更新成功", changed, coffee));
    expect(changed.json.data).toMatchObject({ id, created_at });
    expect(said(await get(id))).toBe(ok("success", changed.json.data));

    expect(said(await act("DELETE", `/api/products/${id}`))).toBe(ok("产品删除成功", null));
    expect(said(await get(id))).toBe(NOT_FOUND);
    expect(said(await act("DELETE", `/api/products/${id}`))).toBe(NOT_FOUND);
    expect(said(await put(id, coffee))).toBe(NOT_FOUND);
  });

  it("is read by everybody, token or not", async () => {
    const { id } = (await create(tea)).json.data;
    for (const headers of [{}, { authorization: "Bearer x.y.z" }, { cookie: "access_token=Bearer x.y.z" }]) {
      expect((await shop.call("GET", `/api/products/${id}`, { headers })).status).toBe(200);
    }
  });

  it("needs a name and a price; the rest is empty unless given", async () => {
    const answer = await create({ name: "Bare", price: 0 });
    const bare = { name: "Bare", description: "", price: 0, category: "", stock: 0 };
    expect(said(answer)).toBe(shown("产品创建成功", answer, bare));
    expect(said(await create({}))).toBe(failure(422, "name：缺少必填字段；price：缺少必填字段"));
  });

  it("keeps what PUT leaves out", async () => {
    const { id } = (await create(tea)).json.data;
    const answer = await put(id, { name: "Tea", price: 9.5 });
    expect(said(answer)).toBe(shown("产品更新成功", answer, { ...tea, price: 9.5 }));
  });

  it("is the bearer contract's, whose quantity is the stock", async () => {
    const { id } = (await create({ ...tea, stock: 17 })).json.data;
    const bearer = await shop.server.send("GET", `/api/products/product/${id}`);
    expect(bearer.json).toMatchObject({ id, name: "Tea", price: 4.2, quantity: 17, description: "Green" });
    const { data } = await shop.server.graphql("query ($id: ID!) { product(id: $id) { quantity } }", { id });
    expect(data.product.quantity).toBe(17);
  });

  it("read here counts as a view", async () => {
    const { id } = (await create({ ...tea, name: "Looked at" })).json.data;
    for (let times = 0; times < 3; times += 1) await get(id);
    await shop.server.deps.views.flush();
    const { data } = await shop.server.graphql("query ($id: ID!) { product(id: $id) { views } }", { id });
    expect(data.product.views).toBeGreaterThanOrEqual(3);
  });

  it.each(["x", "1.0", "1e1", "0x1", "%20", "%E8%8C%B6", "popular1", "null"])("is not %s: 422", async (id) => {
    expect(said(await get(id))).toBe(failure(422, "product_id：必须是整数"));
  });
});

describe("a price", () => {
  it.each([0, 0.0001, 0.1, 0.3, 1.005, 19.99, 1234.5678, 9_999_999.9999, 99_999_999.98, 99_999_999.99])(
    "of %d is kept exactly",
    async (price) => {
      const { data } = (await create({ ...tea, price })).json;
      expect(data.price).toBe(price);
      const read = await get(data.id);
      expect(read.text).toContain(`"price":${price},`);
      expect((await put(data.id, { ...tea, price: 1 })).json.data.price).toBe(1);
      expect((await put(data.id, { ...tea, price })).json.data.price).toBe(price);
    },
  );

  it("of every ten-thousandth is kept exactly", async () => {
    for (const price of [0.0003, 0.0007, 0.2999, 1.1111, 8.0001, 4_503_599.6273, 79_228_162.5142]) {
      expect((await create({ ...tea, price })).json.data.price).toBe(price);
    }
  });

  it.each([
    ["-0.0001", "price：不能小于 0"],
    ["-1", "price：不能小于 0"],
    ["99999999.9901", "price：不能大于 99999999.99"],
    ["99999999.9999", "price：不能大于 99999999.99"],
    ["100000000", "price：不能大于 99999999.99"],
    ["1e300", "price：不能大于 99999999.99"],
    ["1e400", "price：必须是数字"],
    ["-1e400", "price：必须是数字"],
    ['"NaN"', "price：必须是数字"],
    ['"12,5"', "price：必须是数字"],
    ['""', "price：必须是数字"],
    ["null", "price：必须是数字"],
    ["true", "price：必须是数字"],
    ["[1]", "price：必须是数字"],
    ["{}", "price：必须是数字"],
  ])("is not %s", async (price, message) => {
    const { id } = (await create(tea)).json.data;
    const body = `{"name":"Tea","price":${price}}`;
    for (const [method, path] of [["POST", "/api/products"] as const, ["PUT", `/api/products/${id}`] as const]) {
      expect(said(await shop.raw(method, path, body, administrator.token))).toBe(failure(422, message));
    }
    expect((await get(id)).json.data.price).toBe(4.2);
  });

  it("is no JSON when it is NaN or Infinity", async () => {
    for (const price of ["NaN", "Infinity", "-Infinity", "01", "1.", ".5", "0x10"]) {
      const answer = await shop.raw("POST", "/api/products", `{"name":"Tea","price":${price}}`, administrator.token);
      expect(said(answer)).toBe(failure(400, "请求格式错误"));
    }
  });

  it("of minus nothing is nothing", async () => {
    const answer = await shop.raw("POST", "/api/products", '{"name":"Tea","price":-0.0}', administrator.token);
    expect(answer.text).toContain('"price":0,');
  });
});

describe("a stock", () => {
  it.each([0, 1, 2_147_483_647])("of %d is kept", async (stock) => {
    const { data } = (await create({ ...tea, stock })).json;
    expect((await get(data.id)).json.data.stock).toBe(stock);
  });

  it.each([
    [-1, "stock：不能小于 0"],
    [2_147_483_648, "stock：不能大于 2147483647"],
    [1.5, "stock：必须是整数"],
    ["three", "stock：必须是数字"],
    [true, "stock：必须是数字"],
    [[3], "stock：必须是数字"],
  ])("is not %j", async (stock, message) => {
    const { id } = (await create(tea)).json.data;
    expect(said(await create({ ...tea, stock }))).toBe(failure(422, message));
    expect(said(await put(id, { ...tea, stock }))).toBe(failure(422, message));
  });

  it("goes by no other name", async () => {
    expect((await create({ ...tea, stock: undefined, quantity: 5 })).json.data.stock).toBe(0);
  });
});

describe("a name", () => {
  it.each(["", " ", "\t\r\n", "\u3000\u00a0"])("is not blank: %j", async (name) => {
    const { id } = (await create(tea)).json.data;
    expect(said(await create({ ...tea, name }))).toBe(failure(422, "name：不能为空"));
    expect(said(await put(id, { ...tea, name }))).toBe(failure(422, "name：不能为空"));
  });

  it("is kept in any script, without the whitespace around it", async () => {
    for (const name of ["龙井茶 🍵", "O'Brien\"s <tea> & \\ more"]) {
      expect((await create({ ...tea, name: ` ${name}\n` })).json.data.name).toBe(name);
    }
    expect((await create({ ...tea, name: "x".repeat(200) })).status).toBe(200);
  });

  it("is text that can be stored, of 200 characters at most", async () => {
    expect(said(await create({ ...tea, name: "x".repeat(201) }))).toBe(failure(422, "name：最多 200 个字符"));
    expect(said(await create({ ...tea, name: "a\u0000b" }))).toBe(failure(422, "name：格式不正确"));
    expect(said(await create({ ...tea, name: 7 }))).toBe(failure(422, "name：必须是字符串"));
  });

  it("may be another product's too", async () => {
    const [one, two] = [await create(tea), await create(tea)];
    expect(one.json.data.id).not.toBe(two.json.data.id);
  });
});
