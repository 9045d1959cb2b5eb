import type { Database } from "../database/client.ts";
import { AppError } from "../errors.ts";
import { findAccountByEmail, findAccountOf } from "./accounts.ts";
import type { Codes } from "./codes.ts";
import type { Sessions } from "./sessions.ts";

interface Parts {
  readonly db: Database;
  readonly codes: Codes;
  readonly sessions: Sessions;
}

/** Whom a code for signing in is for. */
export interface CodeAddress {
  readonly email?: string | null | undefined;
  /** Instead of the address: a refresh token of the account. */
  readonly refreshToken?: string | null | undefined;
}

/**
 * Mails a code that registers the address.
 * @param isTaken whether the address has an account, as far as that has just been asked
 * @throws {AppError} UNAVAILABLE, EMAIL_TAKEN
 */
export async function mailRegistrationCode(
  { db, codes }: Omit<Parts, "sessions">,
  email: string,
  isTaken?: boolean,
): Promise<void> {
  codes.assertMail();
  if (isTaken ?? (await findAccountByEmail(db, email)) !== null) throw new AppError("EMAIL_TAKEN");
  await codes.issue(email, "register", { deliver: true });
}

/** Mails a code that signs in, to those who have an account: everybody else sees no difference. @throws {AppError} UNAVAILABLE */
export async function mailSignInCode(parts: Parts, to: CodeAddress): Promise<void> {
  parts.codes.assertMail();
  const email = await mailboxOf(parts, to);
  if (email === null) return;
  const account = await findAccountByEmail(parts.db, email);
  await parts.codes.issue(email, "sign-in", { deliver: account !== null });
}

/** The mailbox that is meant: as given, or that of the refresh token's account; null for a token of no live session. */
export async function mailboxOf(
  { db, sessions }: Omit<Parts, "codes">,
  { email, refreshToken }: CodeAddress,
): Promise<string | null> {
  if (email != null) return email;
  const session = refreshToken == null ? null : await sessions.ofRefreshToken(refreshToken);
  const account = session && (await findAccountOf(db, session));
  return account?.email ?? null;
}
