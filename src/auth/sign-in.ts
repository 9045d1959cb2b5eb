import type { Database, LoginMethod } from "../database/client.ts";
import { AppError } from "../errors.ts";
import type { AccountCache } from "./account-cache.ts";
import { type Account, createAccount, findAccount, type NewAccount } from "./accounts.ts";
import type { Codes } from "./codes.ts";
import type { Passwords } from "./passwords.ts";
import { accountByCode, accountByPassword, type CodeProof, type PasswordProof } from "./proofs.ts";
import type { Client, RenewalToken, SessionPolicy, Sessions, SessionTokens } from "./sessions.ts";

interface Parts {
  readonly db: Database;
  readonly accounts: AccountCache;
  readonly passwords: Passwords;
  readonly sessions: Sessions;
  readonly codes: Codes;
  readonly door: SessionPolicy;
  readonly client: Client;
}

/** A session that has just begun or been renewed, and whose it is. */
export interface SignedIn {
  readonly account: Account;
  readonly tokens: SessionTokens;
}

/** @throws {AppError} as {@link accountByPassword} */
export const signInWithPassword = async (parts: Parts, given: PasswordProof): Promise<SignedIn> =>
  signIn(parts, await accountByPassword(parts, given), "PASSWORD");

/** @throws {AppError} as {@link accountByCode} */
export const signInWithCode = async (parts: Parts, given: CodeProof): Promise<SignedIn> =>
  signIn(parts, await accountByCode(parts, given), "CODE");

/**
 * Makes an account for whoever has read the code that was mailed to its address.
 * @throws {AppError} CODE_REJECTED, EMAIL_TAKEN, USERNAME_TAKEN
 */
export async function registerWithCode(
  parts: Parts,
  { code, ...given }: CodeProof & Pick<NewAccount, "password" | "username">,
): Promise<SignedIn> {
  await parts.codes.redeem(given.email, "register", code);
  return signIn(parts, await createAccount(parts, { ...given, alwaysWithInfo: true }), "REGISTRATION");
}

/** Signs in somebody who has proven who they are, and notes it in the history and on the account. */
async function signIn(parts: Parts, account: Account, method: LoginMethod): Promise<SignedIn> {
  const { db, accounts, sessions, door, client } = parts;
  const tokens = await sessions.start(account.id, door, client);
  const noted = await db.user.update({
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
  await accounts.drop(account.id);
  return { account: noted, tokens };
}

/**
 * New tokens for an old one, as {@link Sessions.renew} has it, as long as the account may sign in.
 * @throws {AppError} TOKEN_INVALID, REFRESH_REJECTED
 */
export async function renewSession(
  { db, sessions, door }: Pick<Parts, "db" | "sessions" | "door">,
  token: RenewalToken,
): Promise<SignedIn> {
  const tokens = await sessions.renew(token, door);
  const account = await findAccount(db, tokens.session.userId);
  if (account?.isActive) return { account, tokens };
  await sessions.endAll(tokens.session.userId);
  throw new AppError("REFRESH_REJECTED");
}
