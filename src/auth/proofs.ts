import type { Concern } from "../audit/concern.ts";
import type { Database, LoginMethod } from "../database/client.ts";
import { AppError } from "../errors.ts";
import type { Counting } from "../limits/exact-limiter.ts";
import type { AccountCache } from "./account-cache.ts";
import { type Account, findAccountByEmail, findAccountByLoginName } from "./accounts.ts";
import type { Codes } from "./codes.ts";
import { countGuess } from "./guesses.ts";
import { isKnownNetwork } from "./known-networks.ts";
import { type AttemptParts, recordAttempt } from "./login-history.ts";
import type { Passwords } from "./passwords.ts";
import { isSecondFactorOf, type SecondFactorKeeping } from "./second-factor.ts";
import type { Client } from "./sessions.ts";

/** How a door is told of a second factor: in a field, or behind the password or code, where its document has no field. */
export interface ProofPolicy {
  readonly secondFactor: "field" | "appended";
}

export interface SecondFactorParts extends SecondFactorKeeping {
  readonly door: ProofPolicy;
  readonly client: Client;
  /** Learns which account somebody wants to get into, whether they do or not. */
  readonly concern: Concern;
}

interface Parts extends SecondFactorParts {
  readonly db: Database;
  readonly accounts: AccountCache;
  readonly passwords: Passwords;
  readonly codes: Codes;
  readonly client: Client;
  readonly counting: Counting;
}

/** What goes with a password or a code of accounts that have a second factor. */
interface SecondProof {
  /** A code of the authenticator app, or a recovery code. */
  readonly secondFactorCode?: string | null | undefined;
}

export interface PasswordProof extends SecondProof {
  /** An e-mail address, a username or a phone number. */
  readonly account: string;
  readonly password: string;
}

export interface CodeProof extends SecondProof {
  readonly email: string;
  readonly code: string;
}

/**
 * The account that an account name and a password belong to. Unknown names cost as much as wrong passwords: one hash and
 * one history row.
 * @throws {AppError} INVALID_CREDENTIALS; ACCOUNT_DISABLED (only after the right password)
 */
export async function accountByPassword(parts: Omit<Parts, "codes">, given: PasswordProof): Promise<Account> {
  const account = await findAccountByLoginName(parts.db, given.account);
  const proven = await isPasswordOf(parts, account, given, "PASSWORD");
  if (account === null || !proven) throw new AppError("INVALID_CREDENTIALS");
  return account;
}

/**
 * Whether a password, and the second factor where there is one, are the account's: the only place that finds out. Wrong ones
 * are noted in the history; strangers have to wait when too many were tried.
 * @param account null when there is none of the name that was given
 * @throws {AppError} RATE_LIMITED; only after the right password: ACCOUNT_DISABLED; SECOND_FACTOR_REQUIRED when it was left
 *   out, at doors that have a field for it
 */
export async function isPasswordOf(
  parts: Omit<Parts, "codes">,
  account: Account | null,
  given: SecondProof & { readonly account?: string; readonly password: string },
  method: LoginMethod,
): Promise<boolean> {
  const { db, passwords, client, counting, concern } = parts;
  if (account !== null) concern.accountId = account.id;
  if (!(await isKnownNetwork(db, account?.id ?? null, client))) {
    await countGuess(counting, account, given.account ?? "");
  }
  const { first: password, second } = apart(parts.door, account, given.password, given.secondFactorCode);
  const hash = account?.passwordHash ?? null;
  if (!(await passwords.verify(hash, password)) || account === null || hash === null) {
    await recordAttempt(parts, account?.id ?? null, method, "WRONG_PASSWORD");
    return false;
  }
  await refuseDisabled(parts, account, method);
  if (passwords.isOutdated(hash)) await rehash(parts, account, password);
  return hasSecondFactor(parts, account, second, method);
}

/**
 * The secret and the second factor, where a door has no field of its own for the latter: there the six digits follow the
 * secret, for accounts that have one.
 */
function apart(
  door: ProofPolicy,
  account: Account | null,
  given: string,
  second: string | null | undefined,
): { readonly first: string; readonly second: string | null } {
  if (door.secondFactor === "field" || account?.secondFactorSince == null)
    return { first: given, second: second ?? null };
  const [, first = given, digits = null] = /^(.*)(\d{6})$/s.exec(given) ?? [];
  return { first, second: digits };
}

async function hasSecondFactor(
  parts: SecondFactorParts,
  account: Account,
  given: string | null,
  method: LoginMethod,
): Promise<boolean> {
  if (account.secondFactorSince === null) return true;
  if (given === null && parts.door.secondFactor === "field") throw new AppError("SECOND_FACTOR_REQUIRED");
  if (given !== null && (await isSecondFactorOf(parts, account, given))) return true;
  await recordAttempt(parts, account.id, method, "WRONG_SECOND_FACTOR");
  return false;
}

/**
 * The account that a code was mailed to, and whose second factor was given with it; the code is used up. To be used where
 * somebody signs in: a mailbox alone is no way around the second factor.
 * @throws {AppError} CODE_REJECTED; only after the right code: ACCOUNT_DISABLED, SECOND_FACTOR_REQUIRED, RATE_LIMITED
 */
export async function accountByCodes(
  parts: Omit<Parts, "accounts" | "passwords"> & SecondFactorParts,
  given: CodeProof,
): Promise<Account> {
  const known = await findAccountByEmail(parts.db, given.email);
  // A second factor of whoever registered the address without proof of it must not keep its owner out.
  const owned = known?.mailboxProvenAt != null ? known : null;
  const { first: code, second } = apart(parts.door, owned, given.code, given.secondFactorCode);
  const account = await accountByCode(parts, { email: given.email, code });
  if (account.mailboxProvenAt !== null && !(await hasSecondFactor(parts, account, second, "CODE")))
    throw new AppError("CODE_REJECTED");
  return account;
}

/**
 * The account that a code was mailed to; the code is used up.
 * @throws {AppError} CODE_REJECTED; ACCOUNT_DISABLED (only after the right code)
 */
export async function accountByCode(parts: AttemptParts & Pick<Parts, "codes">, given: CodeProof): Promise<Account> {
  const account = await findAccountByEmail(parts.db, given.email);
  if (account !== null) parts.concern.accountId = account.id;
  try {
    await parts.codes.redeem(given.email, "sign-in", given.code);
  } catch (error) {
    if (error instanceof AppError && error.code === "CODE_REJECTED") {
      await recordAttempt(parts, account?.id ?? null, "CODE", "WRONG_CODE");
    }
    throw error;
  }
  if (account === null) throw new AppError("CODE_REJECTED");
  await refuseDisabled(parts, account, "CODE");
  return account;
}

/** @throws {AppError} ACCOUNT_DISABLED, after noting the try */
async function refuseDisabled(parts: AttemptParts, account: Account, method: LoginMethod): Promise<void> {
  if (account.isActive) return;
  await recordAttempt(parts, account.id, method, "DISABLED");
  throw new AppError("ACCOUNT_DISABLED");
}

async function rehash(
  { db, accounts, passwords }: Pick<Parts, "db" | "accounts" | "passwords">,
  account: Account,
  password: string,
): Promise<void> {
  const passwordHash = await passwords.hash(password);
  // Only if the password is still the one that was just checked. It is the same password: the stamp stays.
  await db.user.updateMany({
    where: { id: account.id, passwordHash: account.passwordHash },
    data: { passwordHash, updatedAt: account.updatedAt },
  });
  await accounts.drop(account.id);
}
