import { errors, jwtVerify, SignJWT } from "jose";
import type { SigningKey } from "./keys.ts";

/** What a token says: whose session it belongs to, and in which generation of that session it was made. */
export interface TokenClaims {
  readonly userId: number;
  readonly sessionId: string;
  readonly generation: number;
}

/** Pinned in the header, so that a refresh token is never taken for an access token (RFC 8725, section 3.11). */
const TYPES = { access: "at+jwt", refresh: "rt+jwt" } as const;
type TokenKind = keyof typeof TYPES;

const ISSUER = "storefront";
const AUDIENCE = "storefront";

export type VerifiedToken =
  | { readonly outcome: "valid" | "expired"; readonly claims: TokenClaims }
  | { readonly outcome: "invalid" };

export interface Tokens {
  /** @param expiresAt milliseconds since the epoch, kept to the second */
  sign(kind: TokenKind, claims: TokenClaims, expiresAt: number): Promise<string>;
  /** Checks signature, algorithm, type, issuer and audience; `expired` tokens pass all of these. */
  verify(kind: TokenKind, token: string): Promise<VerifiedToken>;
}

/** @param clock milliseconds since the epoch */
export function createTokens(key: SigningKey, clock: () => number): Tokens {
  return {
    sign: (kind, claims, expiresAt) =>
      new SignJWT({ sid: claims.sessionId, gen: claims.generation })
        .setProtectedHeader({ alg: key.alg, kid: key.kid, typ: TYPES[kind] })
        .setIssuer(ISSUER)
        .setAudience(AUDIENCE)
        .setSubject(String(claims.userId))
        .setIssuedAt(Math.floor(clock() / 1000))
        .setExpirationTime(Math.floor(expiresAt / 1000))
        .sign(key.privateKey),

    async verify(kind, token) {
      try {
        const { payload } = await jwtVerify(token, key.publicKey, {
          algorithms: [key.alg],
          typ: TYPES[kind],
          issuer: ISSUER,
          audience: AUDIENCE,
          requiredClaims: ["sub", "exp", "sid", "gen"],
          currentDate: new Date(clock()),
        });
        return read("valid", payload);
      } catch (error) {
        // jose checks the expiry last, so an expired token has passed everything else.
        if (error instanceof errors.JWTExpired) return read("expired", error.payload);
        if (error instanceof errors.JOSEError) return { outcome: "invalid" };
        throw error;
      }
    },
  };
}

function read(outcome: "valid" | "expired", payload: Record<string, unknown>): VerifiedToken {
  const userId = Number(payload["sub"]);
  const { sid, gen } = payload;
  if (!Number.isSafeInteger(userId) || typeof sid !== "string" || typeof gen !== "number")
    return { outcome: "invalid" };
  return { outcome, claims: { userId, sessionId: sid, generation: gen } };
}
