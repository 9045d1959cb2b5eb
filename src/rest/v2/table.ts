import type { ErrorCode } from "../../errors.ts";
import { NOBODY } from "../refusals.ts";

/** Where everything here lives. */
export const BASE = "/api/v2";

/** A root field as a REST route. What is not said here follows from the schema: see `parameters.ts`. */
export interface Row {
  /** Method and path below {@link BASE}. An argument that the path names comes from there and from nowhere else. */
  readonly on: `${"GET" | "POST" | "PATCH" | "DELETE"} /${string}`;
  /** 200 unless given. With 204, what the field says is left out. */
  readonly status?: 201 | 202 | 204;
  /** What null is answered with. */
  readonly absent?: ErrorCode;
  /** What the field may fail with by itself, at every door; what its scope, limits and input refuse goes without saying. */
  readonly errors?: readonly ErrorCode[];
  /** The path of what was made, out of the answer's own fields. */
  readonly location?: `/${string}`;
  /** How the answer differs from what the field gives: a page of a list instead of a connection, or a name for a number. */
  readonly answer?: "page" | { readonly named: string };
  /** Fields of the result that cost something: left out unless the query says `?<field>=true`. */
  readonly onDemand?: readonly string[];
  /** The argument that `If-Match` fills: the version that the change was thought out for. */
  readonly ifMatch?: string;
  /** Parameters that are called otherwise than the last part of the argument they fill. */
  readonly names?: Readonly<Record<string, string>>;
}

/** What is not in a product's row: the size of its category, and its views. */
const lean = { onDemand: ["productCount", "views"] } as const;

/** Beside what was proven by itself. */
const withSecondFactor = ["SECOND_FACTOR_REQUIRED", "ACCOUNT_DISABLED"] as const;
/** What an owner proves who they are with. */
const ownProof = ["WRONG_PASSWORD", "CODE_REJECTED", "SECOND_FACTOR_REQUIRED"] as const;
const taken = ["EMAIL_TAKEN", "USERNAME_TAKEN"] as const;

/** Root fields that are no routes: a path names its thing already. */
export const graphOnly: readonly string[] = ["Query.node", "Query.nodes"];

/** Every other root field of the schema, once: a test finds one that is missing, and nothing but these routes answers. */
export const table = {
  "Query.products": {
    on: "GET /products",
    answer: "page",
    onDemand: ["totalCount", ...lean.onDemand],
    names: { "orderBy.field": "orderBy" },
  },
  "Query.popularProducts": { on: "GET /products/popular", ...lean },
  "Query.product": { on: "GET /products/{id}", absent: "PRODUCT_NOT_FOUND", ...lean },
  "Mutation.createProduct": { on: "POST /products", status: 201, location: "/products/{id}", ...lean },
  "Mutation.updateProduct": {
    on: "PATCH /products/{id}",
    ifMatch: "ifVersion",
    errors: ["PRODUCT_NOT_FOUND", "CHANGED_MEANWHILE"],
    ...lean,
  },
  "Mutation.adjustStock": { on: "POST /products/{id}/stock", errors: ["PRODUCT_NOT_FOUND"], ...lean },
  "Mutation.deleteProduct": { on: "DELETE /products/{id}", status: 204, errors: ["PRODUCT_NOT_FOUND"] },
  "Query.shop": { on: "GET /shop" },
  "Query.categories": { on: "GET /categories" },

  "Mutation.login": { on: "POST /sessions", status: 201, errors: ["INVALID_CREDENTIALS", ...withSecondFactor] },
  "Mutation.loginWithCode": { on: "POST /sessions/code", status: 201, errors: ["CODE_REJECTED", ...withSecondFactor] },
  "Mutation.refreshSession": { on: "POST /sessions/refresh", errors: ["REFRESH_REJECTED", ...NOBODY] },
  "Query.mySessions": { on: "GET /sessions", answer: "page" },
  "Mutation.logout": { on: "DELETE /sessions/current", status: 204, errors: ["SESSION_NOT_FOUND", ...NOBODY] },
  "Mutation.revokeSession": { on: "DELETE /sessions/{id}", status: 204, errors: ["SESSION_NOT_FOUND", ...NOBODY] },
  "Mutation.logoutEverywhere": { on: "DELETE /sessions", answer: { named: "endedSessions" } },

  "Mutation.register": {
    on: "POST /registrations",
    status: 201,
    location: "/users/{id}",
    errors: ["NAME_REQUIRED", ...taken],
  },
  "Mutation.requestRegistrationCode": { on: "POST /registration-codes", status: 202, errors: ["EMAIL_TAKEN"] },
  "Mutation.verifyRegistration": {
    on: "POST /registrations/verify",
    status: 201,
    location: "/users/{user.id}",
    errors: ["CODE_REJECTED", ...taken],
  },

  "Mutation.requestSignInCode": { on: "POST /sign-in-codes", status: 202 },
  "Mutation.recoverPassword": {
    on: "POST /password/recover",
    status: 204,
    errors: ["CODE_REJECTED", "ACCOUNT_DISABLED"],
  },
  "Mutation.changePassword": {
    on: "POST /password",
    status: 204,
    errors: ["WRONG_PASSWORD", "CODE_REJECTED", "USER_NOT_FOUND", "SECOND_FACTOR_REQUIRED", ...NOBODY],
  },

  "Mutation.beginSecondFactor": {
    on: "POST /second-factor",
    status: 201,
    errors: ["WRONG_PASSWORD", "SECOND_FACTOR_ON", "SECOND_FACTOR_REQUIRED"],
  },
  "Mutation.confirmSecondFactor": { on: "POST /second-factor/confirm", errors: ["CODE_REJECTED", "SECOND_FACTOR_ON"] },
  "Mutation.endSecondFactor": {
    on: "POST /second-factor/end",
    status: 204,
    errors: ["WRONG_PASSWORD", "CODE_REJECTED"],
  },
  "Mutation.resetSecondFactor": { on: "DELETE /users/{userId}/second-factor", status: 204, errors: ["USER_NOT_FOUND"] },

  "Query.legacyUsage": { on: "GET /legacy-usage" },
  "Query.auditEvents": { on: "GET /audit-events", answer: "page", errors: ["USER_NOT_FOUND"] },

  "Query.me": { on: "GET /me", absent: "UNAUTHENTICATED" },
  "Mutation.updateMe": { on: "PATCH /me", errors: ["USERNAME_TAKEN"] },
  "Mutation.requestAddressChange": { on: "POST /address-codes", status: 202, errors: [...ownProof, "EMAIL_TAKEN"] },
  "Mutation.changeAddress": { on: "POST /me/address", errors: ["CODE_REJECTED", "EMAIL_TAKEN", "USER_NOT_FOUND"] },
  "Query.exportMyData": { on: "GET /me/export" },
  // Not DELETE: that would take the password in the address.
  "Mutation.deleteMe": {
    on: "POST /me/delete",
    status: 204,
    errors: [...ownProof, "LAST_ADMINISTRATOR", "USER_NOT_FOUND"],
  },
  "Query.users": { on: "GET /users", answer: "page", onDemand: ["totalCount"] },
  "Query.user": { on: "GET /users/{id}", absent: "USER_NOT_FOUND" },
  "Query.loginHistory": { on: "GET /users/{userId}/logins", answer: "page", errors: ["USER_NOT_FOUND"] },
  "Query.userSessions": { on: "GET /users/{userId}/sessions", answer: "page", errors: ["USER_NOT_FOUND"] },
  "Mutation.endUserSessions": {
    on: "DELETE /users/{userId}/sessions",
    answer: { named: "endedSessions" },
    errors: ["USER_NOT_FOUND"],
  },
  "Mutation.createUser": { on: "POST /users", status: 201, location: "/users/{id}", errors: taken },
  "Mutation.updateUser": { on: "PATCH /users/{id}", errors: ["USER_NOT_FOUND", "LAST_ADMINISTRATOR", ...taken] },
  "Mutation.deleteUser": { on: "DELETE /users/{id}", status: 204, errors: ["USER_NOT_FOUND", "LAST_ADMINISTRATOR"] },
} as const satisfies Record<`${"Query" | "Mutation"}.${string}`, Row>;
