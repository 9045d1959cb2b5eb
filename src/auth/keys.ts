import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, randomUUID } from "node:crypto";
import { link, mkdir, open, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { calculateJwkThumbprint, exportJWK, type JWK } from "jose";
import type { Config } from "../config.ts";

/** What others need to verify our tokens. */
export interface PublicKey {
  readonly alg: "EdDSA" | "ES256" | "RS256";
  /** RFC 7638 thumbprint. */
  readonly kid: string;
  readonly publicKey: KeyObject;
  readonly publicJwk: JWK;
}

export interface SigningKey extends PublicKey {
  readonly privateKey: KeyObject;
}

/** The key that signs, and those whose tokens are still good. */
export interface Keyring {
  readonly signing: SigningKey;
  /** The key of this id: the one that signs, the one that did before, or one that another process signs with already. */
  find(kid: string | undefined): Promise<PublicKey | null>;
  /** All of them as they are now, for others to verify with. */
  published(): Promise<readonly PublicKey[]>;
}

/** The key is unusable; the message says which setting or file, never what is in it. */
export class KeyError extends Error {
  override readonly name = "KeyError";
}

type KeySettings = Pick<Config, "jwtPrivateKey" | "jwtPreviousKey" | "dataDir">;

const CURRENT = "jwt-key.pem";
const PREVIOUS = "jwt-key.previous.pem";

/** A token under an unknown key id has the files read anew, but not for each of a flood of them. */
const REREAD_MS = 10_000;

/**
 * The keys of the settings (`JWT_PRIVATE_KEY`, `JWT_PREVIOUS_KEY`), or those in `DATA_DIR`, of which the first is made at the
 * first start. A process signs with the key that it found when it started; those that others put there later it verifies.
 * @throws {KeyError} when one cannot be read, or is neither Ed25519, P-256 nor RSA of at least 2048 bits
 */
export async function openKeyring({ jwtPrivateKey, jwtPreviousKey, dataDir }: KeySettings): Promise<Keyring> {
  const current = join(dataDir, CURRENT);
  const signing =
    jwtPrivateKey === undefined
      ? await signingKeyOf(await readOrMake(current), current)
      : await signingKeyOf(jwtPrivateKey, "JWT_PRIVATE_KEY");
  const read = async (): Promise<readonly PublicKey[]> => {
    if (jwtPrivateKey === undefined) return readKeys([current, join(dataDir, PREVIOUS)]);
    return jwtPreviousKey === undefined ? [] : [await publicKeyOf(jwtPreviousKey, "JWT_PREVIOUS_KEY")];
  };
  let others = await read();
  let readAt = performance.now();
  const known = () => [signing, ...others.filter(({ kid }) => kid !== signing.kid)];
  const reread = async () => {
    readAt = performance.now();
    others = await read();
  };
  return {
    signing,
    async find(kid) {
      const byId = () => known().find((key) => key.kid === kid) ?? null;
      if (byId() === null && performance.now() - readAt > REREAD_MS) await reread();
      return byId();
    },
    async published() {
      await reread();
      return known();
    },
  };
}

/**
 * Puts a new key in place of the one in `DATA_DIR`, which goes on verifying until the next rotation.
 * @param tokenSeconds how long tokens of a key may be in use
 * @throws {KeyError} when tokens of the key before the present one may still be in use, unless `atOnce`
 */
export async function rotateKey(
  dataDir: string,
  { tokenSeconds, atOnce }: { readonly tokenSeconds: number; readonly atOnce: boolean },
): Promise<SigningKey> {
  const [current, previous] = [join(dataDir, CURRENT), join(dataDir, PREVIOUS)];
  const safeFrom = (await changedAt(previous)) + tokenSeconds * 1000;
  if (!atOnce && Date.now() < safeFrom) {
    throw new KeyError(
      `Tokens of the key before may be in use until ${new Date(safeFrom).toISOString()}: rotate then, or end them now with --at-once`,
    );
  }
  await put(previous, await readOrMake(current));
  const pem = newPem();
  await put(current, pem);
  return signingKeyOf(pem, current);
}

async function signingKeyOf(given: string, source: string): Promise<SigningKey> {
  let privateKey: KeyObject;
  try {
    privateKey = createPrivateKey(onLines(given));
  } catch {
    throw new KeyError(`${source} is not a readable PEM private key without a passphrase`);
  }
  return { privateKey, ...(await publicKeyOf(given, source)) };
}

/** The public key in a PEM, of which the private one has it in it. */
async function publicKeyOf(given: string, source: string): Promise<PublicKey> {
  let publicKey: KeyObject;
  try {
    publicKey = createPublicKey(onLines(given));
  } catch {
    throw new KeyError(`${source} is not a readable PEM key without a passphrase`);
  }
  const alg = algorithmOf(publicKey);
  if (alg === null) throw new KeyError(`${source} must be an Ed25519, a P-256 or an RSA key of at least 2048 bits`);
  const jwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(jwk);
  return { alg, kid, publicKey, publicJwk: { ...jwk, kid, alg, use: "sig" } };
}

/** Environment files often carry a PEM on one line. */
const onLines = (pem: string): string => pem.replaceAll("\\n", "\n");

async function readKeys(files: readonly string[]): Promise<readonly PublicKey[]> {
  const pems = await Promise.all(files.map(async (file) => ({ file, pem: await readIfThere(file) })));
  return Promise.all(pems.flatMap(({ file, pem }) => (pem === null ? [] : [publicKeyOf(pem, file)])));
}

function algorithmOf(key: KeyObject): PublicKey["alg"] | null {
  if (key.asymmetricKeyType === "ed25519") return "EdDSA";
  if (key.asymmetricKeyType === "ec") return key.asymmetricKeyDetails?.namedCurve === "prime256v1" ? "ES256" : null;
  if (key.asymmetricKeyType === "rsa") return (key.asymmetricKeyDetails?.modulusLength ?? 0) >= 2048 ? "RS256" : null;
  return null;
}

async function readIfThere(file: string): Promise<string | null> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (isSystemError(error, "ENOENT")) return null;
    throw new KeyError(`${file} cannot be read`, { cause: error });
  }
}

async function readOrMake(file: string): Promise<string> {
  const found = await readIfThere(file);
  if (found !== null) return found;
  await mkdir(join(file, ".."), { recursive: true, mode: 0o700 });
  // Linked: of several processes at their first start one key wins, and none is read half written.
  await write(file, newPem(), (draft) => link(draft, file));
  return readFile(file, "utf8");
}

/** In place of what is there; no reader sees anything between. */
const put = (file: string, pem: string): Promise<void> => write(file, pem, (draft) => rename(draft, file));

const newPem = (): string =>
  generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" }).toString();

/** Writes aside, syncs, then has it put into its place. */
async function write(file: string, pem: string, place: (draft: string) => Promise<void>): Promise<void> {
  const draft = `${file}.${randomUUID()}`;
  const handle = await open(draft, "wx", 0o600);
  try {
    await handle.writeFile(pem);
    await handle.sync();
    await place(draft);
  } catch (error) {
    if (!isSystemError(error, "EEXIST")) throw new KeyError(`${file} cannot be written`, { cause: error });
  } finally {
    await handle.close();
    await rm(draft, { force: true });
  }
}

/** Milliseconds since the epoch; 0 for a file that is not there. */
async function changedAt(file: string): Promise<number> {
  try {
    return (await stat(file)).mtimeMs;
  } catch (error) {
    if (isSystemError(error, "ENOENT")) return 0;
    throw new KeyError(`${file} cannot be read`, { cause: error });
  }
}

function isSystemError(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
