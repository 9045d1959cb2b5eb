import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, randomUUID } from "node:crypto";
import { link, mkdir, open, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { calculateJwkThumbprint, exportJWK, type JWK } from "jose";
import type { Config } from "../config.ts";

export interface SigningKey {
  readonly alg: "EdDSA" | "ES256" | "RS256";
  /** RFC 7638 thumbprint of the public key. */
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  /** The public half as others need it to verify our tokens. */
  readonly publicJwk: JWK;
}

/** The key is unusable; the message says which setting or file, never what is in it. */
export class KeyError extends Error {
  override readonly name = "KeyError";
}

/**
 * The key that signs tokens: `JWT_PRIVATE_KEY`, or the one in `DATA_DIR`, made at the first start.
 * @throws {KeyError} when it cannot be read, or is neither Ed25519, P-256 nor RSA of at least 2048 bits
 */
export async function loadSigningKey(config: Pick<Config, "jwtPrivateKey" | "dataDir">): Promise<SigningKey> {
  const file = join(config.dataDir, "jwt-key.pem");
  // Environment files often carry a PEM on one line.
  const pem = config.jwtPrivateKey?.replaceAll("\\n", "\n") ?? (await readOrMake(file));
  const source = config.jwtPrivateKey === undefined ? file : "JWT_PRIVATE_KEY";
  let privateKey: KeyObject;
  try {
    privateKey = createPrivateKey(pem);
  } catch {
    throw new KeyError(`${source} is not a readable PEM private key without a passphrase`);
  }
  const publicKey = createPublicKey(privateKey);
  const alg = algorithmOf(privateKey);
  if (alg === null) throw new KeyError(`${source} must be an Ed25519, a P-256 or an RSA key of at least 2048 bits`);
  const jwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(jwk);
  return { alg, kid, privateKey, publicKey, publicJwk: { ...jwk, kid, alg, use: "sig" } };
}

function algorithmOf(key: KeyObject): SigningKey["alg"] | null {
  if (key.asymmetricKeyType === "ed25519") return "EdDSA";
  if (key.asymmetricKeyType === "ec") return key.asymmetricKeyDetails?.namedCurve === "prime256v1" ? "ES256" : null;
  if (key.asymmetricKeyType === "rsa") return (key.asymmetricKeyDetails?.modulusLength ?? 0) >= 2048 ? "RS256" : null;
  return null;
}

async function readOrMake(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (!isSystemError(error, "ENOENT")) throw new KeyError(`${file} cannot be read`, { cause: error });
  }
  const { privateKey } = generateKeyPairSync("ed25519");
  await mkdir(join(file, ".."), { recursive: true, mode: 0o700 });
  // Written aside, synced, then linked: of several processes at their first start one key wins, and none is read half written.
  const draft = `${file}.${randomUUID()}`;
  const handle = await open(draft, "wx", 0o600);
  try {
    await handle.writeFile(privateKey.export({ type: "pkcs8", format: "pem" }));
    await handle.sync();
    await link(draft, file);
  } catch (error) {
    if (!isSystemError(error, "EEXIST")) throw new KeyError(`${file} cannot be written`, { cause: error });
  } finally {
    await handle.close();
    await rm(draft, { force: true });
  }
  return readFile(file, "utf8");
}

function isSystemError(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
