import { createPrivateKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { calculateJwkThumbprint } from "jose";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { KeyError, type Keyring, openKeyring, rotateKey } from "./keys.ts";
import { createTokens } from "./tokens.ts";

const FILE = "jwt-key.pem";
const pemOf = (key: KeyObject): string => key.export({ type: "pkcs8", format: "pem" }).toString();

const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const p256 = generateKeyPairSync("ec", { namedCurve: "P-256" });
const ed25519 = generateKeyPairSync("ed25519");

describe("the signing key", () => {
  let dataDir: string;
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "keys-"));
  });
  afterEach(() => rm(dataDir, { recursive: true, force: true }));

  const open = (jwtPrivateKey?: string, jwtPreviousKey?: string) =>
    openKeyring({ dataDir, jwtPrivateKey, jwtPreviousKey });
  const load = async (jwtPrivateKey?: string) => (await open(jwtPrivateKey)).signing;
  const failure = async (jwtPrivateKey?: string): Promise<KeyError> => {
    const error: unknown = await load(jwtPrivateKey).catch((cause: unknown) => cause);
    if (error instanceof KeyError) return error;
    throw new Error("no KeyError", { cause: error });
  };

  it("is made once, however many want it at the first start", async () => {
    const keys = await Promise.all(Array.from({ length: 8 }, () => load()));
    expect(new Set(keys.map(({ kid }) => kid)).size).toBe(1);
    expect((await load()).kid).toBe(keys[0]?.kid);
    expect(await readdir(dataDir)).toEqual([FILE]);
    expect(keys[0]?.alg).toBe("EdDSA");
  });

  it("is a file that only its owner can read", async () => {
    await load();
    const { mode } = await stat(join(dataDir, FILE));
    expect((mode & 0o777).toString(8)).toBe("600");
  });

  it("is made in a folder that is not there yet, which only its owner can read", async () => {
    const nested = join(dataDir, "not", "there");
    await openKeyring({ dataDir: nested, jwtPrivateKey: undefined, jwtPreviousKey: undefined });
    expect(((await stat(nested)).mode & 0o777).toString(8)).toBe("700");
  });

  it("is the file's, whoever wrote it", async () => {
    await writeFile(join(dataDir, FILE), pemOf(p256.privateKey));
    expect((await load()).alg).toBe("ES256");
  });

  it.each([
    ["an RSA key", "RS256", rsa.privateKey],
    ["a P-256 key", "ES256", p256.privateKey],
    ["an Ed25519 key", "EdDSA", ed25519.privateKey],
  ] as const)("may be %s from the environment, and signs with %s", async (_what, alg, privateKey) => {
    const keys = await open(pemOf(privateKey));
    expect(keys.signing.alg).toBe(alg);
    expect(await readdir(dataDir)).toEqual([]);
    const tokens = createTokens(keys, Date.now);
    const claims = { userId: 1, sessionId: "1.abc", generation: 0 };
    const token = await tokens.sign("access", claims, Date.now() + 60_000);
    expect(await tokens.verify("access", token)).toEqual({ outcome: "valid", claims });
  });

  it("may stand on one line, and in the older forms of PEM", async () => {
    const { kid } = await load(pemOf(p256.privateKey));
    expect((await load(pemOf(p256.privateKey).replaceAll("\n", "\\n"))).kid).toBe(kid);
    expect((await load(p256.privateKey.export({ type: "sec1", format: "pem" }).toString())).kid).toBe(kid);
  });

  it("shows its public half, and only that", async () => {
    for (const { privateKey } of [rsa, p256, ed25519]) {
      const { publicJwk, kid, alg } = await load(pemOf(privateKey));
      expect(publicJwk).toMatchObject({ kid, alg, use: "sig" });
      expect(await calculateJwkThumbprint(publicJwk)).toBe(kid);
      for (const secret of ["d", "p", "q", "dp", "dq", "qi", "k"]) expect(publicJwk).not.toHaveProperty(secret);
    }
  });

  it.each([
    ["no PEM", "PRIVATE KEY, or so they say"],
    ["a PEM of rubbish", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"],
    ["half a PEM", pemOf(p256.privateKey).slice(0, 80)],
    ["a public key", p256.publicKey.export({ type: "spki", format: "pem" }).toString()],
    [
      "a key behind a passphrase",
      p256.privateKey.export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "x" }).toString(),
    ],
  ])("cannot be %s, which is said without what is in it", async (_what, pem) => {
    const { message } = await failure(pem);
    expect(message).toBe("JWT_PRIVATE_KEY is not a readable PEM private key without a passphrase");
  });

  it.each([
    ["P-384", () => generateKeyPairSync("ec", { namedCurve: "P-384" })],
    ["secp256k1", () => generateKeyPairSync("ec", { namedCurve: "secp256k1" })],
    ["RSA of 1024 bits", () => generateKeyPairSync("rsa", { modulusLength: 1024 })],
    ["Ed448", () => generateKeyPairSync("ed448")],
    ["X25519", () => generateKeyPairSync("x25519")],
    ["DSA", () => generateKeyPairSync("dsa", { modulusLength: 1024, divisorLength: 160 })],
  ] as const)("cannot be %s", async (_what, make) => {
    const { message } = await failure(pemOf(make().privateKey));
    expect(message).toBe("JWT_PRIVATE_KEY must be an Ed25519, a P-256 or an RSA key of at least 2048 bits");
  });

  it("that is broken in its file names the file, and leaves it alone", async () => {
    const file = join(dataDir, FILE);
    for (const content of ["", "half writ"]) {
      await writeFile(file, content);
      expect((await failure()).message).toContain(file);
      expect(await readFile(file, "utf8")).toBe(content);
    }
  });

  it("survives as what it was written as", async () => {
    const { kid, privateKey } = await load();
    const kept = createPrivateKey(await readFile(join(dataDir, FILE)));
    expect(kept.equals(privateKey)).toBe(true);
    expect((await load(pemOf(kept))).kid).toBe(kid);
  });
});

describe("two keys", () => {
  let dataDir: string;
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "keys-"));
  });
  afterEach(() => rm(dataDir, { recursive: true, force: true }));

  const WEEK = { tokenSeconds: 604_800, atOnce: false };
  const claims = { userId: 1, sessionId: "1.abc", generation: 0 };
  const open = (jwtPrivateKey?: string, jwtPreviousKey?: string) =>
    openKeyring({ dataDir, jwtPrivateKey, jwtPreviousKey });
  const signedBy = async (keys: Keyring): Promise<string> =>
    createTokens(keys, Date.now).sign("access", claims, Date.now() + 60_000);
  const outcome = async (keys: Keyring, token: string): Promise<string> =>
    (await createTokens(keys, Date.now).verify("access", token)).outcome;
  const kids = async (keys: Keyring): Promise<string[]> => (await keys.published()).map(({ kid }) => kid);

  it("overlap after a rotation: the old one's tokens go on, the new one signs, and both are published", async () => {
    const before = await open();
    const old = await signedBy(before);
    const { kid } = await rotateKey(dataDir, WEEK);
    const after = await open();
    expect([after.signing.kid, kid === before.signing.kid]).toEqual([kid, false]);
    expect(await outcome(after, old)).toBe("valid");
    expect(await kids(after)).toEqual([kid, before.signing.kid]);
    for (const file of await readdir(dataDir)) {
      expect([file, ((await stat(join(dataDir, file))).mode & 0o777).toString(8)]).toEqual([file, "600"]);
    }
    expect((await readdir(dataDir)).sort()).toEqual([FILE, "jwt-key.previous.pem"]);
  });

  it("are known to a process that runs on, too, though it goes on signing with the old one", async () => {
    const running = await open();
    await rotateKey(dataDir, WEEK);
    const restarted = await open();
    // It has read the files a moment ago, and does so again by and by, or when somebody asks what is published.
    expect(await kids(running)).toEqual([running.signing.kid, restarted.signing.kid]);
    expect(await outcome(running, await signedBy(restarted))).toBe("valid");
    expect(await outcome(restarted, await signedBy(running))).toBe("valid");
  });

  it("are read anew for a token of an unknown one, and not for each of a flood", async () => {
    const clock = vi.spyOn(performance, "now");
    try {
      clock.mockReturnValue(1000);
      const running = await open();
      await rotateKey(dataDir, WEEK);
      const token = await signedBy(await open());
      expect(await outcome(running, token)).toBe("invalid");
      clock.mockReturnValue(12_000);
      expect(await outcome(running, token)).toBe("valid");
    } finally {
      clock.mockRestore();
    }
  });

  it("do not become three while tokens of the first may be in use, unless somebody insists", async () => {
    const first = await signedBy(await open());
    await rotateKey(dataDir, WEEK);
    await expect(rotateKey(dataDir, WEEK)).rejects.toThrow(/in use until .*--at-once/);
    expect(await outcome(await open(), first)).toBe("valid");
    await rotateKey(dataDir, { ...WEEK, atOnce: true });
    expect(await outcome(await open(), first)).toBe("invalid");
    const longAgo = new Date(Date.now() - 700_000_000);
    await utimes(join(dataDir, "jwt-key.previous.pem"), longAgo, longAgo);
    await expect(rotateKey(dataDir, WEEK)).resolves.toBeDefined();
  });

  it("may be settings, the previous one private or public", async () => {
    const before = await open(pemOf(p256.privateKey));
    const old = await signedBy(before);
    const publicPem = p256.publicKey.export({ type: "spki", format: "pem" }).toString();
    for (const previous of [pemOf(p256.privateKey), publicPem, publicPem.replaceAll("\n", "\\n")]) {
      const after = await open(pemOf(ed25519.privateKey), previous);
      expect(await outcome(after, old)).toBe("valid");
      expect(await kids(after)).toEqual([after.signing.kid, before.signing.kid]);
    }
    await expect(open(pemOf(ed25519.privateKey), "-----BEGIN PUBLIC KEY-----")).rejects.toThrow(/^JWT_PREVIOUS_KEY/);
    expect(await outcome(await open(pemOf(ed25519.privateKey)), old)).toBe("invalid");
  });
});
