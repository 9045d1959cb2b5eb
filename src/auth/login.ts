import type { Database, LoginMethod, LoginOutcome } from "../database/client.ts";
import { AppError } from "../errors.ts";
import { type Account, findAccountByLoginName } from "./accounts.ts";
import type { Passwords } from "./passwords.ts";
import type { Client } from "./sessions.ts";

interface Parts {
  readonly db: Database;
  readonly passwords: Passwords;
}

/**
 * The account that an account name and a password belong to. Unknown names cost as much as wrong passwords: one hash and
 * one history row.
 * @throws {AppError} INVALID_CREDENTIALS; ACCOUNT_DISABLED (only after the right password)
 */
export async function checkPassword(
  { db, passwords }: Parts,
  given: { readonly account: string; readonly password: string },
  client: Client,
): Promise<Account> {
  const account = await findAccountByLoginName(db, given.account);
  const matches = await passwords.verify(account?.passwordHash ?? null, given.password);
  if (account === null || !matches) {
    await recordAttempt(db, account, client, "PASSWORD", "WRONG_PASSWORD");
    throw new AppError("INVALID_CREDENTIALS");
  }
  await refuseDisabled(db, account, client, "PASSWORD");
  if (passwords.isOutdated(account.passwordHash)) await rehash({ db, passwords }, account, given.password);
  return account;
}

/** @throws {AppError} ACCOUNT_DISABLED, after noting the try */
export async function refuseDisabled(
  db: Database,
  account: Account,
  client: Client,
  method: LoginMethod,
): Promise<void> {
  if (account.isActive) return;
  await recordAttempt(db, account, client, method, "DISABLED");
  throw new AppError("ACCOUNT_DISABLED");
}

/** Notes a login that succeeded, in the history and on the account, which it returns as it is now. */
export function recordLogin(db: Database, account: Account, client: Client, method: LoginMethod): Promise<Account> {
  return db.user.update({
    where: { id: account.id },
    data: {
      lastLoginAt: new Date(),
      lastLoginIp: client.ip,
      // Signing in is not a change of the account.
      updatedAt: account.updatedAt,
      logins: { create: { ...client, method, outcome: "SUCCESS" } },
    },
    include: { info: true },
  });
}

export async function recordAttempt(
  db: Database,
  account: Account | null,
  client: Client,
  method: LoginMethod,
  outcome: LoginOutcome,
): Promise<void> {
  await db.loginAttempt.create({ data: { ...client, userId: account?.id ?? null, method, outcome } });
}

async function rehash({ db, passwords }: Parts, account: Account, password: string): Promise<void> {
  const passwordHash = await passwords.hash(password);
  // Only if the password is still the one that was just checked.
  await db.user.updateMany({
    where: { id: account.id, passwordHash: account.passwordHash },
    data: { passwordHash, updatedAt: account.updatedAt },
  });
}
