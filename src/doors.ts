import type { PasswordPolicy } from "./auth/password-policy.ts";
import type { ProofPolicy } from "./auth/proofs.ts";
import type { SessionPolicy } from "./auth/sessions.ts";
import type { Config } from "./config.ts";

/** A way in. Doors differ in how sessions are renewed and in what their old documents allow, and in nothing else. */
export interface Door extends SessionPolicy, ProofPolicy, PasswordPolicy {
  readonly name: "graphql" | "rest" | "bearer" | "envelope";
  /** Whether an account needs a first name, a last name or a phone number. */
  readonly nameRequired: boolean;
  /** Whether the cookie `access_token` signs in here as the Authorization header does. */
  readonly cookies: boolean;
  /** Whether mails follow the language of the request that caused them; else they are as they always were, in both. */
  readonly mailsInOneLanguage: boolean;
  /** For how many seconds caches on the way may use what everybody may read without asking; null: they may not keep it. */
  readonly publicMaxAge: number | null;
  /** Whether a token that has expired still ends its session: the cookie goes when the token does, so that it mostly has. */
  readonly expiredTokensLogOut: boolean;
}

export function doors(config: Config): Readonly<Record<Door["name"], Door>> {
  const modern = {
    renewal: "rotating",
    accessTtlSeconds: config.accessTtlSeconds,
    passwordMinLength: 8,
    nameRequired: false,
    commonPasswords: false,
    cookies: true,
    expiredTokensLogOut: true,
    secondFactor: "field",
    mailsInOneLanguage: true,
    publicMaxAge: config.publicMaxAgeSeconds,
  } as const;
  return {
    graphql: { name: "graphql", ...modern },
    rest: { name: "rest", ...modern },
    envelope: {
      name: "envelope",
      ...modern,
      renewal: "fixed",
      secondFactor: "appended",
      mailsInOneLanguage: false,
      publicMaxAge: null,
    },
    bearer: {
      name: "bearer",
      renewal: "access-token",
      accessTtlSeconds: config.bearerAccessTtlSeconds,
      passwordMinLength: config.bearerPasswordMinLength,
      nameRequired: true,
      // Its document has no rule, and its clients' people have passwords like these.
      commonPasswords: true,
      cookies: false,
      expiredTokensLogOut: false,
      secondFactor: "appended",
      mailsInOneLanguage: false,
      publicMaxAge: null,
    },
  };
}
