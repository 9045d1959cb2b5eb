import { describe, expect, it } from "vitest";
import { routes } from "../../src/rest/v2/routes.ts";
import { graphOnly } from "../../src/rest/v2/table.ts";
import { schema } from "../../src/schema/index.ts";
import { told, v2Server } from "./support.ts";

const rootFields = [schema.getQueryType(), schema.getMutationType()].flatMap((type) =>
  Object.keys(type?.getFields() ?? {}).map((field) => `${type?.name}.${field}`),
);

const kebabCase = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

describe("the table", () => {
  it("has every root field of the schema once, and no other", () => {
    expect([...routes.map(({ operation }) => operation), ...graphOnly].sort()).toEqual(rootFields.sort());
  });

  it("gives no method and path to two fields", () => {
    const places = routes.map(({ method, path }) => `${method} ${path.replaceAll(/\{\w+\}/g, "{}")}`);
    expect(new Set(places).size).toBe(places.length);
  });

  it("calls no two parameters of a route alike", () => {
    for (const { operation, parameters } of routes) {
      const names = parameters.map(({ name }) => name);
      expect(new Set(names).size, operation).toBe(names.length);
    }
  });

  it("is this", () => {
    const lines = routes.map(({ method, path, success, operation, parameters }) => {
      const sent = parameters.map(({ in: place, name, needed }) => `${place}:${name}${needed === "always" ? "!" : ""}`);
      return `${method} ${path} → ${success} ${operation}(${sent.join(" ")})`;
    });
    expect(lines.sort()).toMatchInlineSnapshot(`
      [
        "DELETE /products/{id} → 204 Mutation.deleteProduct(path:id!)",
        "DELETE /sessions → 200 Mutation.logoutEverywhere(query:exceptCurrent)",
        "DELETE /sessions/current → 204 Mutation.logout()",
        "DELETE /sessions/{id} → 204 Mutation.revokeSession(path:id!)",
        "DELETE /users/{id} → 204 Mutation.deleteUser(path:id!)",
        "DELETE /users/{userId}/second-factor → 204 Mutation.resetSecondFactor(path:userId!)",
        "DELETE /users/{userId}/sessions → 200 Mutation.endUserSessions(path:userId!)",
        "GET /audit-events → 200 Query.auditEvents(query:accountId query:act query:after query:before query:first query:last)",
        "GET /categories → 200 Query.categories()",
        "GET /legacy-usage → 200 Query.legacyUsage(query:days)",
        "GET /me → 200 Query.me()",
        "GET /me/export → 200 Query.exportMyData()",
        "GET /products → 200 Query.products(query:after query:before query:category query:inStock query:maxPrice query:minPrice query:nameContains query:search query:first query:last query:offset query:direction query:orderBy query:totalCount query:productCount query:views)",
        "GET /products/popular → 200 Query.popularProducts(query:first query:productCount query:views)",
        "GET /products/{id} → 200 Query.product(path:id! query:productCount query:views)",
        "GET /sessions → 200 Query.mySessions(query:after query:before query:first query:last)",
        "GET /shop → 200 Query.shop()",
        "GET /users → 200 Query.users(query:after query:before query:first query:last query:search query:totalCount)",
        "GET /users/{id} → 200 Query.user(path:id!)",
        "GET /users/{userId}/logins → 200 Query.loginHistory(query:after query:before query:first query:last path:userId!)",
        "GET /users/{userId}/sessions → 200 Query.userSessions(query:after query:before query:first query:last path:userId!)",
        "PATCH /me → 200 Mutation.updateMe(body:firstName body:lastName body:phoneNumber body:username)",
        "PATCH /products/{id} → 200 Mutation.updateProduct(path:id! body:ifVersion body:category body:description body:imagePath body:model body:name body:price body:quantity query:productCount query:views)",
        "PATCH /users/{id} → 200 Mutation.updateUser(path:id! body:email body:firstName body:isActive body:isAdmin body:lastName body:password body:phoneNumber body:username)",
        "POST /address-codes → 202 Mutation.requestAddressChange(body:code body:currentPassword body:email! body:secondFactorCode)",
        "POST /me/address → 200 Mutation.changeAddress(body:code! body:email!)",
        "POST /me/delete → 204 Mutation.deleteMe(body:code body:currentPassword body:secondFactorCode)",
        "POST /password → 204 Mutation.changePassword(body:currentPassword! body:email body:newPassword! body:secondFactorCode)",
        "POST /password/recover → 204 Mutation.recoverPassword(body:code! body:email! body:password!)",
        "POST /products → 201 Mutation.createProduct(body:category body:description body:imagePath body:model body:name! body:price! body:quantity query:productCount query:views)",
        "POST /products/{id}/stock → 200 Mutation.adjustStock(body:by! path:id! query:productCount query:views)",
        "POST /registration-codes → 202 Mutation.requestRegistrationCode(body:email!)",
        "POST /registrations → 201 Mutation.register(body:email! body:firstName body:lastName body:password! body:phoneNumber body:username)",
        "POST /registrations/verify → 201 Mutation.verifyRegistration(body:code! body:email! body:password! body:username)",
        "POST /second-factor → 201 Mutation.beginSecondFactor(body:password!)",
        "POST /second-factor/confirm → 200 Mutation.confirmSecondFactor(body:code!)",
        "POST /second-factor/end → 204 Mutation.endSecondFactor(body:password! body:secondFactorCode!)",
        "POST /sessions → 201 Mutation.login(body:account! body:password! body:secondFactorCode)",
        "POST /sessions/code → 201 Mutation.loginWithCode(body:code! body:email! body:secondFactorCode)",
        "POST /sessions/refresh → 200 Mutation.refreshSession(body:refreshToken)",
        "POST /sign-in-codes → 202 Mutation.requestSignInCode(body:email body:refreshToken)",
        "POST /users → 201 Mutation.createUser(body:email! body:firstName body:isActive body:isAdmin body:lastName body:password! body:phoneNumber body:username)",
      ]
    `);
  });
});

describe("outside the table", () => {
  const v2 = v2Server();
  const served = routes.map(({ method, path }) => `${method} ${path}`);
  const isServed = (on: string) =>
    served.some((known) => new RegExp(`^${known.replaceAll(/\{\w+\}/g, "[^/]+")}$`).test(on));

  it("no path answers that SOFA would give a field by itself", async () => {
    const admin = await v2.admin();
    const defaults = rootFields.flatMap((operation) => {
      const path = `/${kebabCase(operation.split(".")[1] ?? "")}`;
      return ["GET", "POST"].flatMap((method) => [`${method} ${path}`, `${method} ${path}/1`]);
    });
    const others = defaults.filter((on) => !isServed(on));
    expect(others.length).toBeGreaterThan(90);
    for (const on of others) {
      const { status } = await v2.call(on, { as: admin, ...(on.startsWith("POST") && { body: {} }) });
      expect([404, 405], on).toContain(status);
    }
  });

  it.each([
    "POST /webhook",
    "POST /webhook/1",
    "DELETE /webhook/1",
    "GET /webhook",
    "GET /docs",
    "GET /openapi.json",
    "OPTIONS /webhook",
    "GET /graphql",
    "POST /graphql",
    "GET /products/",
    "GET //products",
    "GET /Products",
    "GET /products/1/views",
    "GET /products/%2e%2e/webhook",
    "GET /users/1/logins/2",
    "GET /constructor",
  ])("%s is answered 404", async (on) => {
    const body = on.startsWith("POST") ? { subscription: "x", url: "http://127.0.0.1:1" } : undefined;
    expect(told(await v2.call(on, { body }))).toBe("404 NOT_FOUND");
  });

  it("says 405 and what is allowed, for a method that a path does not have", async () => {
    const answers = await Promise.all(
      ["PUT /products", "DELETE /products/popular", "GET /sessions/current", "POST /shop", "HEAD /password"].map((on) =>
        v2.call(on),
      ),
    );
    expect(answers.map(({ status, headers }) => `${status} ${headers.get("allow")}`)).toEqual([
      "405 GET, POST, HEAD, OPTIONS",
      "405 GET, HEAD, OPTIONS",
      "405 DELETE, OPTIONS",
      "405 GET, HEAD, OPTIONS",
      "405 POST, OPTIONS",
    ]);
    expect(answers[0]?.json.code).toBe("METHOD_NOT_ALLOWED");
  });

  it("answers OPTIONS of every path with what it allows", async () => {
    for (const { method, path } of routes) {
      const { status, headers } = await v2.call(`OPTIONS ${path.replaceAll(/\{\w+\}/g, "1")}`);
      expect(status).toBe(204);
      expect(headers.get("allow")?.split(", ")).toContain(method);
    }
  });

  it("leaves the other doors alone", async () => {
    const { server } = v2;
    expect((await server.send("GET", "/api/products/popular")).json).toEqual({ detail: "No popular products found" });
    expect((await server.send("GET", "/api/v2x")).json).toEqual({ detail: "Not Found" });
  });
});
