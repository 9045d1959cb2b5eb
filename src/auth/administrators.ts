import type { Database } from "../database/client.ts";
import { AppError } from "../errors.ts";
import type { Account } from "./accounts.ts";

/** The client inside an interactive transaction. */
type Transaction = Parameters<Parameters<Database["$transaction"]>[0]>[0];

const GUARD = "administrators-guard";

/**
 * Changes an account, unless that would leave the shop without an active administrator.
 * @throws {AppError} USER_NOT_FOUND; LAST_ADMINISTRATOR, with nothing changed
 */
export function keepAnAdministrator<T>(
  db: Database,
  id: number,
  change: (tx: Transaction, account: Account) => Promise<T>,
): Promise<T> {
  return db.$transaction(async (tx) => {
    // Two administrators who demote each other at once would both see the other in office: one waits at this row.
    await tx.milestone.upsert({ where: { name: GUARD }, create: { name: GUARD }, update: { reachedAt: new Date() } });
    const account = await tx.user.findFirst({ where: { id, deletedAt: null }, include: { info: true } });
    if (account === null) throw new AppError("USER_NOT_FOUND");
    const result = await change(tx, account);
    const inOffice = await tx.user.count({ where: { isAdmin: true, isActive: true, deletedAt: null } });
    if (account.isAdmin && account.isActive && inOffice === 0) throw new AppError("LAST_ADMINISTRATOR");
    return result;
  });
}
