import { randomInt, randomUUID } from "node:crypto";
import type { Database, Prisma } from "../database/client.ts";
import { takenColumn } from "../database/failures.ts";
import { searchKey } from "../database/search-key.ts";
import { AppError, type ErrorCode } from "../errors.ts";
import type { Session } from "../stores/store.ts";
import { MAX_USERNAME } from "../validation.ts";
import type { Passwords } from "./passwords.ts";

/** A live account with its names. */
export type Account = Prisma.UserGetPayload<{ include: { info: true } }>;

const info = { info: true } as const;

/** What e-mail addresses are compared by, everywhere: trimmed, without case (docs/contracts, "Rules for both"). */
export const emailKey = (email: string): string => email.trim().toLowerCase();

/** What usernames are compared by. */
export const usernameKey = (username: string): string => username.trim().normalize("NFKC").toLowerCase();

export const findAccount = (db: Database, id: number): Promise<Account | null> =>
  db.user.findFirst({ where: { id, deletedAt: null }, include: info });

export const findAccounts = (db: Database, ids: readonly number[]): Promise<Account[]> =>
  db.user.findMany({ where: { id: { in: [...ids] }, deletedAt: null }, include: info });

export const findAccountByEmail = (db: Database, email: string): Promise<Account | null> =>
  db.user.findUnique({ where: { emailKey: emailKey(email) }, include: info });

/** The account that may use a session: live, active, and with the credentials that the session began under. */
export async function findAccountOf(db: Database, { userId, stamp }: Session): Promise<Account | null> {
  const account = await findAccount(db, userId);
  return account?.isActive && account.credentialStamp === stamp ? account : null;
}

/** A new credential stamp: with it every session of the account that began under another one has ended. */
export const newStamp = (): string => randomUUID();

/** The account that a person means by an e-mail address, a username, or a phone number, which is that of the account that has had it longest. */
export async function findAccountByLoginName(db: Database, name: string): Promise<Account | null> {
  if (name.includes("@")) return findAccountByEmail(db, name);
  const named = await db.user.findUnique({ where: { usernameKey: usernameKey(name) }, include: info });
  if (named !== null) return named;
  const where = { phone: name.trim(), deletedAt: null };
  return db.user.findFirst({ where, include: info, orderBy: [{ phoneSince: "asc" }, { id: "asc" }] });
}

interface Parts {
  readonly db: Database;
  readonly passwords: Passwords;
}

export interface NewAccount {
  readonly email: string;
  readonly password: string;
  /** Unset: the part of the address before `@`, made unique. */
  readonly username?: string | null | undefined;
  readonly phoneNumber?: string | null | undefined;
  readonly firstName?: string | null | undefined;
  readonly lastName?: string | null | undefined;
  readonly isAdmin?: boolean;
  readonly isActive?: boolean;
  /** Whether somebody vouches for the address: its owner by a code, or an administrator. Whoever merely registers may be anybody. */
  readonly mailboxProven: boolean;
  /** Whether there is a UserInfo row even without a name: everybody who registers has one. */
  readonly alwaysWithInfo: boolean;
  /** Whether there has to be a first name, a last name or a phone number. */
  readonly nameRequired?: boolean;
}

/** Makes an account: the only way to have one. @throws {AppError} EMAIL_TAKEN, NAME_REQUIRED, USERNAME_TAKEN */
export async function createAccount({ db, passwords }: Parts, account: NewAccount): Promise<Account> {
  const { email, phoneNumber = null, isAdmin = false, isActive = true } = account;
  const { firstName = null, lastName = null } = account;
  // Spares a hash; the unique columns decide when two register at once.
  await assertFree(db, account);
  const isNamed = [firstName, lastName, phoneNumber].some((name) => name !== null);
  if (account.nameRequired && !isNamed) throw new AppError("NAME_REQUIRED");
  const passwordHash = await passwords.hash(account.password);
  const hasInfo = account.alwaysWithInfo || firstName !== null || lastName !== null;
  for (let attempt = 0; ; attempt += 1) {
    const username = account.username ?? usernameFor(email, attempt);
    try {
      return await db.user.create({
        data: {
          ...nameColumns({ email: email.trim(), username }),
          passwordHash,
          ...(account.mailboxProven && { mailboxProvenAt: new Date() }),
          phone: phoneNumber,
          isAdmin,
          isActive,
          ...(hasInfo && { info: { create: { firstName, lastName } } }),
        },
        include: info,
      });
    } catch (error) {
      const taken = takenColumn(error);
      // Somebody else has the username that was made up here: make up another.
      if (taken === "usernameKey" && account.username == null && attempt < 20) continue;
      throw asTakenError(error);
    }
  }
}

/** An address and a username with everything that is derived from them, so that no writer forgets a column. */
export function nameColumns({ email, username }: { readonly email: string; readonly username: string }) {
  return {
    email,
    emailKey: emailKey(email),
    username,
    usernameKey: usernameKey(username),
    searchKey: searchKey(`${email} ${username}`),
  };
}

/** Usernames made from an address: its local part, with digits added when that is taken. */
function usernameFor(email: string, attempt: number): string {
  // 12 places are kept for the digits.
  const local = (email.trim().split("@", 1)[0] ?? "").slice(0, attempt === 0 ? MAX_USERNAME : MAX_USERNAME - 12);
  return attempt === 0 ? local : `${local}${randomInt(10 ** Math.min(3 + attempt, 12))}`;
}

/**
 * Says of all that is wanted what other accounts have.
 * @param own the account that wants it
 * @throws {AppError} EMAIL_TAKEN, USERNAME_TAKEN, or the former with the latter besides
 */
export async function assertFree(
  db: Pick<Database, "user">,
  { email, username }: { readonly email?: string | null | undefined; readonly username?: string | null | undefined },
  own?: number,
): Promise<void> {
  const keys = [
    ...(email == null ? [] : [{ emailKey: emailKey(email) }]),
    ...(username == null ? [] : [{ usernameKey: usernameKey(username) }]),
  ];
  if (keys.length === 0) return;
  const others = await db.user.findMany({
    where: { OR: keys, ...(own !== undefined && { NOT: { id: own } }) },
    select: { emailKey: true, usernameKey: true },
  });
  const taken: ErrorCode[] = [
    ...(email != null && others.some((other) => other.emailKey === emailKey(email)) ? (["EMAIL_TAKEN"] as const) : []),
    ...(username != null && others.some((other) => other.usernameKey === usernameKey(username))
      ? (["USERNAME_TAKEN"] as const)
      : []),
  ];
  const [first, ...also] = taken;
  if (first !== undefined) throw new AppError(first, { also });
}

/** A unique violation as EMAIL_TAKEN or USERNAME_TAKEN, anything else as it is. */
export function asTakenError(error: unknown): unknown {
  const taken = takenColumn(error);
  if (taken === "emailKey") return new AppError("EMAIL_TAKEN");
  if (taken === "usernameKey") return new AppError("USERNAME_TAKEN");
  return error;
}
