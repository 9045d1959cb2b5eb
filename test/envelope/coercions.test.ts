import { beforeAll, describe, expect, it } from "vitest";
import { freshEmail, freshName } from "../fixtures/fresh.ts";
import { CODE_SENT, envelopeServer, failure, type Member, PASSWORD, said } from "./support.ts";

const shop = envelopeServer();
let administrator: Member;
beforeAll(async () => {
  administrator = await shop.administrator();
});

const as = (method: string, path: string, body?: unknown) =>
  shop.call(method, path, { body, token: administrator.token });
const addProduct = (given: Record<string, unknown>) => as("POST", "/api/products", { name: "Tea", price: 1, ...given });
const newUser = () => ({ username: freshName(), email: freshEmail(), password: PASSWORD });
const invalid = (message: string) => failure(422, message);

describe("a price", () => {
  it.each([
    [6.16 * 0.9, 5.544],
    [7.00005, 7.0001],
    [1.00005, 1.0001],
    [8.00015, 8.0002],
    [1.00004999, 1],
    [0.00005, 0.0001],
    [0.00004, 0],
    [1e-7, 0],
    [-0.00004, 0],
    [99_999_999.99004, 99_999_999.99],
    [19.999_99, 20],
    [0.1 + 0.2, 0.3],
    ["6.16", 6.16],
    [" 6.16 ", 6.16],
    ["+6.1", 6.1],
    [".5", 0.5],
    ["1e1", 10],
    ["7.00005", 7.0001],
  ])("of %j is %d", async (price, kept) => {
    const { status, json } = await addProduct({ price });
    expect([status, json.data?.price]).toEqual([200, kept]);
    expect((await as("GET", `/api/products/${json.data.id}`)).json.data.price).toBe(kept);
  });

  it.each([
    ["", "price：必须是数字"],
    [" ", "price：必须是数字"],
    ["6,16", "price：必须是数字"],
    ["0x10", "price：必须是数字"],
    ["Infinity", "price：必须是数字"],
    ["1e999", "price：必须是数字"],
    [true, "price：必须是数字"],
    [null, "price：必须是数字"],
    [[6.16], "price：必须是数字"],
    [-0.00005, "price：不能小于 0"],
    ["-1", "price：不能小于 0"],
    [99_999_999.990_05, "price：不能大于 99999999.99"],
    [1e21, "price：不能大于 99999999.99"],
  ])("is not %j", async (price, message) => {
    expect(said(await addProduct({ price }))).toBe(invalid(message));
  });
});

describe("a stock", () => {
  it.each([
    ["3", 3],
    ["0", 0],
    [" 7 ", 7],
    ["3.0", 3],
    [null, 0],
  ])("of %j is %d", async (stock, kept) => {
    expect((await addProduct({ stock })).json.data?.stock).toBe(kept);
  });

  it.each(["", "three", true, "3.5", "-1", "2147483648"])("is not %j", async (stock) => {
    const { status, json } = await addProduct({ stock });
    expect([status, json.message]).toEqual([422, expect.stringMatching(/^stock：/)]);
  });
});

describe("a Boolean", () => {
  it.each([
    [true, true],
    ["true", true],
    [1, true],
    ["1", true],
    [false, false],
    ["false", false],
    [0, false],
    ["0", false],
  ])("of %j is %s", async (given, kept) => {
    const { json } = await as("POST", "/api/users", { ...newUser(), is_admin: given, is_active: given });
    expect([json.data.is_admin, json.data.is_active]).toEqual([kept, kept]);
  });

  it.each(["", "yes", "True", 2, "on", []])("is not %j", async (given) => {
    expect(said(await as("POST", "/api/users", { ...newUser(), is_admin: given }))).toBe(
      invalid("is_admin：必须是布尔值"),
    );
  });
});

describe("what is optional", () => {
  it("may be null, which is as good as absent", async () => {
    const added = await addProduct({ description: null, category: null, stock: null });
    expect(added.json.data).toMatchObject({ description: "", category: "", stock: 0 });
    const made = await as("POST", "/api/users", { ...newUser(), phone: null, is_admin: null, is_active: null });
    expect(made.json.data).toMatchObject({ phone: "", is_admin: false, is_active: true });
    const { id, username } = made.json.data;
    const patched = await as("PATCH", `/api/users/${id}`, { username: null, email: "", phone: "42", password: null });
    expect(patched.json.data).toMatchObject({ username, phone: "42" });
    expect(said(await as("PATCH", `/api/users/${id}`, { username: null, email: "" }))).toBe(
      invalid("请求数据至少需要一个可更新的字段"),
    );
  });

  it("may be empty, where it is an address or a token", async () => {
    const path = "/users/send_verification_code_by_email";
    const { email, refreshToken } = await shop.member();
    expect(said(await shop.post(path, { email, refresh_token: "" }))).toBe(CODE_SENT);
    expect(said(await shop.post(path, { email: "", refresh_token: refreshToken }))).toBe(CODE_SENT);
    expect(said(await shop.post(path, { email: null, refresh_token: refreshToken }))).toBe(CODE_SENT);
    expect((await shop.post(path, { email: "", refresh_token: null })).status).toBe(422);
  });
});

describe("PUT of an account", () => {
  it("takes create's body, with the same defaults for what is left out", async () => {
    const whole = { ...newUser(), phone: "42", is_admin: true, is_active: false };
    const { json } = await as("POST", "/api/users", whole);
    const { username, email, password } = whole;
    const put = await as("PUT", `/api/users/${json.data.id}`, { username, email, password });
    expect(put.status).toBe(200);
    expect(put.json.data).toMatchObject({ username, email, phone: "", is_admin: false, is_active: true });
    const half = await as("PUT", `/api/users/${json.data.id}`, { username, email });
    expect(said(half)).toBe(invalid("password：缺少必填字段"));
  });

  it("ends no session by a password that is what it was, and an administrator's own new one not theirs", async () => {
    const member = await shop.member();
    const { id, username, email, token } = member;
    const body = { username, email, password: member.password };
    expect((await as("PUT", `/api/users/${id}`, body)).status).toBe(200);
    expect((await shop.current(token)).status).toBe(200);
    expect((await as("PUT", `/api/users/${id}`, { ...body, password: "another one 42" })).status).toBe(200);
    expect((await shop.current(token)).status).toBe(401);

    const owner = await shop.administrator();
    const elsewhere = await shop.login(owner.email, owner.password);
    const patched = await shop.call("PATCH", `/api/users/${owner.id}`, {
      body: { password: "a new one of mine" },
      token: owner.token,
    });
    expect(patched.status).toBe(200);
    expect((await shop.current(owner.token)).status).toBe(200);
    expect(said(await shop.refresh(elsewhere.json.data.refresh_token))).toBe(failure(401, "未授权"));
  });
});

describe("a query parameter", () => {
  it("counts the last time that it is given", async () => {
    const { json } = await as("GET", "/api/products?page=7&limit=x&page=2&limit=3");
    expect(json.data).toMatchObject({ page: 2, limit: 3 });
  });

  it("that is empty is as good as none", async () => {
    const { json } = await as("GET", "/api/products?page=&limit=&category=");
    expect(json.data).toMatchObject({ page: 1, limit: 20 });
    expect(json.data.total).toBeGreaterThan(0);
  });
});

describe("the search by name", () => {
  it("takes everything behind /name/, slashes included", async () => {
    const name = "JST PH - 2 / 3 / 4 Pin Connector Kit";
    await addProduct({ name });
    for (const path of [
      "JST PH - 2 / 3 / 4",
      encodeURIComponent("2 / 3 / 4 Pin"),
      "2 / 3%20%2F 4",
      "JST%20PH%20-%202%20/",
    ]) {
      const { status, json } = await as("GET", `/api/products/name/${path}`);
      expect([status, json.data.map((product: { name: string }) => product.name)]).toEqual([200, [name]]);
    }
    expect((await as("GET", "/api/products/name/2/3/4")).json.data).toEqual([]);
  });
});

describe("a path that is not there", () => {
  const NOT_FOUND = failure(404, "资源不存在");

  it.each([
    "/api/products/1/reviews",
    "/api/products/1/reviews/2",
    "/api/users/1/orders",
    "/api/users/current/orders",
    "/api/users/ip_history/1/2",
    "/users/nothing",
  ])("is the envelope's where its paths begin alike: %s", async (path) => {
    expect(said(await shop.call("GET", path))).toBe(NOT_FOUND);
  });

  it.each([
    "/api/products/product/1/reviews",
    "/api/products/popular/today",
    "/api/users/login/now",
    "/api/users/me/orders",
    "/api/nothing",
  ])("is the bearer contract's where its do: %s", async (path) => {
    const { status, json } = await shop.server.send("GET", path);
    expect([status, json]).toEqual([404, { detail: "Not Found" }]);
  });

  it("is a problem of /api/v2 below it", async () => {
    const { status, json } = await shop.server.send("GET", "/api/v2/products/1/reviews");
    expect([status, json.code]).toEqual([404, "NOT_FOUND"]);
  });
});

it("a route that takes no body reads none", async () => {
  const { token, id } = await shop.member();
  const remove = await shop.call("DELETE", `/api/users/${id}`, { body: "{ no JSON", token: administrator.token });
  expect(remove.status).toBe(200);
  expect(said(await shop.current(token))).toBe(failure(401, "未授权"));
});
