import { CODE_TTL_SECONDS } from "../auth/codes.ts";
import type { SignedIn } from "../auth/sign-in.ts";
import type { LoginMethod, LoginOutcome } from "../database/client.ts";
import type { Session as StoredSession } from "../stores/store.ts";
import { builder } from "./builder.ts";
import { User } from "./user.ts";

/** Of every input that signs in. */
export const SECOND_FACTOR_CODE =
  "For accounts with a second factor: a code of the authenticator app, or a recovery code.";

export const AuthPayload = builder.objectRef<SignedIn>("AuthPayload").implement({
  description: "A session that has just begun or been renewed.",
  fields: (t) => ({
    accessToken: t.string({
      description: "Goes into the header `Authorization: Bearer …` until it expires.",
      resolve: ({ tokens }) => tokens.accessToken,
    }),
    refreshToken: t.string({
      nullable: true,
      description:
        "Gets the next access token from `refreshSession`, which replaces it: keep the newest. Null for a session that is renewed by its access token (bearer contract).",
      resolve: ({ tokens }) => tokens.refreshToken,
    }),
    expiresAt: t.field({
      type: "DateTime",
      description: "When the access token expires.",
      resolve: ({ tokens }) => new Date(tokens.expiresAt),
    }),
    user: t.field({ type: User, description: "Whose session it is.", resolve: ({ account }) => account }),
  }),
});

export const CodeRequest = builder.objectRef<object>("CodeRequest").implement({
  description: "A code is on its way, if the address is one that gets any.",
  fields: (t) => ({
    expiresIn: t.int({ description: "How long it works, in seconds.", resolve: () => CODE_TTL_SECONDS }),
  }),
});

export const Session = builder.objectRef<StoredSession>("Session").implement({
  description: "One place where the account is signed in.",
  fields: (t) => ({
    id: t.exposeID("id", { description: "For `revokeSession`." }),
    createdAt: t.field({ type: "DateTime", description: "When it began.", resolve: (s) => new Date(s.createdAt) }),
    lastUsedAt: t.field({
      type: "DateTime",
      description: "Its last use, to the minute.",
      resolve: (s) => new Date(s.lastUsedAt),
    }),
    ip: t.exposeString("ip", { description: "The address of its last noted use." }),
    userAgent: t.exposeString("userAgent", { description: "The program that began it, in its own words." }),
    current: t.boolean({
      description: "Whether it is the one that asks.",
      resolve: ({ id }, _args, { viewer }) => viewer.kind === "user" && viewer.session.id === id,
    }),
  }),
});

const Method = builder.enumType("LoginMethod", {
  description: "How somebody tried to sign in.",
  values: {
    PASSWORD: { description: "With the account's password." },
    CODE: { description: "With a code that was mailed." },
    REGISTRATION: { description: "By registering with a code that was mailed." },
    PASSWORD_CHANGE: { description: "With the old password, to set a new one." },
    RENEWAL: { description: "With the access token, for a new one (bearer contract)." },
  } satisfies Record<LoginMethod, { description: string }>,
});

const Outcome = builder.enumType("LoginOutcome", {
  description: "How it ended.",
  values: {
    SUCCESS: { description: "A session was started, or the new password set." },
    WRONG_PASSWORD: { description: "The password was not the account's." },
    WRONG_SECOND_FACTOR: { description: "The password or code was right, and the second factor was not." },
    WRONG_CODE: { description: "The code was wrong, used or expired." },
    DISABLED: { description: "The password or code was right, but the account is disabled." },
    REPLACED_TOKEN: { description: "The token had expired and a newer one had taken its place; the session goes on." },
  } satisfies Record<LoginOutcome, { description: string }>,
});

export const LoginAttempt = builder.prismaObject("LoginAttempt", {
  description: "One try to sign in to an account, or several that failed alike within an hour.",
  fields: (t) => ({
    id: t.exposeID("id", { description: "Higher is later." }),
    at: t.expose("at", { type: "DateTime", description: "When; of repeats, the first time." }),
    lastAt: t.field({
      type: "DateTime",
      description: "When it was repeated last.",
      resolve: ({ at, lastAt }) => lastAt ?? at,
    }),
    count: t.exposeInt("count", { description: "How often, all from one network." }),
    ip: t.exposeString("ip", { description: "From which address." }),
    userAgent: t.exposeString("userAgent", { description: "With which program, in its own words." }),
    method: t.expose("method", { type: Method, description: "How." }),
    outcome: t.expose("outcome", { type: Outcome, description: "With what result." }),
  }),
});

export const LoginAttemptConnection = builder.connectionObject(
  { type: LoginAttempt, name: "LoginAttemptConnection", description: "A page of tries to sign in." },
  { name: "LoginAttemptEdge", description: "A try and its place in the list." },
);
