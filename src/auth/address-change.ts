import type { Database } from "../database/client.ts";
import type { Session } from "../stores/store.ts";
import { type Account, assertFree, findAccountByEmail } from "./accounts.ts";
import { changeAccount } from "./changes.ts";
import type { Codes } from "./codes.ts";

/** Whether an address is another account's. */
export async function isTakenByOther(db: Database, email: string, own: number): Promise<boolean> {
  const holder = await findAccountByEmail(db, email);
  return holder !== null && holder.id !== own;
}

/**
 * Mails a code to an address that an account is to have. It is good for this account alone, and under its credentials of now.
 * @param account whose owner has just proven to be one
 * @throws {AppError} UNAVAILABLE, EMAIL_TAKEN
 */
export async function mailAddressCode(
  { db, codes }: { readonly db: Database; readonly codes: Codes },
  account: Account,
  email: string,
): Promise<void> {
  codes.assertMail();
  await assertFree(db, { email }, account.id);
  await codes.issue(email, "change-address", { deliver: true, boundTo: account.credentialStamp });
}

/**
 * Gives an account the address that the code was mailed to. An address signs in and recovers passwords, by codes, and who asks for
 * another one may have lost the old mailbox to somebody: every session but the one that asks ends.
 * @throws {AppError} CODE_REJECTED, EMAIL_TAKEN
 */
export async function changeAddress(
  parts: Parameters<typeof changeAccount>[0] & { readonly codes: Codes },
  { account: { id }, session }: { readonly account: Account; readonly session: Session },
  { email, code }: { readonly email: string; readonly code: string },
): Promise<Account> {
  await parts.codes.redeem(email, "change-address", code, session.stamp);
  return changeAccount(parts, id, { email: email.trim(), provenUnder: session.stamp }, session);
}
