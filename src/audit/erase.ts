import type { Database } from "../database/client.ts";

/**
 * Erases from trail and login history what tells where the owners of accounts were: addresses, programs, and the keys that
 * are made of them. That something happened, and to which number, stays.
 */
export async function eraseDetails(
  db: Pick<Database, "auditEvent" | "loginAttempt">,
  accountIds: readonly number[],
): Promise<void> {
  const ids = { in: [...accountIds] };
  // What an administrator did to an account came from the administrator's address.
  for (const where of [{ actorId: ids }, { actorId: null, accountId: ids }]) {
    await db.auditEvent.updateMany({ where, data: { address: null, mergeKey: null } });
  }
  await db.loginAttempt.updateMany({ where: { userId: ids }, data: { ip: "", userAgent: "", mergeKey: null } });
}
