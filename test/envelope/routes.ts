import type { Member } from "./support.ts";

/** Who the members of a suite are, for routes that name an account. */
export interface Cast {
  readonly member: Member;
  readonly administrator: Member;
  /** Somebody that routes may change. */
  readonly victim: Member;
  readonly productId: number;
}

/** A route as the contract has it: what the suites that go through all of them need to know. */
export interface ContractRoute {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** With `{user_id}` and the like. */
  readonly template: string;
  readonly needs: "nobody" | "somebody" | "administrator";
  /** A body of the right form; undefined for routes without one. */
  readonly body?: Readonly<Record<string, unknown>>;
  /** A body or query of the wrong form, and what is said of it; undefined when there is nothing to get wrong. */
  readonly wrong?: { readonly body?: unknown; readonly path?: string; readonly message: string };
  /** What is answered for an id that nobody has. */
  readonly missing?: string;
  /** How often a minute. */
  readonly limit: number | null;
}

const code = "123456";
const email = "nobody@example.com";
const password = "P@ssw0rd123!";
const missing = (name: string) => `${name}：缺少必填字段`;
const user = {
  username: "routes.user",
  email: "routes.user@example.com",
  phone: "",
  password,
  is_admin: false,
  is_active: true,
};
const product = { name: "Tea", description: "", price: 1.5, category: "", stock: 3 };
const notAnInteger = (name: string) => ({ message: `${name}：必须是整数` });

export const routes: readonly ContractRoute[] = [
  {
    method: "POST",
    template: "/users/register/precheck",
    needs: "nobody",
    body: { email },
    wrong: { body: {}, message: missing("email") },
    limit: 5,
  },
  {
    method: "POST",
    template: "/users/register/verify",
    needs: "nobody",
    body: { email, code, password },
    wrong: { body: { email, code }, message: missing("password") },
    limit: 20,
  },
  {
    method: "POST",
    template: "/users/login",
    needs: "nobody",
    body: { account: email, password },
    wrong: { body: { account: email }, message: missing("password") },
    limit: 10,
  },
  {
    method: "POST",
    template: "/users/send_verification_code_by_email",
    needs: "nobody",
    body: { email },
    wrong: { body: {}, message: missing("email") },
    limit: 5,
  },
  {
    method: "POST",
    template: "/users/login_by_email",
    needs: "nobody",
    body: { email, code },
    wrong: { body: { email }, message: missing("code") },
    limit: 10,
  },
  {
    method: "POST",
    template: "/users/forgot_password_by_email",
    needs: "nobody",
    body: { email, code, password },
    wrong: { body: { email, password }, message: missing("code") },
    limit: 5,
  },
  {
    method: "POST",
    template: "/users/refresh_token",
    needs: "nobody",
    body: { refresh_token: "a.b.c" },
    wrong: { body: {}, message: missing("refresh_token") },
    limit: 20,
  },
  { method: "GET", template: "/users/logout", needs: "somebody", limit: null },
  { method: "GET", template: "/api/users/current", needs: "somebody", limit: 100 },
  {
    method: "GET",
    template: "/api/users/ip_history/{user_id}",
    needs: "somebody",
    wrong: { path: "/api/users/ip_history/x", ...notAnInteger("user_id") },
    missing: "用户不存在",
    limit: 100,
  },
  {
    method: "POST",
    template: "/api/users",
    needs: "administrator",
    body: user,
    wrong: { body: { ...user, email: undefined }, message: missing("email") },
    limit: 20,
  },
  {
    method: "PUT",
    template: "/api/users/{user_id}",
    needs: "administrator",
    body: user,
    wrong: { body: { ...user, username: undefined }, message: missing("username") },
    missing: "用户不存在",
    limit: 20,
  },
  {
    method: "PATCH",
    template: "/api/users/{user_id}",
    needs: "administrator",
    body: { phone: "42" },
    wrong: { body: { phone: 42 }, message: "phone：必须是字符串" },
    missing: "用户不存在",
    limit: 20,
  },
  {
    method: "DELETE",
    template: "/api/users/{user_id}",
    needs: "administrator",
    wrong: { path: "/api/users/x", ...notAnInteger("user_id") },
    missing: "用户不存在",
    limit: 20,
  },
  {
    method: "GET",
    template: "/api/products",
    needs: "nobody",
    wrong: { path: "/api/products?page=abc", ...notAnInteger("page") },
    limit: 100,
  },
  {
    method: "POST",
    template: "/api/products",
    needs: "administrator",
    body: product,
    wrong: { body: { ...product, name: undefined }, message: missing("name") },
    limit: 20,
  },
  {
    method: "GET",
    template: "/api/products/{product_id}",
    needs: "nobody",
    wrong: { path: "/api/products/x", ...notAnInteger("product_id") },
    missing: "产品不存在",
    limit: 100,
  },
  {
    method: "PUT",
    template: "/api/products/{product_id}",
    needs: "administrator",
    body: product,
    wrong: { body: { ...product, price: undefined }, message: missing("price") },
    missing: "产品不存在",
    limit: 20,
  },
  {
    method: "DELETE",
    template: "/api/products/{product_id}",
    needs: "administrator",
    wrong: { path: "/api/products/x", ...notAnInteger("product_id") },
    missing: "产品不存在",
    limit: 20,
  },
  {
    method: "GET",
    template: "/api/products/name/{product_name}",
    needs: "nobody",
    wrong: {
      path: `/api/products/name/${"x".repeat(201)}`,
      message: "product_name：最多 200 个字符",
    },
    limit: 100,
  },
];

export const nameOf = ({ method, template }: Pick<ContractRoute, "method" | "template">): string =>
  `${method} ${template}`;

/** The routes with their names, for `it.each`. */
export const each = (of: readonly ContractRoute[] = routes): [string, ContractRoute][] =>
  of.map((route) => [nameOf(route), route]);

/** A route's path for somebody or something that exists. */
export const pathOf = (
  { template }: Pick<ContractRoute, "template">,
  { victim, productId }: Pick<Cast, "victim" | "productId">,
): string =>
  template
    .replace("{user_id}", String(victim.id))
    .replace("{product_id}", String(productId))
    .replace("{product_name}", "Tea");

/** Its path for nobody and nothing. */
export const nowhere = ({ template }: Pick<ContractRoute, "template">): string =>
  template.replace(/\{\w+_id\}/, "999999");
