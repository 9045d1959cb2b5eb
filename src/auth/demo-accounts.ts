import { randomBytes } from "node:crypto";
import type { Database } from "../database/client.ts";
import { AppError } from "../errors.ts";
import type { AccountCache } from "./account-cache.ts";
import { type Account, createAccount, emailKey, findAccountByEmail, newStamp } from "./accounts.ts";
import { changeAccount, columnsOfDeleted } from "./changes.ts";

/** Whom a developer may be with one click; nobody can have a mailbox at such a domain (RFC 2606). */
const DEMO = {
  customer: { email: "customer@demo.invalid", firstName: "Carol", isAdmin: false },
  administrator: { email: "administrator@demo.invalid", firstName: "Ada", isAdmin: true },
} as const;

export type DemoRole = keyof typeof DEMO;
export const demoRoles = Object.keys(DEMO) as DemoRole[]; // Object.keys() forgets what they are

/**
 * The demo account of a role, made if it is not there and mended if somebody has changed what it may do. Its password is
 * nobody's.
 */
export async function demoAccount(parts: Parameters<typeof changeAccount>[0], role: DemoRole): Promise<Account> {
  const { email, firstName, isAdmin } = DEMO[role];
  const account = (await findAccountByEmail(parts.db, email)) ?? (await make(parts, role));
  if (account.isAdmin === isAdmin && account.isActive) return account;
  return changeAccount(parts, account.id, { isAdmin, isActive: true, firstName });
}

async function make(parts: Parameters<typeof createAccount>[0], role: DemoRole): Promise<Account> {
  const password = randomBytes(32).toString("base64url");
  try {
    return await createAccount(parts, { ...DEMO[role], password, mailboxProven: true, alwaysWithInfo: true });
  } catch (error) {
    // Another click was faster.
    const made =
      error instanceof AppError &&
      error.code === "EMAIL_TAKEN" &&
      (await findAccountByEmail(parts.db, DEMO[role].email));
    if (!made) throw error;
    return made;
  }
}

/**
 * Ends the demo accounts that a database from development brings along, the last administrator's too.
 * @returns how many there were
 */
export async function endDemoAccounts({
  db,
  accounts,
}: {
  readonly db: Database;
  readonly accounts: AccountCache;
}): Promise<number> {
  const keys = demoRoles.map((role) => emailKey(DEMO[role].email));
  const { count } = await db.user.updateMany({
    where: { emailKey: { in: keys } },
    // Under a new stamp their sessions have ended.
    data: { ...columnsOfDeleted(new Date()), credentialStamp: newStamp() },
  });
  if (count > 0) await accounts.drop();
  return count;
}
