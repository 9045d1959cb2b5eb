import { beforeAll, describe, expect, it } from "vitest";
import { type Cast, each, nameOf, nowhere, pathOf, routes } from "./routes.ts";
import { ADMIN_REQUIRED, envelopeServer, failure, MALFORMED, type Member, said, UNAUTHORIZED } from "./support.ts";

const shop = envelopeServer();
let cast: Cast;

beforeAll(async () => {
  const administrator = await shop.administrator();
  const [member, victim] = [await shop.member(), await shop.member()];
  const body = { name: "Tea", price: 1, stock: 1 };
  const { json } = await shop.call("POST", "/api/products", { body, token: administrator.token });
  cast = { administrator, member, victim, productId: json.data.id };
});

const withBody = routes.filter(({ body }) => body !== undefined);
const closed = routes.filter(({ needs }) => needs !== "nobody");
const forAdministrators = routes.filter(({ needs }) => needs === "administrator");
const send = (route: (typeof routes)[number], who?: Member, body: unknown = route.body) =>
  shop.call(route.method, pathOf(route, cast), { body, ...(who && { token: who.token }) });

describe("401 `未授权` comes from", () => {
  it("whoever has no token [envelope * UNAUTHENTICATED]", async () => {
    for (const route of closed) expect(said(await send(route)), nameOf(route)).toBe(UNAUTHORIZED);
  });

  it.each(each(closed))("%s with a token that is none", async (_name, route) => {
    for (const authorization of ["Bearer x.y.z", "Basic YTpi", "Bearer", cast.administrator.token]) {
      const answer = await shop.call(route.method, pathOf(route, cast), {
        body: route.body,
        headers: { authorization },
      });
      expect(said(answer)).toBe(UNAUTHORIZED);
    }
  });

  it.each(each(closed.filter(({ wrong }) => wrong)))("%s before a wrong form is spoken of", async (_name, route) => {
    const answer = await shop.call(route.method, route.wrong?.path ?? pathOf(route, cast), { body: route.wrong?.body });
    expect(said(answer)).toBe(UNAUTHORIZED);
  });

  it.each(each(closed.filter(({ missing }) => missing)))("%s for what does not exist", async (_name, route) => {
    expect(said(await shop.call(route.method, nowhere(route), { body: route.body }))).toBe(UNAUTHORIZED);
  });
});

describe("403 `需要管理员权限` comes from", () => {
  it("an ordinary account [envelope * ADMIN_REQUIRED]", async () => {
    for (const route of forAdministrators) {
      expect(said(await send(route, cast.member)), nameOf(route)).toBe(ADMIN_REQUIRED);
    }
  });

  it.each(each(forAdministrators))(
    "%s before a wrong form is spoken of",
    async (_name, { method, wrong, ...route }) => {
      const path = wrong?.path ?? pathOf(route, cast);
      const answer = await shop.call(method, path, { body: wrong?.body, token: cast.member.token });
      expect(said(answer)).toBe(ADMIN_REQUIRED);
    },
  );

  it.each(each(forAdministrators.filter(({ missing }) => missing)))(
    "%s for what does not exist",
    async (_name, route) => {
      const answer = await shop.call(route.method, nowhere(route), { body: route.body, token: cast.member.token });
      expect(said(answer)).toBe(ADMIN_REQUIRED);
    },
  );

  it("nothing that was refused has happened", async () => {
    const { victim, productId } = cast;
    expect((await shop.current(victim.token)).json.data).toMatchObject({ username: victim.username, phone: "" });
    expect((await shop.call("GET", `/api/products/${productId}`)).json.data).toMatchObject({ price: 1, stock: 1 });
    expect((await shop.call("GET", "/api/products")).json.data.total).toBe(1);
  });
});

describe("400 `请求格式错误` comes from", () => {
  it("a body that is no JSON object [envelope * NO_OBJECT]", async () => {
    const broken = new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]);
    const bodies = [null, "", "{", "null", "true", "1", '"text"', "[]", "{'a':1}", "<a/>", broken];
    for (const route of withBody) {
      for (const body of [...bodies, `[${JSON.stringify(route.body)}]`]) {
        const answer = await shop.raw(route.method, pathOf(route, cast), body, cast.administrator.token);
        expect(said(answer), nameOf(route)).toBe(MALFORMED);
      }
    }
  });

  it("a body nested deeper than anybody needs", async () => {
    const body = `{"account":${"[".repeat(100_000)}${"]".repeat(100_000)},"password":"x"}`;
    expect(said(await shop.raw("POST", "/users/login", body))).toBe(MALFORMED);
  });

  it("a product name whose percent-encoding is broken [GET /api/products/name/{product_name} MALFORMED_REQUEST]", async () => {
    for (const name of ["%", "%zz", "%E4%BD", "%ff"]) {
      expect(said(await shop.call("GET", `/api/products/name/${name}`))).toBe(MALFORMED);
    }
  });
});

describe("413 `请求体过大` comes from", () => {
  const padded = (size: number) => {
    const body = { account: "a@example.com", password: "wrong", padding: "" };
    return JSON.stringify({ ...body, padding: "x".repeat(size - JSON.stringify(body).length) });
  };

  it("a body over 1 MiB [envelope * PAYLOAD_TOO_LARGE]", async () => {
    const { token } = cast.administrator;
    for (const route of withBody) {
      const answer = await shop.raw(route.method, pathOf(route, cast), padded(1024 * 1024 + 1), token);
      expect(said(answer), nameOf(route)).toBe(failure(413, "请求体过大"));
    }
  });

  it("not for a body of 1 MiB to the byte", async () => {
    expect((await shop.raw("POST", "/users/login", padded(1024 * 1024))).status).toBe(401);
  });
});

describe("422 names the field and what is wrong with it, in Chinese:", () => {
  it("at every route [envelope * INVALID_INPUT]", async () => {
    const { token } = cast.administrator;
    for (const { wrong, ...route } of routes.filter(({ wrong }) => wrong)) {
      const answer = await shop.call(route.method, wrong?.path ?? pathOf(route, cast), { body: wrong?.body, token });
      expect(said(answer), nameOf(route)).toBe(failure(422, wrong?.message ?? ""));
    }
  });

  it.each(each(withBody.filter(({ template }) => !template.includes("send_verification"))))(
    "%s names every field at once",
    async (_name, route) => {
      const fields = Object.keys(route.body ?? {});
      const body = Object.fromEntries(fields.map((name) => [name, { nested: true }]));
      const answer = await shop.call(route.method, pathOf(route, cast), { body, token: cast.administrator.token });
      expect(answer.status).toBe(422);
      const named = answer.json.message.split("；").map((problem: string) => problem.split("：")[0]);
      expect(named.toSorted()).toEqual(fields.toSorted());
      expect(answer.json.message).toMatch(/^([a-z_]+：必须是(字符串|数字|整数|布尔值)(；|$))+$/);
    },
  );

  it.each([
    [{ email: 1 }, "email：必须是字符串"],
    [{ email: null }, "email：必须是字符串"],
    [{ email: ["a@example.com"] }, "email：必须是字符串"],
    [{ email: "" }, "email：不是有效的邮箱地址"],
    [{ email: "nobody" }, "email：不是有效的邮箱地址"],
    [{ email: "a@b" }, "email：不是有效的邮箱地址"],
    [{ email: "a@example.com, b@example.com" }, "email：不是有效的邮箱地址"],
    [{ email: "a@example.com\r\nBcc: b@example.com" }, "email：不是有效的邮箱地址"],
    [{ email: `${"a".repeat(250)}@example.com` }, "email：不是有效的邮箱地址"],
    [{ EMAIL: "a@example.com" }, "email：缺少必填字段"],
  ])("precheck of %j", async (body, message) => {
    expect(said(await shop.post("/users/register/precheck", body))).toBe(failure(422, message));
  });

  it.each([
    ["1234567", "password：至少需要 8 个字符"],
    ["", "password：至少需要 8 个字符"],
    ["😀".repeat(7), "password：至少需要 8 个字符"],
    ["x".repeat(129), "password：最多 128 个字符"],
    [12_345_678, "password：必须是字符串"],
    ["sesame\u0000open", "password：格式不正确"],
  ])("a new password %j", async (password, message) => {
    for (const path of ["/users/register/verify", "/users/forgot_password_by_email"]) {
      const answer = await shop.post(path, { email: "a@example.com", code: "123456", password });
      expect(said(answer)).toBe(failure(422, message));
    }
  });

  it("a code that is a number", async () => {
    const answer = await shop.post("/users/login_by_email", { email: "a@example.com", code: 123_456 });
    expect(said(answer)).toBe(failure(422, "code：必须是字符串"));
  });

  it("and never repeats what was sent", async () => {
    const answer = await shop.post("/users/login", { account: 1, password: { secret: "hunter2hunter2" } });
    expect(said(answer)).toBe(failure(422, "account：必须是字符串；password：必须是字符串"));
  });
});

describe("404", () => {
  it("for an id that nobody has [envelope * USER_NOT_FOUND] [envelope * PRODUCT_NOT_FOUND]", async () => {
    const { token } = cast.administrator;
    for (const { missing, ...route } of routes.filter(({ missing }) => missing)) {
      for (const id of ["999999", "0", "-1", "99999999999999999999"]) {
        const answer = await shop.call(route.method, nowhere(route).replace("999999", id), { body: route.body, token });
        expect(said(answer), nameOf(route)).toBe(failure(404, missing ?? ""));
      }
    }
  });

  it.each(["/users", "/users/", "/users/nothing", "/users/login/twice", "/users/register"])(
    "%s is nothing, in the envelope [envelope NOT_FOUND]",
    async (path) => {
      for (const method of ["GET", "POST", "DELETE"]) {
        expect(said(await shop.call(method, path))).toBe(failure(404, "资源不存在"));
      }
    },
  );
});

describe("405 with Allow", () => {
  const paths = Map.groupBy(routes, ({ template }) => template);
  const known = ["GET", "POST", "PUT", "PATCH", "DELETE"];

  it.each([...paths].map(([template, of]) => [template, of.map(({ method }) => method)] as const))(
    "%s takes %j [envelope METHOD_NOT_ALLOWED]",
    async (template, methods) => {
      const hasHead = methods.includes("GET") && template !== "/users/logout";
      const allow = [...methods, ...(hasHead ? ["HEAD"] : []), "OPTIONS"].toSorted();
      const path = template.replace("{user_id}", "1").replace("{product_id}", "1").replace("{product_name}", "a");
      for (const method of known.filter((method) => !methods.some((own) => own === method))) {
        const answer = await shop.call(method, path, { ...(method !== "GET" && { body: "{" }) });
        expect(said(answer)).toBe(failure(405, "请求方法不允许"));
        expect(answer.headers.get("allow")?.split(", ").toSorted()).toEqual(allow);
      }
      const options = await shop.call("OPTIONS", path);
      expect(options.status).toBe(204);
      expect(options.headers.get("allow")?.split(", ").toSorted()).toEqual(allow);
      if (!hasHead) expect((await shop.call("HEAD", path)).status).toBe(405);
    },
  );
});

it("HEAD answers as GET does, without the body", async () => {
  const get = await shop.call("GET", "/api/products");
  const head = await shop.call("HEAD", "/api/products");
  expect(head.status).toBe(200);
  expect(head.headers.get("content-length")).toBe(get.headers.get("content-length"));
});
