import { describe, expect, it, vi } from "vitest";
import { PASSWORD } from "../graphql/support.ts";
import { complaints, told, v2Server } from "./support.ts";

const v2 = v2Server();
const login = (body: unknown, headers: Record<string, string> = {}) => v2.call("POST /sessions", { body, headers });

describe("a body", () => {
  it.each([
    ["not JSON", "{", "400 MALFORMED_REQUEST"],
    ["a list", "[]", "400 MALFORMED_REQUEST"],
    ["null", "null", "400 MALFORMED_REQUEST"],
    ["a text", '"x"', "400 MALFORMED_REQUEST"],
    ["empty", "", "400 MALFORMED_REQUEST"],
    ["over 64 KiB", JSON.stringify({ account: "x".repeat(64 * 1024) }), "413 PAYLOAD_TOO_LARGE"],
  ])("that is %s is refused", async (_name, body, expected) => {
    expect(told(await login(body))).toBe(expected);
  });

  it.each(["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/jsonp", ""])(
    "of the type '%s' is refused",
    async (type) => {
      expect(told(await login("{}", { "content-type": type }))).toBe("415 UNSUPPORTED_MEDIA_TYPE");
    },
  );

  it.each(["application/json; charset=utf-8", "Application/JSON", "application/merge-patch+json"])(
    "of the type '%s' is read",
    async (type) => {
      const { email } = await v2.user();
      expect((await login({ account: email, password: PASSWORD }, { "content-type": type })).status).toBe(201);
    },
  );

  it("may be left out where nothing in it is needed", async () => {
    expect(told(await v2.call("POST /sessions/refresh"))).toBe("401 TOKEN_INVALID");
    expect(told(await v2.call("POST /sessions"))).toBe("415 UNSUPPORTED_MEDIA_TYPE");
    expect(told(await v2.call("POST /sessions", { headers: { "content-type": "application/json" } }))).toBe(
      "400 MALFORMED_REQUEST",
    );
  });

  it("is as long as the longest texts of its route, however they are written", async () => {
    const as = await v2.admin();
    // Every character of it is six in JSON.
    const description = "\u0001".repeat(100_000);
    const made = await v2.call("POST /products", { as, body: { name: "Lamp", price: 1, description } });
    expect(made.status).toBe(201);
    expect(made.json.description).toHaveLength(100_000);
    const changed = await v2.call(`PATCH /products/${made.json.id}`, { as, body: { description } });
    expect(changed.status).toBe(200);
    const tooLong = { name: "Lamp", price: 1, description: `${description}${description.slice(0, 20_000)}` };
    expect(told(await v2.call("POST /products", { as, body: tooLong }))).toBe("413 PAYLOAD_TOO_LARGE");
  });

  it("is told of by field, without what was sent", async () => {
    const answer = await login({ account: 1, password: 12345678, remember: true });
    expect(complaints(answer)).toEqual([
      "body.account must be a string",
      "body.password must be a string",
      "body.remember is not a field of this input",
    ]);
    expect(answer.text).not.toContain("12345678");
    expect(complaints(await login({ password: null }))).toEqual([
      "body.account is required",
      "body.password must be a string",
    ]);
  });

  it("is told of by its own names where a resolver finds fault", async () => {
    const body = { email: "nobody", password: "short" };
    expect(complaints(await v2.call("POST /registrations", { body }))).toEqual([
      "body.email is not a valid e-mail address",
      "body.password must have at least 8 characters",
    ]);
    expect(complaints(await v2.call("POST /sign-in-codes", { body: {} }))).toEqual([
      "body.email is required unless there is a refresh token",
    ]);
    expect(complaints(await v2.call("POST /registration-codes", { body: { email: "x" } }))).toEqual([
      "body.email is not a valid e-mail address",
    ]);
  });

  it("has no way past its fields", async () => {
    const as = await v2.admin();
    const raw = '{"name":"Lamp","price":1,"__proto__":{"quantity":1},"constructor":1,"id":5,"input":{}}';
    expect(complaints(await v2.call("POST /products", { as, body: raw }))).toEqual([
      "body.__proto__ is not a field of this input",
      "body.constructor is not a field of this input",
      "body.id is not a field of this input",
      "body.input is not a field of this input",
    ]);
  });
});

describe("null", () => {
  it("empties where something can be empty, and is not the same as nothing", async () => {
    const as = await v2.admin();
    const { json } = await v2.call("POST /users", {
      as,
      body: { email: "null@example.com", password: PASSWORD, firstName: "Ada", phoneNumber: "1234" },
    });
    const kept = await v2.call(`PATCH /users/${json.id}`, { as, body: { lastName: "Byron" } });
    expect(kept.json).toMatchObject({ firstName: "Ada", phoneNumber: "1234" });
    const emptied = await v2.call(`PATCH /users/${json.id}`, { as, body: { firstName: null, phoneNumber: null } });
    expect(emptied.json).toMatchObject({ firstName: null, lastName: "Byron", phoneNumber: null });
  });

  it("reaches a resolver as an argument of its own too", async () => {
    const renew = vi.spyOn(v2.server.deps.sessions, "renew");
    await v2.call("POST /sessions/refresh", { body: { refreshToken: null } });
    await v2.call("POST /sessions/refresh", { body: { refreshToken: "" } });
    expect(renew.mock.calls.map(([given]) => given)).toEqual([
      { kind: "access", token: "" },
      { kind: "refresh", token: "" },
    ]);
    renew.mockRestore();
  });

  it("is refused where the schema has a default instead", async () => {
    const as = await v2.admin();
    const body = { email: "n@example.com", password: PASSWORD, isAdmin: null };
    expect(complaints(await v2.call("POST /users", { as, body }))).toEqual(["body.isAdmin must be a boolean"]);
  });
});

describe("a parameter's place", () => {
  it("is not the query for what belongs in the body", async () => {
    const { email } = await v2.user();
    const answer = await v2.call(`POST /sessions?account=${email}&password=x`, {
      body: { account: email, password: PASSWORD },
    });
    expect(complaints(answer)).toEqual([
      "query.account is not a field of this input",
      "query.password is not a field of this input",
    ]);
  });

  it("is not the body for what belongs in the query", async () => {
    const as = await v2.admin();
    expect(complaints(await v2.call("PATCH /users/1", { as, body: { id: 2 } }))).toEqual([
      "body.id is not a field of this input",
    ]);
    expect(complaints(await v2.call("DELETE /sessions/1", { as, body: { id: 2 } }))).toEqual([
      "body.id is not a field of this input",
    ]);
  });

  it("is nowhere but the path for what the path names", async () => {
    const as = await v2.user();
    expect(complaints(await v2.call("GET /products/1?id=2"))).toEqual(["query.id is not a field of this input"]);
    expect(complaints(await v2.call(`GET /users/${as.id}/logins?userId=2`, { as }))).toEqual([
      "query.userId is not a field of this input",
    ]);
  });

  it("may be spelled with any characters", async () => {
    for (const id of ["abc", "0", "-1", "1e3", "..%2Fwebhook", "%00", "9".repeat(400), "%F0%9F%A4%96", "a%3Fid=1"]) {
      expect(told(await v2.call(`GET /products/${id}`))).toBe("404 PRODUCT_NOT_FOUND");
    }
    expect(told(await v2.call("GET /products/%FF"))).toBe("400 MALFORMED_REQUEST");
    expect(told(await v2.call("DELETE /products/%"))).toBe("400 MALFORMED_REQUEST");
  });
});

describe("HEAD", () => {
  it("is GET without a body", async () => {
    const as = await v2.user();
    const [get, head] = await Promise.all([v2.call("GET /me", { as }), v2.call("HEAD /me", { as })]);
    expect(head.status).toBe(200);
    expect(head.headers.get("content-length")).toBe(get.headers.get("content-length"));
    expect((await v2.call("HEAD /me")).status).toBe(401);
    expect((await v2.call("HEAD /products/999999")).status).toBe(404);
  });
});
