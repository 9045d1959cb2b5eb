import type { GraphQLField } from "graphql";
import type { Anonymous, Viewer } from "../auth/viewer.ts";
import type { Context } from "../context.ts";
import { AppError } from "../errors.ts";
import { type Auditable, auditRefusal } from "./audit-act.ts";

/** What a field may ask of whoever asks for it; a root field without any is a mistake that a test finds. */
export interface Scopes {
  /** Everybody. */
  public: boolean;
  /** Everybody whose credentials work, if any were sent. */
  visitor: boolean;
  /** Whoever has a live session. */
  signedIn: boolean;
  /** Administrators. */
  admin: boolean;
  /** The account with this id itself, and administrators. */
  self: string;
}

/** What the scopes are called in descriptions. */
const AUDIENCES: Readonly<Record<keyof Scopes, string>> = {
  public: "everybody",
  visitor: "everybody; credentials that do not work are an error",
  signedIn: "whoever is signed in",
  admin: "administrators",
  self: "the owner of the account and administrators",
};

const SCOPES = Object.keys(AUDIENCES) as (keyof Scopes)[]; // Object.keys() forgets what they are

/** The scope of a field that is about one account. @param idOf which: by the parent or the arguments */
export function ofOwner<Parent, Args>(idOf: (parent: Parent, args: Args) => string | number) {
  const scope = (parent: Parent, args: Args) => ({ self: String(idOf(parent, args)) });
  return Object.assign(scope, { scope: "self" as const });
}

function scopeIn(authScopes: unknown): keyof Scopes | null {
  if (typeof authScopes === "function" && "scope" in authScopes) return ofOwner(String).scope;
  if (typeof authScopes !== "object" || authScopes === null) return null;
  return SCOPES.find((name) => name in authScopes) ?? null;
}

/** Whom a field is for, by its `authScopes`; null for whomever its parent is for. */
export function audienceOf(authScopes: unknown): string | null {
  const scope = scopeIn(authScopes);
  return scope === null ? null : AUDIENCES[scope];
}

/** The scope of a field of the schema; null for one that has none of its own. */
export function scopeNameOf({ extensions }: GraphQLField<unknown, unknown>): keyof Scopes | null {
  const options = extensions["pothosOptions"];
  return typeof options === "object" && options !== null && "authScopes" in options
    ? scopeIn(options.authScopes)
    : null;
}

type AnyViewer = Anonymous | Viewer;

type Asker = Pick<Context, "whoAsks">;
type Asking = Asker & Auditable;

/** What those who ask must be for a scope that does not depend on arguments. */
const holders = {
  visitor: (viewer: AnyViewer) => viewer.kind === "user" || viewer.because === "UNAUTHENTICATED",
  signedIn: (viewer: AnyViewer) => viewer.kind === "user",
  admin: (viewer: AnyViewer) => viewer.kind === "user" && viewer.mayAdminister,
};
type PlainScope = keyof typeof holders;

/** The scopes of a request; who asks is found out for the first one that depends on it. */
export const scopesOf = (context: Asker) => {
  const held = (scope: PlainScope) => async () => holders[scope](await context.whoAsks());
  return {
    public: true,
    visitor: held("visitor"),
    signedIn: held("signedIn"),
    admin: held("admin"),
    self: async (id: string) => isOwn(await context.whoAsks(), id),
  };
};

/** Who asks, in a field that anybody may ask for. @throws {AppError} why it is nobody */
export function signedIn(viewer: AnyViewer): Viewer {
  if (viewer.kind === "anonymous") throw new AppError(viewer.because);
  return viewer;
}

/** Whether an account is the viewer's own, or an administrator looks at it. */
export const isOwn = (viewer: AnyViewer, accountId: string): boolean =>
  viewer.kind === "user" && (viewer.mayAdminister || String(viewer.account.id) === accountId);

/** Why somebody without a scope is turned away. */
export function scopeError(viewer: AnyViewer, scope: string | undefined): AppError {
  if (viewer.kind === "anonymous") return new AppError(viewer.because);
  if (viewer.account.isAdmin && !viewer.mayAdminister) return new AppError("SECOND_FACTOR_MISSING");
  return new AppError(scope === "admin" ? "ADMIN_REQUIRED" : "FORBIDDEN");
}

/**
 * The refusal that awaits a viewer at a field, as far as it does not depend on arguments; null when there is none. For
 * doors that read the arguments before GraphQL does: whoever may not use a field need not learn how to.
 */
export async function refusalAt(field: GraphQLField<unknown, unknown>, context: Asking): Promise<AppError | null> {
  const refusal = await refusalBefore(field, context);
  if (refusal !== null) auditRefusal(field, context, refusal.code);
  return refusal;
}

async function refusalBefore(field: GraphQLField<unknown, unknown>, context: Asker): Promise<AppError | null> {
  const options = field.extensions["pothosOptions"];
  if (typeof options !== "object" || options === null || !("authScopes" in options)) return null;
  const { authScopes } = options;
  if (typeof authScopes === "function") {
    const viewer = await context.whoAsks();
    return viewer.kind === "anonymous" ? scopeError(viewer, undefined) : null;
  }
  if (typeof authScopes !== "object" || authScopes === null) return null;
  const asked = (["visitor", "signedIn", "admin"] as const).find((scope) => scope in authScopes);
  if (asked === undefined) return null;
  const viewer = await context.whoAsks();
  return holders[asked](viewer) ? null : scopeError(viewer, asked);
}
