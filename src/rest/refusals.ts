import type { GraphQLField } from "graphql";
import type { ErrorCode } from "../errors.ts";
import { scopeNameOf, type Scopes } from "../schema/scopes.ts";

/** Why somebody who asks is nobody. */
export const NOBODY = [
  "UNAUTHENTICATED",
  "TOKEN_INVALID",
  "TOKEN_EXPIRED",
  "SESSION_ENDED",
  "ACCOUNT_GONE",
  "ACCOUNT_DISABLED",
] as const satisfies readonly ErrorCode[];

/** What each scope turns people away with. */
const BY_SCOPE: Readonly<Record<keyof Scopes, readonly ErrorCode[]>> = {
  public: [],
  visitor: NOBODY.filter((code) => code !== "UNAUTHENTICATED"),
  signedIn: NOBODY,
  admin: [...NOBODY, "ADMIN_REQUIRED", "SECOND_FACTOR_MISSING"],
  self: [...NOBODY, "FORBIDDEN", "SECOND_FACTOR_MISSING"],
};

/** What a route does with HTTP. */
interface Shape {
  readonly takesInput: boolean;
  readonly takesBody: boolean;
  /** Whether it is a write by a cookie, which must not come from another site. */
  readonly writesByCookie: boolean;
}

/** The errors that a route may answer with, from what it asks of whoever asks and of what they send. */
export function refusalsOf(
  field: GraphQLField<unknown, unknown>,
  { takesInput, takesBody, writesByCookie }: Shape,
): readonly ErrorCode[] {
  const scope = scopeNameOf(field);
  return [
    ...(takesInput ? (["MALFORMED_REQUEST", "INVALID_INPUT"] as const) : []),
    ...(takesBody ? (["PAYLOAD_TOO_LARGE"] as const) : []),
    ...(scope === null ? [] : BY_SCOPE[scope]),
    ...(writesByCookie ? (["CROSS_SITE"] as const) : []),
    "RATE_LIMITED",
    "INTERNAL",
    "UNAVAILABLE",
  ];
}
