import { createHmac, generateKeyPairSync } from "node:crypto";
import { exportJWK, type JWTPayload, SignJWT, UnsecuredJWT } from "jose";
import { beforeAll, describe, expect, it } from "vitest";
import { type Keyring, openKeyring, type SigningKey } from "./keys.ts";
import { createTokens, type Tokens } from "./tokens.ts";

const NOW = Date.UTC(2026, 0, 31, 12);
const HOUR = 60 * 60 * 1000;
const CLAIMS = { userId: 7, sessionId: "7.abcdefghijklmnop", generation: 3 };
const PAYLOAD: JWTPayload = { sub: "7", sid: CLAIMS.sessionId, gen: 3 };

const newPem = (): string =>
  generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString();
const ringOf = (pem: string): Promise<Keyring> =>
  openKeyring({ jwtPrivateKey: pem, jwtPreviousKey: undefined, dataDir: "/nowhere" });
const partOf = (token: string, index: number): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split(".")[index] ?? "", "base64url").toString());

describe("a token", () => {
  let key: SigningKey;
  let now: number;
  let tokens: Tokens;
  beforeAll(async () => {
    const keys = await ringOf(newPem());
    key = keys.signing;
    now = NOW;
    tokens = createTokens(keys, () => now);
  });

  /** One of our access tokens but for what the test changes. */
  function forged({
    header = {},
    payload = {},
    issuer = "storefront",
    audience = "storefront",
    exp = NOW + HOUR,
  } = {}) {
    return new SignJWT({ ...PAYLOAD, ...payload })
      .setProtectedHeader({ alg: key.alg, kid: key.kid, typ: "at+jwt", ...header })
      .setIssuer(issuer)
      .setAudience(audience)
      .setExpirationTime(exp / 1000);
  }
  const outcome = async (token: string, kind: "access" | "refresh" = "access") =>
    (await tokens.verify(kind, token)).outcome;

  it("says whose session it is, and nothing else about anybody", async () => {
    const token = await tokens.sign("access", CLAIMS, NOW + HOUR);
    expect(await tokens.verify("access", token)).toEqual({ outcome: "valid", claims: CLAIMS });
    expect(partOf(token, 0)).toEqual({ alg: "EdDSA", kid: key.kid, typ: "at+jwt" });
    expect(partOf(token, 1)).toEqual({
      ...PAYLOAD,
      iss: "storefront",
      aud: "storefront",
      iat: NOW / 1000,
      exp: (NOW + HOUR) / 1000,
    });
  });

  it("is good for its own kind alone", async () => {
    const [access, refresh] = await Promise.all([
      tokens.sign("access", CLAIMS, NOW + HOUR),
      tokens.sign("refresh", CLAIMS, NOW + HOUR),
    ]);
    expect(await outcome(access, "access")).toBe("valid");
    expect(await outcome(refresh, "refresh")).toBe("valid");
    expect(await outcome(access, "refresh")).toBe("invalid");
    expect(await outcome(refresh, "access")).toBe("invalid");
  });

  it("is for its own kind of audience, so that others who know our published key take no refresh token", async () => {
    const refresh = await tokens.sign("refresh", CLAIMS, NOW + HOUR);
    expect(partOf(refresh, 1)).toMatchObject({ aud: "storefront/refresh" });
    const asOnce = await forged({ header: { typ: "rt+jwt" } }).sign(key.privateKey);
    expect(await outcome(asOnce, "refresh")).toBe("invalid");
  });

  it("expires by the clock it is given, and still says whose it was", async () => {
    const token = await tokens.sign("access", CLAIMS, NOW + HOUR);
    now = NOW + HOUR - 1000;
    expect(await outcome(token)).toBe("valid");
    now = NOW + HOUR;
    expect(await tokens.verify("access", token)).toEqual({ outcome: "expired", claims: CLAIMS });
    now = NOW;
  });

  it("made like ours is taken: the forgeries below fail for what they change", async () => {
    expect(await outcome(await forged().sign(key.privateKey))).toBe("valid");
  });

  it.each([
    ["another issuer", { issuer: "elsewhere" }],
    ["another audience", { audience: "elsewhere" }],
    ["another type", { header: { typ: "JWT" } }],
    ["no type", { header: { typ: undefined } }],
    ["no session", { payload: { sid: undefined } }],
    ["a session that is no text", { payload: { sid: 5 } }],
    ["no generation", { payload: { gen: undefined } }],
    ["a generation that is no number", { payload: { gen: "3" } }],
    ["no user", { payload: { sub: undefined } }],
    ["a user that is no number", { payload: { sub: "admin" } }],
    ["a time before which it does not hold", { payload: { nbf: NOW / 1000 + 60 } }],
    ["an expiry long ago and another audience", { exp: NOW - HOUR, audience: "elsewhere" }],
    ["an expiry long ago and no session", { exp: NOW - HOUR, payload: { sid: undefined } }],
  ])("with %s is invalid, though signed with our key", async (_what, changes) => {
    expect(await outcome(await forged(changes).sign(key.privateKey))).toBe("invalid");
  });

  it("signed by somebody else's key is invalid, expired or not", async () => {
    const { signing: theirs } = await ringOf(newPem());
    expect(await outcome(await forged().sign(theirs.privateKey))).toBe("invalid");
    expect(await outcome(await forged({ exp: NOW - HOUR }).sign(theirs.privateKey))).toBe("invalid");
  });

  it("under the id of no key of ours, or of one with another algorithm, is invalid", async () => {
    for (const kid of [undefined, "another"]) {
      expect(await outcome(await forged({ header: { kid } }).sign(key.privateKey))).toBe("invalid");
    }
    const theirs = generateKeyPairSync("ec", { namedCurve: "P-256" });
    expect(await outcome(await forged({ header: { alg: "ES256" } }).sign(theirs.privateKey))).toBe("invalid");
  });

  it("without a signature is invalid", async () => {
    const unsigned = new UnsecuredJWT(PAYLOAD).setIssuer("storefront").setAudience("storefront");
    expect(await outcome(unsigned.setExpirationTime(NOW / 1000 + 60).encode())).toBe("invalid");
  });

  it("that takes our public key for a shared secret is invalid", async () => {
    const secret = key.publicKey.export({ type: "spki", format: "pem" });
    const [, payload] = (await forged().sign(key.privateKey)).split(".");
    const header = Buffer.from(JSON.stringify({ alg: "HS256", typ: "at+jwt" })).toString("base64url");
    const mac = createHmac("sha256", secret).update(`${header}.${payload}`).digest("base64url");
    expect(await outcome(`${header}.${payload}.${mac}`)).toBe("invalid");
  });

  it("that brings its own key is checked with ours", async () => {
    const { privateKey, publicKey } = generateKeyPairSync("ed25519");
    const jwk = await exportJWK(publicKey);
    expect(await outcome(await forged({ header: { jwk, kid: key.kid } }).sign(privateKey))).toBe("invalid");
  });

  it("with any one byte changed is invalid", async () => {
    const token = await tokens.sign("access", CLAIMS, NOW + HOUR);
    for (const at of [5, token.indexOf(".") + 5, token.lastIndexOf(".") + 5]) {
      const changed = token.slice(0, at) + (token[at] === "A" ? "B" : "A") + token.slice(at + 1);
      expect(await outcome(changed)).toBe("invalid");
    }
  });

  it.each(["", ".", "..", "a.b.c", "é", "\0", "x".repeat(100_000)])("is none: %.20s", async (garbage) => {
    expect(await outcome(garbage)).toBe("invalid");
    expect(await outcome(garbage, "refresh")).toBe("invalid");
  });
});
