import { createHash } from "node:crypto";
import { Secret, TOTP } from "otpauth";
import type { Database } from "../database/client.ts";
import { AppError } from "../errors.ts";
import type { ThrottleStore } from "../stores/store.ts";
import type { AccountCache } from "./account-cache.ts";
import type { Account } from "./accounts.ts";
import type { Notices } from "./notices.ts";

/** RFC 6238 with what every authenticator app takes for granted. */
const TOTP_FORM = { algorithm: "SHA1", digits: 6, period: 30 } as const;
/** Codes of the step before and of the next one work too: clocks differ, and people type slowly. */
const STEPS_OFF = 1;

/** Wrong and right codes together, for one account, from anywhere; whoever tries has known the password. */
const TRIES = { limit: 10, windowMs: 10 * 60_000 };

const RECOVERY_CODES = 10;
/** 80 bits: cannot be guessed, also not by whoever reads their hashes. */
const RECOVERY_BYTES = 10;

/** What second factors are kept in, and how often they may be tried. */
export interface SecondFactorKeeping {
  readonly db: Database;
  readonly accounts: AccountCache;
  readonly counting: {
    readonly throttle: ThrottleStore;
    /** Multiplies the tries; 0: as many as one likes. */
    readonly factor: number;
    /** Milliseconds since the epoch. */
    readonly clock: () => number;
  };
  readonly notices: Notices;
}

/** What goes into an authenticator app. */
export interface SecondFactorSetup {
  /** Base32. */
  readonly secret: string;
  /** `otpauth://totp/…`, for a QR code. */
  readonly uri: string;
}

/**
 * Makes a secret that becomes the account's second factor once a code of it has been given to {@link confirmSecondFactor}.
 * One that was begun before and not confirmed is replaced.
 * @throws {AppError} SECOND_FACTOR_ON when the account has one
 */
export async function beginSecondFactor({ db }: SecondFactorKeeping, account: Account): Promise<SecondFactorSetup> {
  if (account.secondFactorSince !== null) throw new AppError("SECOND_FACTOR_ON");
  const secret = new Secret({ size: 20 });
  const own = { secret: secret.base32, lastStep: 0 };
  await db.secondFactor.upsert({ where: { userId: account.id }, create: { userId: account.id, ...own }, update: own });
  return { secret: secret.base32, uri: totp(secret.base32, account.email).toString() };
}

/**
 * Turns the second factor on.
 * @returns the recovery codes, each good once in place of a code; nobody can look them up later
 * @throws {AppError} SECOND_FACTOR_ON; CODE_REJECTED for a wrong code, or without {@link beginSecondFactor}; RATE_LIMITED
 */
export async function confirmSecondFactor(
  parts: SecondFactorKeeping,
  account: Account,
  code: string,
): Promise<readonly string[]> {
  if (account.secondFactorSince !== null) throw new AppError("SECOND_FACTOR_ON");
  await spendTry(parts, account.id);
  if (!(await isCurrentCode(parts, account.id, code))) throw new AppError("CODE_REJECTED");
  const { db, accounts, counting, notices } = parts;
  const codes = Array.from({ length: RECOVERY_CODES }, recoveryCode);
  await db.$transaction([
    db.recoveryCode.deleteMany({ where: { userId: account.id } }),
    db.recoveryCode.createMany({ data: codes.map((each) => ({ userId: account.id, hash: hashOf(each) })) }),
    db.user.update({ where: { id: account.id }, data: { secondFactorSince: new Date(counting.clock()) } }),
  ]);
  await accounts.drop(account.id);
  notices.tell(account.email, "second-factor-on");
  return codes;
}

/** Turns the second factor off, forgets its secret and codes, and tells the owner if there was one. */
export async function endSecondFactor(
  { db, accounts, notices }: Omit<SecondFactorKeeping, "counting">,
  { id: userId, email, secondFactorSince }: Account,
): Promise<void> {
  await db.$transaction([
    db.recoveryCode.deleteMany({ where: { userId } }),
    db.secondFactor.deleteMany({ where: { userId } }),
    db.user.updateMany({ where: { id: userId }, data: { secondFactorSince: null } }),
  ]);
  await accounts.drop(userId);
  if (secondFactorSince !== null) notices.tell(email, "second-factor-off");
}

/**
 * Whether a code of the authenticator app, or a recovery code, is the account's now. Either works once.
 * @throws {AppError} RATE_LIMITED after ten tries in ten minutes
 */
export async function isSecondFactorOf(parts: SecondFactorKeeping, account: Account, given: string): Promise<boolean> {
  await spendTry(parts, account.id);
  const code = given.replaceAll(/[\s-]/g, "");
  if (/^\d{6}$/.test(code)) return isCurrentCode(parts, account.id, code);
  const { count } = await parts.db.recoveryCode.deleteMany({ where: { userId: account.id, hash: hashOf(code) } });
  return count === 1;
}

async function spendTry({ counting: { throttle, factor, clock } }: SecondFactorKeeping, userId: number): Promise<void> {
  if (factor === 0) return;
  const bucket = { key: `secondFactor:${userId}`, limit: TRIES.limit * factor, windowMs: TRIES.windowMs };
  const now = clock();
  const { allowed, states } = await throttle.consume([bucket], now);
  const wait = Math.ceil(((states[0]?.resetAt ?? now) - now) / 1000);
  if (!allowed) throw new AppError("RATE_LIMITED", { limit: "second-factor", retryAfter: Math.max(1, wait) });
}

/** A code is good once (RFC 6238, section 5.2): whoever looks over a shoulder is too late. */
async function isCurrentCode({ db, counting }: SecondFactorKeeping, userId: number, code: string): Promise<boolean> {
  const factor = await db.secondFactor.findUnique({ where: { userId } });
  if (factor === null) return false;
  const timestamp = counting.clock();
  const delta = totp(factor.secret).validate({ token: code.replaceAll(/\s/g, ""), timestamp, window: STEPS_OFF });
  if (delta === null) return false;
  const step = TOTP.counter({ period: TOTP_FORM.period, timestamp }) + delta;
  const { count } = await db.secondFactor.updateMany({
    where: { userId, lastStep: { lt: step } },
    data: { lastStep: step },
  });
  return count === 1;
}

const totp = (secret: string, label = ""): TOTP =>
  new TOTP({ ...TOTP_FORM, issuer: "Storefront", label, secret: Secret.fromBase32(secret) });

/** In groups of four, as people copy them: `abcd-efgh-ijkl-mnop`. */
function recoveryCode(): string {
  const { base32 } = new Secret({ size: RECOVERY_BYTES });
  return base32.toLowerCase().replaceAll(/.{4}(?=.)/g, "$&-");
}

const hashOf = (code: string): string =>
  createHash("sha256").update(code.replaceAll("-", "").toLowerCase()).digest("base64url");
