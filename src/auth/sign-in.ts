import type { Database, LoginMethod } from "../database/client.ts";
import { isRowMissing } from "../database/failures.ts";
import { AppError, type ErrorCode } from "../errors.ts";
import type { Counting } from "../limits/exact-limiter.ts";
import type { AccountCache } from "./account-cache.ts";
import { type Account, createAccount, findAccountOf, type NewAccount } from "./accounts.ts";
import { proveMailbox } from "./changes.ts";
import type { Codes } from "./codes.ts";
import { learnNetwork } from "./known-networks.ts";
import { recordAttempt } from "./login-history.ts";
import type { Notices } from "./notices.ts";
import type { Passwords } from "./passwords.ts";
import {
  accountByCodes,
  accountByPassword,
  type CodeProof,
  type PasswordProof,
  type ProofPolicy,
  type SecondFactorParts,
} from "./proofs.ts";
import type { Client, RenewalToken, SessionPolicy, Sessions, SessionTokens } from "./sessions.ts";

interface Parts extends SecondFactorParts {
  readonly db: Database;
  readonly accounts: AccountCache;
  readonly passwords: Passwords;
  readonly sessions: Sessions;
  readonly codes: Codes;
  readonly notices: Notices;
  readonly counting: Counting;
  readonly door: SessionPolicy & ProofPolicy;
  readonly client: Client;
  /** Tells who asks already, by an access token. */
  readonly whoAsks: () => Promise<
    { readonly kind: "anonymous" } | { readonly kind: "user"; readonly account: Account }
  >;
}

/** A session that has just begun or been renewed, and whose it is. */
export interface SignedIn {
  readonly account: Account;
  readonly tokens: SessionTokens;
}

/** @throws {AppError} as {@link accountByPassword} */
export const signInWithPassword = async (parts: Parts, given: PasswordProof): Promise<SignedIn> =>
  signIn(parts, await accountByPassword(parts, given), "PASSWORD", "INVALID_CREDENTIALS");

/**
 * The first code that somebody signs in with proves whose mailbox it is, and ends what strangers have set up before.
 * @throws {AppError} as {@link accountByCodes}
 */
export async function signInWithCode(parts: Parts, given: CodeProof): Promise<SignedIn> {
  const viewer = await parts.whoAsks();
  const account = await accountByCodes(parts, given);
  const isOwn = viewer.kind === "user" && viewer.account.id === account.id;
  const proven = account.mailboxProvenAt === null ? await proveMailbox(parts, account, isOwn) : account;
  return signIn(parts, proven, "CODE", "CODE_REJECTED");
}

/**
 * Makes an account for whoever has read the code that was mailed to its address.
 * @throws {AppError} CODE_REJECTED, EMAIL_TAKEN, USERNAME_TAKEN
 */
export async function registerWithCode(
  parts: Parts,
  { code, ...given }: CodeProof & Pick<NewAccount, "password" | "username">,
): Promise<SignedIn> {
  await parts.codes.redeem(given.email, "register", code);
  const account = await createAccount(parts, { ...given, mailboxProven: true, alwaysWithInfo: true });
  return signIn(parts, account, "REGISTRATION", "CODE_REJECTED");
}

/**
 * Signs in somebody who has proven who they are: notes it in the history and on the account, then starts the session.
 * @param account as it was when its credentials were read: the session is good under those and no others
 * @param outdated what to answer when they have been replaced since
 */
async function signIn(parts: Parts, account: Account, method: LoginMethod, outdated: ErrorCode): Promise<SignedIn> {
  const { db, accounts, sessions, notices, door, client, concern } = parts;
  concern.accountId = account.id;
  const { id, credentialStamp, updatedAt } = account;
  const noted = await db.user
    .update({
      where: { id, credentialStamp },
      data: {
        lastLoginAt: new Date(),
        lastLoginIp: client.ip,
        // Signing in is not a change of the account.
        updatedAt,
        logins: { create: { ...client, method, outcome: "SUCCESS" } },
      },
      include: { info: true },
    })
    .catch((error: unknown) => {
      throw isRowMissing(error) ? new AppError(outdated, { cause: error }) : error;
    });
  await accounts.drop(id);
  const isNews = await learnNetwork(db, id, client);
  const tokens = await sessions.start(account, door, client);
  if (isNews) notices.tell(noted.email, "new-network", client);
  return { account: noted, tokens };
}

/**
 * New tokens for an old one, as {@link Sessions.renew} has it, as long as the account may use the session.
 * @throws {AppError} TOKEN_INVALID, REFRESH_REJECTED
 */
export async function renewSession(
  parts: Pick<Parts, "db" | "sessions" | "door" | "client" | "concern">,
  token: RenewalToken,
): Promise<SignedIn> {
  const { db, sessions, door, concern } = parts;
  const tokens = await sessions.renew(token, door, {
    isOf: (userId) => void (concern.accountId = userId),
    isReplaced: ({ userId }) => recordAttempt(parts, userId, "RENEWAL", "REPLACED_TOKEN"),
  });
  const account = await findAccountOf(db, tokens.session);
  if (account !== null) return { account, tokens };
  await sessions.discard(tokens.session);
  throw new AppError("REFRESH_REJECTED");
}
