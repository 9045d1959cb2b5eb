import { createHmac, generateKeyPairSync, type KeyObject } from "node:crypto";
import { decodeJwt, decodeProtectedHeader, type JWTPayload, SignJWT } from "jose";
import type { TestServer } from "../fixtures/server.ts";

interface Change {
  readonly header?: Record<string, unknown>;
  readonly claims?: JWTPayload;
  readonly without?: string;
  readonly key?: KeyObject;
}

const json = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

/** A token like the given one, changed and signed anew: with the server's own key unless another is given. */
export function resigned(server: TestServer, token: string, { header, claims, without, key }: Change): Promise<string> {
  const { alg, privateKey } = server.deps.keys.signing;
  const payload = { ...decodeJwt(token), ...claims };
  if (without !== undefined) delete payload[without];
  return new SignJWT(payload)
    .setProtectedHeader({ ...decodeProtectedHeader(token), alg, ...header })
    .sign(key ?? privateKey);
}

/** Signed with a key of the same kind that is not the server's, under the server's key id. */
export const forged = (server: TestServer, token: string): Promise<string> =>
  resigned(server, token, { key: generateKeyPairSync("ed25519").privateKey });

/** The payload changed, the signature left as it was. */
export function tampered(token: string, claims: JWTPayload): string {
  const [header = "", , signature = ""] = token.split(".");
  return `${header}.${json({ ...decodeJwt(token), ...claims })}.${signature}`;
}

/** `alg: none`, in the given spelling and without a signature. */
export function unsigned(token: string, alg: string): string {
  return `${json({ ...decodeProtectedHeader(token), alg })}.${token.split(".")[1] ?? ""}.`;
}

/** HS256 with the server's public key, which anybody may know, as its secret. */
export function signedWithThePublicKey(server: TestServer, token: string, format: "pem" | "raw"): string {
  const { publicKey } = server.deps.keys.signing;
  const secret =
    format === "pem"
      ? publicKey.export({ type: "spki", format: "pem" })
      : Buffer.from(publicKey.export({ format: "jwk" }).x ?? "", "base64url");
  const signed = `${json({ ...decodeProtectedHeader(token), alg: "HS256" })}.${token.split(".")[1] ?? ""}`;
  return `${signed}.${createHmac("sha256", secret).update(signed).digest("base64url")}`;
}
