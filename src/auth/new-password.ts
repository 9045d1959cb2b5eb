import type { Database } from "../database/client.ts";
import { AppError } from "../errors.ts";
import type { Counting } from "../limits/exact-limiter.ts";
import type { AccountCache } from "./account-cache.ts";
import { type Account, findAccount, findAccountByEmail } from "./accounts.ts";
import { setPassword } from "./changes.ts";
import type { Codes } from "./codes.ts";
import type { Notices } from "./notices.ts";
import type { Passwords } from "./passwords.ts";
import { recordAttempt } from "./login-history.ts";
import { accountByCode, type CodeProof, isPasswordOf, type SecondFactorParts } from "./proofs.ts";
import type { Client, Sessions } from "./sessions.ts";

interface Parts extends SecondFactorParts {
  readonly db: Database;
  readonly accounts: AccountCache;
  readonly passwords: Passwords;
  readonly sessions: Sessions;
  readonly notices: Notices;
  readonly counting: Counting;
  readonly codes: Codes;
  readonly client: Client;
}

export interface PasswordChange {
  readonly currentPassword: string;
  readonly newPassword: string;
  readonly secondFactorCode?: string | null | undefined;
}

/**
 * Sets a new password for whoever knows the old one, notes it in the history, and ends every session of the account.
 * @param whose the account, or its e-mail address
 * @throws {AppError} USER_NOT_FOUND, WRONG_PASSWORD; only after the right password: ACCOUNT_DISABLED, SECOND_FACTOR_REQUIRED, RATE_LIMITED
 */
export async function changePassword(
  parts: Omit<Parts, "codes">,
  whose: Account | string,
  given: PasswordChange,
): Promise<void> {
  const { db } = parts;
  // An account that is at hand may be older than its password.
  const account = await (typeof whose === "string" ? findAccountByEmail(db, whose) : findAccount(db, whose.id));
  if (account === null) throw new AppError("USER_NOT_FOUND");
  const proof = { ...given, password: given.currentPassword };
  const proven = await isPasswordOf(parts, account, proof, "PASSWORD_CHANGE");
  // Two changes at once: the second one's current password is no longer the current one.
  if (!proven || !(await setPassword(parts, account, given.newPassword, account.credentialStamp))) {
    throw new AppError("WRONG_PASSWORD");
  }
  await recordAttempt(parts, account.id, "PASSWORD_CHANGE", "SUCCESS");
}

/**
 * Sets a new password for whoever has read the code that was mailed, and ends every session of the account.
 * @throws {AppError} CODE_REJECTED, ACCOUNT_DISABLED
 */
export async function recoverPassword(
  parts: Parts,
  { password, ...proof }: CodeProof & { readonly password: string },
): Promise<void> {
  const account = await accountByCode(parts, proof);
  if (!(await setPassword(parts, account, password, null))) throw new AppError("CODE_REJECTED");
}
