import { eraseDetails } from "../audit/erase.ts";
import type { Database, Prisma } from "../database/client.ts";
import { emptyLog, noteErasure } from "../database/erasure.ts";
import { AppError } from "../errors.ts";
import type { Session } from "../stores/store.ts";
import type { AccountCache } from "./account-cache.ts";
import { type Account, assertFree, asTakenError, findAccount, nameColumns, newStamp } from "./accounts.ts";
import { keepAnAdministrator } from "./administrators.ts";
import type { Notices } from "./notices.ts";
import type { Passwords } from "./passwords.ts";
import { endSecondFactor } from "./second-factor.ts";
import type { Sessions } from "./sessions.ts";

interface Parts {
  readonly db: Database;
  readonly accounts: AccountCache;
  readonly passwords: Passwords;
  readonly sessions: Sessions;
  readonly notices: Notices;
}

/** What to change of an account; what is left out stays. Null empties a name or the phone number. */
export interface AccountChanges {
  readonly email?: string | undefined;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
  readonly firstName?: string | null | undefined;
  readonly lastName?: string | null | undefined;
  readonly phoneNumber?: string | null | undefined;
  readonly isAdmin?: boolean | undefined;
  readonly isActive?: boolean | undefined;
  /**
   * The credential stamp under which the account's owner asked for the new address, and has proven by a code to read it. With
   * the old address all sessions end.
   */
  readonly provenUnder?: string | undefined;
}

type Columns = Prisma.UserUpdateInput;

/**
 * Changes an account. A new password, disabling, demotion and a proven new address end its sessions; a password that is set
 * to what it was is none.
 * @param asking the session that asks: it outlives a new password or address of its own account
 * @throws {AppError} USER_NOT_FOUND, EMAIL_TAKEN, USERNAME_TAKEN, LAST_ADMINISTRATOR; CODE_REJECTED when the credentials have
 *   been replaced since the address was proven
 */
export async function changeAccount(
  parts: Parts,
  id: number,
  changes: AccountChanges,
  asking?: Session,
): Promise<Account> {
  const { db, accounts, sessions, notices } = parts;
  await assertFree(db, changes, id);
  const passwordHash = await hashIfNew(parts, id, changes.password);
  const { provenUnder } = changes;
  const isProven = provenUnder !== undefined;
  const endsOthers = isProven || passwordHash !== undefined;
  let endsAll = false;
  let addressBefore = "";
  const account = await keepAnAdministrator(db, id, (tx, before) => {
    if (isProven && before.credentialStamp !== provenUnder) throw new AppError("CODE_REJECTED");
    addressBefore = before.email;
    endsAll = (before.isActive && changes.isActive === false) || (before.isAdmin && changes.isAdmin === false);
    const data: Columns = {
      ...columnsOf(before, changes),
      ...(passwordHash !== undefined && { passwordHash }),
      ...(isProven && { mailboxProvenAt: new Date() }),
      ...((endsAll || endsOthers) && { credentialStamp: newStamp() }),
    };
    return tx.user.update({ where: { id }, data, include: { info: true } });
  }).catch((error: unknown) => {
    throw asTakenError(error);
  });
  await accounts.drop(id);
  if (endsAll) await sessions.tidy(account);
  else if (endsOthers) await sessions.tidy(account, asking?.userId === id ? asking : undefined);
  if (passwordHash !== undefined) notices.tell(account.email, "password-changed");
  if (addressBefore !== account.email) {
    for (const address of [addressBefore, account.email]) notices.tell(address, "address-changed");
  }
  return account;
}

async function hashIfNew(
  { db, passwords }: Parts,
  id: number,
  password: string | undefined,
): Promise<string | undefined> {
  if (password === undefined) return undefined;
  const before = await findAccount(db, id);
  const isTheSame = before?.passwordHash != null && (await passwords.verify(before.passwordHash, password));
  return isTheSame ? undefined : passwords.hash(password);
}

function columnsOf(before: Account, changes: AccountChanges): Columns {
  const { firstName, lastName, phoneNumber, isAdmin, isActive } = changes;
  const { email = before.email, username = before.username } = changes;
  const names = { ...(firstName !== undefined && { firstName }), ...(lastName !== undefined && { lastName }) };
  const named = Object.values(names).some((name) => name !== null);
  return {
    ...nameColumns({ email, username }),
    ...(phoneNumber !== undefined && phoneNumber !== before.phone && { phone: phoneNumber, phoneSince: new Date() }),
    ...(isAdmin !== undefined && { isAdmin }),
    ...(isActive !== undefined && { isActive }),
    ...(before.info !== null && { info: { update: names } }),
    ...(before.info === null && named && { info: { create: names } }),
  };
}

/**
 * Removes an account for every door and ends its sessions; its address and username are free again. What tells who it was
 * or from where is erased; the number stays, and that there was a history.
 * @param provenUnder the credential stamp under which its owner has asked for it; anybody's wish unless given
 * @throws {AppError} USER_NOT_FOUND, LAST_ADMINISTRATOR; SESSION_ENDED when the credentials have been replaced since
 */
export async function deleteAccount(
  { db, accounts, sessions, notices }: Pick<Parts, "db" | "accounts" | "sessions" | "notices">,
  id: number,
  provenUnder?: string,
): Promise<void> {
  const credentialStamp = newStamp();
  let address = "";
  await keepAnAdministrator(db, id, async (tx, before) => {
    if (provenUnder !== undefined && before.credentialStamp !== provenUnder) throw new AppError("SESSION_ENDED");
    address = before.email;
    await noteErasure(tx);
    await tx.user.update({
      where: { id },
      data: {
        ...columnsOfDeleted(new Date()),
        credentialStamp,
        networks: { deleteMany: {} },
        recoveryCodes: { deleteMany: {} },
      },
    });
    await tx.secondFactor.deleteMany({ where: { userId: id } });
    await tx.userInfo.deleteMany({ where: { userId: id } });
    await eraseDetails(tx, [id]);
  });
  await accounts.drop(id);
  await sessions.tidy({ id, credentialStamp });
  notices.tell(address, "account-deleted");
  await emptyLog(db);
}

/** What the row of a deleted account says of it: nothing. */
export const columnsOfDeleted = (deletedAt: Date) => ({
  email: "",
  emailKey: null,
  username: "",
  usernameKey: null,
  searchKey: "",
  phone: null,
  lastLoginIp: null,
  passwordHash: null,
  secondFactorSince: null,
  isActive: false,
  deletedAt,
});

/**
 * Sets a password and ends every session of the account.
 * @param provenUnder the stamp that the old password was checked under; null: whoever asks has read a code in the mailbox
 * @returns whether it was set: not when the account has gone, nor when the old password has been replaced since its check
 */
export async function setPassword(
  parts: Parts,
  account: Account,
  password: string,
  provenUnder: string | null,
): Promise<boolean> {
  const { db, accounts, passwords, sessions, notices } = parts;
  const { id, email, mailboxProvenAt } = account;
  const passwordHash = await passwords.hash(password);
  const credentialStamp = newStamp();
  const { count } = await db.user.updateMany({
    where: { id, deletedAt: null, ...(provenUnder !== null && { credentialStamp: provenUnder }) },
    data: { passwordHash, credentialStamp, ...(provenUnder === null && { mailboxProvenAt: new Date() }) },
  });
  if (count === 0) return false;
  await accounts.drop(id);
  await sessions.tidy({ id, credentialStamp });
  notices.tell(email, "password-changed");
  if (provenUnder === null && mailboxProvenAt === null) await endSecondFactor(parts, account);
  return true;
}

/**
 * Notes that somebody has read a code that was mailed to the account's address. Whoever registered it without one may have
 * been anybody: their password, their second factor and their sessions end, so that nobody can wait in an account for its owner.
 * @param keep that whoever proved it is signed in to the account as well, and so is the one who registered it
 */
export async function proveMailbox(parts: Omit<Parts, "passwords">, before: Account, keep: boolean): Promise<Account> {
  const { db, accounts, sessions, notices } = parts;
  const { id } = before;
  const ended = { passwordHash: null, credentialStamp: newStamp() };
  const account = await db.user.update({
    where: { id },
    data: { mailboxProvenAt: new Date(), ...(!keep && ended) },
    include: { info: true },
  });
  await accounts.drop(id);
  if (keep) return account;
  await sessions.tidy(account);
  await endSecondFactor(parts, before);
  notices.tell(account.email, "password-ended");
  return account;
}
