import { PASSWORD } from "../fixtures/person.ts";
import type { Parameter } from "../../src/rest/v2/parameters.ts";
import type { Route as RouteV2 } from "../../src/rest/v2/routes.ts";
import { BASE } from "../../src/rest/v2/table.ts";
import { documentOf, type Subject } from "./matrix.ts";

/** Who and what a request is about. */
export interface World {
  /** The account that is meant. */
  readonly target: { readonly id: number; readonly email: string };
  readonly targetSession: string;
  readonly productId: number;
  /** The caller's own; "" for nobody. */
  readonly refreshToken: string;
  /** An address that nobody has. */
  readonly fresh: string;
}

interface HttpRequest {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
}

type Arguments = Readonly<Record<string, unknown>>;

const none = (): Arguments => ({});
const targetId = ({ target }: World): Arguments => ({ id: String(target.id) });
const targetUser = ({ target }: World): Arguments => ({ userId: String(target.id) });
const product = ({ productId }: World): Arguments => ({ id: String(productId) });
const code = ({ fresh }: World): Arguments => ({ input: { email: fresh, code: "000000" } });
const codeAndPassword = ({ fresh }: World): Arguments => ({
  input: { email: fresh, code: "000000", password: PASSWORD },
});
const account = ({ fresh }: World): Arguments => ({ input: { email: fresh, password: PASSWORD } });

/** Arguments that each field takes, and that work where somebody may ask. */
const fieldArguments: Readonly<Record<string, (world: World) => Arguments>> = {
  "Mutation.beginSecondFactor": () => ({ password: PASSWORD }),
  "Mutation.confirmSecondFactor": () => ({ code: "000000" }),
  "Mutation.endSecondFactor": () => ({ input: { password: PASSWORD, secondFactorCode: "" } }),
  "Mutation.resetSecondFactor": targetUser,
  "Mutation.adjustStock": (world) => ({ ...product(world), by: 1 }),
  "Mutation.changeAddress": ({ fresh }) => ({ input: { email: fresh, code: "000000" } }),
  "Mutation.changePassword": () => ({ input: { currentPassword: PASSWORD, newPassword: "another password 7" } }),
  "Mutation.createProduct": () => ({ input: { name: "x", price: 1 } }),
  "Mutation.createUser": account,
  "Mutation.deleteMe": () => ({ input: { currentPassword: "wrong" } }),
  "Mutation.deleteProduct": product,
  "Mutation.deleteUser": targetId,
  "Mutation.endUserSessions": targetUser,
  "Mutation.login": ({ target }) => ({ input: { account: target.email, password: PASSWORD } }),
  "Mutation.loginWithCode": code,
  "Mutation.logout": none,
  "Mutation.logoutEverywhere": () => ({ exceptCurrent: false }),
  "Mutation.recoverPassword": codeAndPassword,
  "Mutation.refreshSession": ({ refreshToken }) => ({ refreshToken }),
  "Mutation.register": account,
  "Mutation.requestAddressChange": ({ fresh }) => ({ input: { email: fresh, currentPassword: PASSWORD } }),
  "Mutation.requestRegistrationCode": ({ fresh }) => ({ email: fresh }),
  "Mutation.requestSignInCode": ({ fresh }) => ({ email: fresh }),
  "Mutation.revokeSession": ({ targetSession }) => ({ id: targetSession }),
  "Mutation.updateMe": () => ({ input: { firstName: "x" } }),
  "Mutation.updateProduct": (world) => ({ ...product(world), input: { quantity: 3 } }),
  "Mutation.updateUser": (world) => ({ ...targetId(world), input: { firstName: "x" } }),
  "Mutation.verifyRegistration": codeAndPassword,
  "Query.auditEvents": none,
  "Query.categories": none,
  "Query.exportMyData": none,
  "Query.loginHistory": targetUser,
  "Query.me": none,
  "Query.mySessions": none,
  "Query.node": () => ({ id: "UHJvZHVjdDox" }),
  "Query.nodes": () => ({ ids: [] }),
  "Query.popularProducts": () => ({ first: 3 }),
  "Query.product": product,
  "Query.products": none,
  "Query.shop": none,
  "Query.user": targetId,
  "Query.legacyUsage": none,
  "Query.userSessions": targetUser,
  "Query.users": none,
};

const PRODUCT = { name: "Tea", description: "", price: 1.5, category: "", stock: 3 };
const userBody = ({ fresh }: World): Arguments => ({
  username: fresh.replace("@", "."),
  email: fresh,
  phone: "",
  password: PASSWORD,
  is_admin: false,
  is_active: true,
});

/** Bodies of the old contracts' routes; undefined where they read none. */
const bodies: Readonly<Record<string, (world: World) => unknown>> = {
  "POST /api/users/register": ({ fresh }) => ({ email: fresh, password: PASSWORD, first_name: "Ada" }),
  "POST /api/users/login": ({ target }) => ({ email: target.email, password: PASSWORD }),
  "POST /api/users/logout": () => undefined,
  "POST /api/users/refresh_token": () => undefined,
  "POST /api/users/reset_password": ({ target }) => ({
    email: target.email,
    old_password: PASSWORD,
    new_password: "another password 7",
  }),
  "POST /users/register/precheck": ({ fresh }) => ({ email: fresh }),
  "POST /users/register/verify": ({ fresh }) => ({ email: fresh, code: "000000", password: PASSWORD }),
  "POST /users/login": ({ target }) => ({ account: target.email, password: PASSWORD }),
  "POST /users/send_verification_code_by_email": ({ fresh }) => ({ email: fresh }),
  "POST /users/login_by_email": ({ fresh }) => ({ email: fresh, code: "000000" }),
  "POST /users/forgot_password_by_email": ({ fresh }) => ({ email: fresh, code: "000000", password: PASSWORD }),
  "POST /users/refresh_token": ({ refreshToken }) => ({ refresh_token: refreshToken || "x.y.z" }),
  "POST /api/users": userBody,
  "PUT /api/users/{user_id}": userBody,
  "PATCH /api/users/{user_id}": () => ({ phone: "42" }),
  "POST /api/products": () => PRODUCT,
  "PUT /api/products/{product_id}": () => PRODUCT,
};

/** The request that a subject is asked by. */
export function requestOf(subject: Subject, world: World): HttpRequest {
  const { door, name, route } = subject;
  if (door === "GraphQL") return { method: "POST", path: "/graphql", body: operationOf(subject, world) };
  if (route !== undefined && "parameters" in route) return requestV2(route, argumentsOf(subject.operation, world));
  const [method = "", template = ""] = name.split(" ");
  const path = template
    .replace("{user_id}", String(world.target.id))
    .replace("{product_id}", String(world.productId))
    .replace("{product_name}", "Tea");
  const body = method === "GET" || method === "DELETE" ? undefined : bodyOf(name, world);
  return { method, path, ...(body !== undefined && { body }) };
}

function bodyOf(name: string, world: World): unknown {
  const body = bodies[name];
  if (body === undefined) throw new TypeError(`No body for ${name}`);
  return body(world);
}

function argumentsOf(operation: string, world: World): Arguments {
  const make = fieldArguments[operation];
  if (make === undefined) throw new TypeError(`No arguments for ${operation}`);
  return make(world);
}

function operationOf({ operation }: Subject, world: World) {
  // What is not a root field belongs to an account.
  if (/^(Query|Mutation)\./.test(operation)) {
    return { query: documentOf(operation), variables: argumentsOf(operation, world) };
  }
  const [type, field] = operation.split(".");
  if (type !== "User") throw new TypeError(`No way to ${operation}`);
  const query = `query ($id: ID!) { user(id: $id) { ${field}(first: 1) { __typename } } }`;
  return { query, variables: targetId(world) };
}

function requestV2({ method, path: template, parameters }: RouteV2, given: Arguments): HttpRequest {
  const valueOf = ({ argument: [name = "", part] }: Parameter): unknown =>
    part === undefined ? given[name] : Reflect.get(Object(given[name]), part);
  const sent = parameters.flatMap((parameter) => {
    const value = valueOf(parameter);
    return parameter.argument.length === 0 || value === undefined ? [] : [{ parameter, value }];
  });
  const at = (place: Parameter["in"]) =>
    sent
      .filter(({ parameter }) => parameter.in === place)
      .map(({ parameter, value }): [string, unknown] => [parameter.name, value]);
  const path = at("path").reduce((text, [name, value]) => text.replace(`{${name}}`, String(value)), template);
  const query = new URLSearchParams(at("query").map(([name, value]) => [name, String(value)]));
  const hasBody = method === "POST" || method === "PATCH";
  return {
    method,
    path: `${BASE}${path}${query.size > 0 ? `?${query}` : ""}`,
    ...(hasBody && { body: Object.fromEntries(at("body")) }),
  };
}
