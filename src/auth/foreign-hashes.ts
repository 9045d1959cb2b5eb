import { pbkdf2, timingSafeEqual } from "node:crypto";
import { promisify } from "node:util";
import bcrypt from "bcrypt";

/** A way to keep passwords that other servers have: how its hashes look, and how a password is held against one. */
interface Scheme {
  /** Leaves out what costs far more than any login may: it would be a way to stop the shop. */
  readonly form: RegExp;
  /** @param parts the groups of `form` */
  matches(password: string, parts: readonly string[]): Promise<boolean>;
}

const derive = promisify(pbkdf2);

const schemes: readonly Scheme[] = [
  {
    // `2y` is PHP's name for what `2b` is; `2x` is a broken one.
    form: /^\$2[aby](\$(?:0[4-9]|1[0-6])\$[./A-Za-z0-9]{53})$/,
    matches: (password, [rest = ""]) => bcrypt.compare(password, `$2b${rest}`),
  },
  {
    // Django: pbkdf2_sha256$600000$salt$base64
    form: /^pbkdf2_(sha1|sha256)\$([1-9]\d{0,6})\$([^$]+)\$([A-Za-z0-9+/]+=*)$/,
    matches: (password, [digest = "", rounds, salt = "", key = ""]) =>
      isDerived(password, { digest, rounds: Number(rounds), salt, key: Buffer.from(key, "base64") }),
  },
  {
    // werkzeug: pbkdf2:sha256:600000$salt$hex
    form: /^pbkdf2:(sha1|sha256|sha512):([1-9]\d{0,6})\$([^$]+)\$((?:[0-9a-f]{2})+)$/,
    matches: (password, [digest = "", rounds, salt = "", key = ""]) =>
      isDerived(password, { digest, rounds: Number(rounds), salt, key: Buffer.from(key, "hex") }),
  },
];

interface Derivation {
  readonly digest: string;
  readonly rounds: number;
  readonly salt: string;
  readonly key: Buffer;
}

async function isDerived(password: string, { digest, rounds, salt, key }: Derivation): Promise<boolean> {
  return timingSafeEqual(await derive(password, salt, rounds, key.length, digest), key);
}

/** argon2 of any type, version and cost is not foreign: its library reads them from the hash. The group is its KiB. */
const ARGON2 = /^\$argon2(?:i|d|id)\$(?:v=\d+\$)?(?=[^$]*m=(\d+))[mtp=,\d]+\$[A-Za-z0-9+/]+\$[A-Za-z0-9+/]+$/;

/** KiB that one login may take. */
const MAX_MEMORY = 2_097_152;

/**
 * Whether a password matches a hash that another server has made; undefined for a hash that is none of those known here.
 * They are verified only, and replaced by one of ours at the first login.
 */
export async function matchesForeign(hash: string, password: string): Promise<boolean | undefined> {
  for (const { form, matches } of schemes) {
    const found = form.exec(hash);
    if (found) return matches(password, found.slice(1));
  }
  return undefined;
}

/** Whether somebody whose password has this hash can sign in. */
export function isVerifiable(hash: string): boolean {
  const memory = ARGON2.exec(hash)?.[1];
  return memory === undefined ? schemes.some(({ form }) => form.test(hash)) : Number(memory) <= MAX_MEMORY;
}
