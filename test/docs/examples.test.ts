import { TOTP } from "otpauth";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadConfig } from "../../src/config.ts";
import { describedRoutes } from "../../src/openapi/document.ts";
import { examples, type RequestExample } from "../../src/openapi/examples.ts";
import type { DescribedRoute } from "../../src/openapi/routes.ts";
import { startServer, type TestServer } from "../fixtures/server.ts";
import { administrator, newcomer, type Person, signIn } from "../graphql/support.ts";

const PASSWORD = "correct horse battery";
const routes = await describedRoutes(loadConfig({ NODE_ENV: "test" }));
const nameOf = ({ method, path }: DescribedRoute) => `${method} ${path}`;

let server: TestServer;
let admin: Person;
beforeAll(async () => {
  server = await startServer();
  admin = await administrator(server);
});
afterAll(() => server?.close());

type Change = (example: RequestExample) => Promise<RequestExample & { readonly as?: Person }>;

/** Addresses in examples are free, or somebody's who is new. */
const freed = async () => {
  const email = { in: ["ada@example.com", "grace@example.com", "lin@example.com"] };
  const people = await server.deps.db.user.findMany({ where: { email, deletedAt: null } });
  for (const { id } of people)
    await server.send("DELETE", `/api/v2/users/${id}`, { headers: bearing(await asAdmin()) });
};

/** Some examples end every session. */
const asAdmin = () => signIn(server, admin.email);

const addressIn = ({ body = {} }: RequestExample): string => String(body["email"] ?? body["account"]);

/** The account that the example is about exists. */
const known: Change = async (example) => {
  await newcomer(server, { email: addressIn(example), password: PASSWORD, username: "grace" });
  return example;
};

function mailedCode(email: string): string {
  const mail = server.deps.mailer.outbox?.list().find(({ to }) => to === email);
  return /\b\d{6}\b/.exec(mail?.text ?? "")?.[0] ?? "";
}

const withCode =
  (request: string, exists: boolean): Change =>
  async (example) => {
    const email = addressIn(example);
    if (exists) await known(example);
    expect((await server.send("POST", request, { body: { email } })).status).toBe(202);
    return { ...example, body: { ...example.body, code: mailedCode(email) } };
  };
const registering = withCode("/api/v2/registration-codes", false);
const signingIn = withCode("/api/v2/sign-in-codes", true);

const someone =
  (name: string): Change =>
  async (example) => {
    const { id } = await newcomer(server);
    return { ...example, path: { ...example.path, [name]: id } };
  };

const someProduct =
  (name: string): Change =>
  async (example) => {
    const { json } = await server.send("POST", "/api/v2/products", {
      body: { name: "Tea", price: 1 },
      headers: bearing(await asAdmin()),
    });
    return { ...example, path: { [name]: json.id } };
  };

const asSomebody: Change = async (example) => ({ ...example, as: await newcomer(server) });

const secondFactor = async () => {
  const as = await newcomer(server);
  const { json } = await server.send("POST", "/api/v2/second-factor", {
    body: { password: PASSWORD },
    headers: bearing(as),
  });
  return { as, totp: new TOTP({ secret: json.secret }) };
};

/** What has to be there before an example works; whatever is not here works as it stands, for an administrator. */
const before: Readonly<Record<string, Change>> = {
  "POST /api/users/login": known,
  "POST /api/users/logout": asSomebody,
  "GET /api/users/me": async (example) => ({ ...example, as: await newcomer(server, { firstName: "Ada" }) }),
  "POST /api/users/refresh_token": async () => {
    const as = await newcomer(server);
    const { json } = await server.send("POST", "/api/users/login", { body: { email: as.email, password: PASSWORD } });
    return { as: { ...as, accessToken: json.access_token } };
  },
  "POST /api/users/reset_password": known,
  "GET /api/products/popular": async (example) => {
    await server.send("GET", "/api/v2/products/1099");
    await server.deps.views.flush();
    return example;
  },
  "POST /users/register/verify": registering,
  "POST /users/login": async (example) =>
    known({ ...example, body: { ...example.body, email: example.body?.["account"] } }),
  "POST /users/login_by_email": signingIn,
  "POST /users/forgot_password_by_email": signingIn,
  "POST /users/refresh_token": async () => {
    const { email } = await newcomer(server);
    const { json } = await server.send("POST", "/users/login", { body: { account: email, password: PASSWORD } });
    return { body: { refresh_token: json.data.refresh_token } };
  },
  "GET /users/logout": asSomebody,
  "GET /api/users/ip_history/{user_id}": someone("user_id"),
  "PUT /api/users/{user_id}": someone("user_id"),
  "PATCH /api/users/{user_id}": someone("user_id"),
  "DELETE /api/users/{user_id}": someone("user_id"),
  "DELETE /api/products/{product_id}": someProduct("product_id"),
  "DELETE /api/v2/products/{id}": someProduct("id"),
  "POST /api/v2/sessions": known,
  "POST /api/v2/sessions/code": signingIn,
  "POST /api/v2/sessions/refresh": async () => ({ body: { refreshToken: (await newcomer(server)).refreshToken } }),
  "DELETE /api/v2/sessions": asSomebody,
  "DELETE /api/v2/sessions/current": asSomebody,
  "DELETE /api/v2/sessions/{id}": async () => {
    const as = await newcomer(server);
    const { json } = await server.send("GET", "/api/v2/sessions", { headers: bearing(as) });
    return { path: { id: json.items[0].id }, as };
  },
  "POST /api/v2/registrations/verify": registering,
  "POST /api/v2/password/recover": signingIn,
  "POST /api/v2/password": asSomebody,
  "POST /api/v2/second-factor": asSomebody,
  "POST /api/v2/second-factor/confirm": async () => {
    const { as, totp } = await secondFactor();
    return { body: { code: totp.generate() }, as };
  },
  "POST /api/v2/second-factor/end": async ({ body }) => {
    const { as, totp } = await secondFactor();
    const { json } = await server.send("POST", "/api/v2/second-factor/confirm", {
      body: { code: totp.generate() },
      headers: bearing(as),
    });
    return { body: { ...body, secondFactorCode: json.recoveryCodes[0] }, as };
  },
  "POST /api/v2/address-codes": asSomebody,
  "POST /api/v2/me/address": async (example) => {
    const as = await newcomer(server);
    const body = { email: addressIn(example), currentPassword: PASSWORD };
    expect((await server.send("POST", "/api/v2/address-codes", { body, headers: bearing(as) })).status).toBe(202);
    return { body: { ...example.body, code: mailedCode(addressIn(example)) }, as };
  },
  "POST /api/v2/me/delete": asSomebody,
  "DELETE /api/v2/users/{userId}/second-factor": someone("userId"),
  "GET /api/v2/users/{id}": someone("id"),
  "GET /api/v2/users/{userId}/logins": someone("userId"),
  "GET /api/v2/users/{userId}/sessions": someone("userId"),
  "DELETE /api/v2/users/{userId}/sessions": someone("userId"),
  "PATCH /api/v2/users/{id}": someone("id"),
  "DELETE /api/v2/users/{id}": someone("id"),
};

const bearing = ({ accessToken }: Person) => ({ authorization: `Bearer ${accessToken}` });

describe("the examples of /openapi.json", () => {
  it("are of routes that there are, and every route that needs something has one", () => {
    const names = routes.map(nameOf);
    expect(Object.keys(examples).filter((name) => !names.includes(name))).toEqual([]);
    const needy = routes.filter(({ input }) => input.path !== undefined || input.body !== undefined).map(nameOf);
    expect(needy.filter((name) => examples[name] === undefined)).toEqual([]);
  });

  it.each(routes.map((route) => [nameOf(route), route] as const))("%s works", async (name, route) => {
    await freed();
    const prepare: Change = before[name] ?? (async (example) => example);
    const { path = {}, query = {}, body, as } = await prepare(examples[name] ?? {});
    const filled = route.path.replaceAll(/\{(\w+)\}/g, (_all, key: string) => encodeURIComponent(String(path[key])));
    const search = new URLSearchParams(Object.entries(query).map(([key, value]) => [key, String(value)]));
    const asker = as ?? (await asAdmin());
    const answer = await server.send(route.method, `${filled}?${search.toString()}`, { body, headers: bearing(asker) });
    expect(answer.status, answer.text).toBe(route.success.status);
  });
});
