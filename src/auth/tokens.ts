import { errors, type JWTHeaderParameters, type JWTPayload, jwtVerify, SignJWT } from "jose";
import { LRUCache } from "lru-cache";
import type { Keyring } from "./keys.ts";

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
/** Other services that verify access tokens with our published key must not take a refresh token for one. */
const AUDIENCES = { access: "storefront", refresh: "storefront/refresh" } as const satisfies Record<TokenKind, string>;

export type VerifiedToken =
  | { readonly outcome: "valid" | "expired"; readonly claims: TokenClaims }
  | { readonly outcome: "invalid" };

export interface Tokens {
  /** @param expiresAt milliseconds since the epoch, kept to the second */
  sign(kind: TokenKind, claims: TokenClaims, expiresAt: number): Promise<string>;
  /** Checks signature, algorithm, type, issuer and audience; `expired` tokens pass all of these. */
  verify(kind: TokenKind, token: string): Promise<VerifiedToken>;
}

/** Tokens whose signature has been checked: the same ones come back with every request. */
const KNOWN_BYTES = 8 * 1024 * 1024;

/** @param clock milliseconds since the epoch */
export function createTokens(keys: Keyring, clock: () => number): Tokens {
  const known = new LRUCache<string, KnownToken>({
    maxSize: KNOWN_BYTES,
    sizeCalculation: (_token, name) => 512 + name.length,
  });

  const keyOf = async ({ kid, alg }: JWTHeaderParameters) => {
    const key = await keys.find(kid);
    // A key signs by its own algorithm and by no other.
    if (key?.alg !== alg) throw new errors.JWKSNoMatchingKey();
    return key.publicKey;
  };

  const check = async (kind: TokenKind, token: string): Promise<KnownToken | null> => {
    try {
      // Whether it has expired is asked anew each time; its signature does not change.
      const { payload } = await jwtVerify(token, keyOf, {
        algorithms: ["EdDSA", "ES256", "RS256"],
        typ: TYPES[kind],
        issuer: ISSUER,
        audience: AUDIENCES[kind],
        requiredClaims: ["sub", "exp", "sid", "gen"],
        currentDate: new Date(0),
      });
      return read(payload);
    } catch (error) {
      if (error instanceof errors.JOSEError) return null;
      throw error;
    }
  };

  return {
    sign: (kind, claims, expiresAt) =>
      new SignJWT({ sid: claims.sessionId, gen: claims.generation })
        .setProtectedHeader({ alg: keys.signing.alg, kid: keys.signing.kid, typ: TYPES[kind] })
        .setIssuer(ISSUER)
        .setAudience(AUDIENCES[kind])
        .setSubject(String(claims.userId))
        .setIssuedAt(Math.floor(clock() / 1000))
        .setExpirationTime(Math.floor(expiresAt / 1000))
        .sign(keys.signing.privateKey),

    async verify(kind, token) {
      const name = `${kind} ${token}`;
      const found = known.get(name) ?? (await check(kind, token));
      if (found === null) return { outcome: "invalid" };
      known.set(name, found);
      return { outcome: clock() < found.expiresAt ? "valid" : "expired", claims: found.claims };
    },
  };
}

interface KnownToken {
  readonly claims: TokenClaims;
  readonly expiresAt: number;
}

function read({ sub, exp, sid, gen }: JWTPayload): KnownToken | null {
  const userId = Number(sub);
  if (!Number.isSafeInteger(userId) || typeof sid !== "string" || typeof gen !== "number" || exp === undefined)
    return null;
  return { claims: { userId, sessionId: sid, generation: gen }, expiresAt: exp * 1000 };
}
