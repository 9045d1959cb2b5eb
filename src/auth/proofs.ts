import type { Database, LoginMethod, LoginOutcome } from "../database/client.ts";
import { AppError } from "../errors.ts";
import type { AccountCache } from "./account-cache.ts";
import { type Account, findAccountByEmail, findAccountByLoginName } from "./accounts.ts";
import type { Codes } from "./codes.ts";
import type { Passwords } from "./passwords.ts";
import type { Client } from "./sessions.ts";

interface Parts {
  readonly db: Database;
  readonly accounts: AccountCache;
  readonly passwords: Passwords;
  readonly codes: Codes;
  readonly client: Client;
}

export interface PasswordProof {
  /** An e-mail address, a username or a phone number. */
  readonly account: string;
  readonly password: string;
}

export interface CodeProof {
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
  const proven = await isPasswordOf(parts, account, given.password, "PASSWORD");
  if (account === null || !proven) throw new AppError("INVALID_CREDENTIALS");
  return account;
}

/**
 * Whether a password is the account's: the only place that finds out. A wrong one is noted in the history.
 * @throws {AppError} ACCOUNT_DISABLED (only after the right password)
 */
export async function isPasswordOf(
  parts: Omit<Parts, "codes">,
  account: Account | null,
  password: string,
  method: LoginMethod,
): Promise<boolean> {
  const { db, passwords, client } = parts;
  const hash = account?.passwordHash ?? null;
  if (!(await passwords.verify(hash, password)) || account === null || hash === null) {
    await recordAttempt(db, account, client, method, "WRONG_PASSWORD");
    return false;
  }
  await refuseDisabled(db, account, client, method);
  if (passwords.isOutdated(hash)) await rehash(parts, account, password);
  return true;
}

/**
 * The account that a code was mailed to; the code is used up.
 * @throws {AppError} CODE_REJECTED; ACCOUNT_DISABLED (only after the right code)
 */
export async function accountByCode(
  { db, codes, client }: Pick<Parts, "db" | "codes" | "client">,
  given: CodeProof,
): Promise<Account> {
  const account = await findAccountByEmail(db, given.email);
  try {
    await codes.redeem(given.email, "sign-in", given.code);
  } catch (error) {
    if (error instanceof AppError && error.code === "CODE_REJECTED") {
      await recordAttempt(db, account, client, "CODE", "WRONG_CODE");
    }
    throw error;
  }
  if (account === null) throw new AppError("CODE_REJECTED");
  await refuseDisabled(db, account, client, "CODE");
  return account;
}

/** @throws {AppError} ACCOUNT_DISABLED, after noting the try */
async function refuseDisabled(db: Database, account: Account, client: Client, method: LoginMethod): Promise<void> {
  if (account.isActive) return;
  await recordAttempt(db, account, client, method, "DISABLED");
  throw new AppError("ACCOUNT_DISABLED");
}

/** Writes a row of the login history. */
export async function recordAttempt(
  db: Database,
  account: Account | null,
  client: Client,
  method: LoginMethod,
  outcome: LoginOutcome,
): Promise<void> {
  await db.loginAttempt.create({ data: { ...client, userId: account?.id ?? null, method, outcome } });
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
