import { AppError } from "../errors.ts";
import { type Account, findAccount } from "./accounts.ts";
import { accountByCodes, isPasswordOf } from "./proofs.ts";

/** What shows that it is the owner who uses a session: the password, or a code that signs in. */
export interface OwnProof {
  readonly currentPassword?: string | null | undefined;
  /** Of `requestSignInCode`; instead of the password. */
  readonly code?: string | null | undefined;
  readonly secondFactorCode?: string | null | undefined;
}

type Parts = Parameters<typeof isPasswordOf>[0] & Parameters<typeof accountByCodes>[0];

/**
 * The account as it is now, of which somebody has proven to be the owner. A session alone is not enough for what cannot be
 * taken back: whoever finds a computer unlocked has one.
 * @throws {AppError} ACCOUNT_GONE, WRONG_PASSWORD, CODE_REJECTED; only after the right password or code:
 *   SECOND_FACTOR_REQUIRED, RATE_LIMITED
 */
export async function proveOwner(parts: Parts, viewer: Account, given: OwnProof): Promise<Account> {
  const account = await findAccount(parts.db, viewer.id);
  if (account === null) throw new AppError("ACCOUNT_GONE");
  const { currentPassword, code, secondFactorCode } = given;
  if (currentPassword != null) {
    const proven = await isPasswordOf(parts, account, { password: currentPassword, secondFactorCode }, "PASSWORD");
    if (!proven) throw new AppError("WRONG_PASSWORD");
    return account;
  }
  const proven = await accountByCodes(parts, { email: account.email, code: code ?? "", secondFactorCode });
  if (proven.id !== account.id) throw new AppError("CODE_REJECTED");
  return proven;
}
