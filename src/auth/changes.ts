import type { Database } from "../database/client.ts";
import type { AccountCache } from "./account-cache.ts";
import { type Account, asTakenError, nameColumns } from "./accounts.ts";
import { keepAnAdministrator } from "./administrators.ts";
import type { Passwords } from "./passwords.ts";
import type { Sessions } from "./sessions.ts";

interface Parts {
  readonly db: Database;
  readonly accounts: AccountCache;
  readonly passwords: Passwords;
  readonly sessions: Sessions;
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
}

/**
 * Changes an account as an administrator may. A password that is set, or disabling, ends its sessions.
 * @throws {AppError} USER_NOT_FOUND, EMAIL_TAKEN, USERNAME_TAKEN, LAST_ADMINISTRATOR
 */
export async function changeAccount(
  { db, accounts, passwords, sessions }: Parts,
  id: number,
  changes: AccountChanges,
): Promise<Account> {
  const { password, isActive } = changes;
  const passwordHash = password === undefined ? undefined : await passwords.hash(password);
  const account = await keepAnAdministrator(db, id, (tx, before) =>
    tx.user.update({ where: { id }, data: columnsOf(before, { ...changes, passwordHash }), include: { info: true } }),
  ).catch((error: unknown) => {
    throw asTakenError(error);
  });
  await accounts.drop(id);
  if (passwordHash !== undefined || isActive === false) await sessions.endAll(id);
  return account;
}

function columnsOf(before: Account, changes: AccountChanges & { readonly passwordHash: string | undefined }) {
  const { firstName, lastName, phoneNumber, isAdmin, isActive, passwordHash } = changes;
  const { email = before.email, username = before.username } = changes;
  const names = { ...(firstName !== undefined && { firstName }), ...(lastName !== undefined && { lastName }) };
  const named = Object.values(names).some((name) => name !== null);
  return {
    ...nameColumns({ email, username }),
    ...(phoneNumber !== undefined && { phone: phoneNumber }),
    ...(isAdmin !== undefined && { isAdmin }),
    ...(isActive !== undefined && { isActive }),
    ...(passwordHash !== undefined && { passwordHash }),
    ...(before.info !== null && { info: { update: names } }),
    ...(before.info === null && named && { info: { create: names } }),
  };
}

/**
 * Removes an account for every door and ends its sessions; its address and username are free again.
 * @throws {AppError} USER_NOT_FOUND, LAST_ADMINISTRATOR
 */
export async function deleteAccount({ db, accounts, sessions }: Omit<Parts, "passwords">, id: number): Promise<void> {
  await keepAnAdministrator(db, id, async (tx) => {
    await tx.user.update({
      where: { id },
      data: { deletedAt: new Date(), emailKey: null, usernameKey: null, searchKey: "", isActive: false },
    });
  });
  await accounts.drop(id);
  await sessions.endAll(id);
}

/**
 * Sets a password and ends every session of the account.
 * @param provenBy the hash that the old password was checked against: when another change has replaced it, nothing happens
 * @returns whether the password was set
 */
export async function setPassword(
  { db, accounts, passwords, sessions }: Parts,
  id: number,
  password: string,
  provenBy?: string,
): Promise<boolean> {
  const passwordHash = await passwords.hash(password);
  const { count } = await db.user.updateMany({
    where: { id, deletedAt: null, ...(provenBy !== undefined && { passwordHash: provenBy }) },
    data: { passwordHash },
  });
  if (count === 0) return false;
  await accounts.drop(id);
  await sessions.endAll(id);
  return true;
}
