import type { Database } from "../database/client.ts";
import { AppError } from "../errors.ts";
import type { Sessions } from "./sessions.ts";

/** How many tries to sign in an export has, the newest; the history itself can be paged through. So many of the trail, too. */
const MOST_LOGINS = 10_000;

/**
 * All that the shop holds about an account, as JSON: but for what proves that somebody is its owner, of which it says that
 * it is there.
 * @throws {AppError} ACCOUNT_GONE
 */
export async function exportAccount(
  { db, sessions }: { readonly db: Database; readonly sessions: Sessions },
  id: number,
): Promise<object> {
  const [user, live, logins, loginCount, events, imported, legacyCalls] = await Promise.all([
    db.user.findFirst({
      where: { id, deletedAt: null },
      // The same again, for look-ups.
      omit: { emailKey: true, usernameKey: true, searchKey: true, credentialStamp: true, deletedAt: true },
      include: { info: true, networks: true, secondFactor: true, _count: { select: { recoveryCodes: true } } },
    }),
    sessions.list(id),
    db.loginAttempt.findMany({ where: { userId: id }, orderBy: { id: "desc" }, take: MOST_LOGINS }),
    db.loginAttempt.count({ where: { userId: id } }),
    db.auditEvent.findMany({
      where: { OR: [{ actorId: id }, { accountId: id }] },
      orderBy: { id: "desc" },
      take: MOST_LOGINS,
    }),
    db.importedRow.findMany({ where: { kind: "ACCOUNT", newId: id } }),
    db.legacyCaller.findMany({ where: { userId: id } }),
  ]);
  if (user === null) throw new AppError("ACCOUNT_GONE");
  const { passwordHash, info, networks, secondFactor, _count, ...account } = user;
  return {
    exportedAt: new Date().toISOString(),
    account: { ...account, hasPassword: passwordHash !== null },
    names: info && { firstName: info.firstName, lastName: info.lastName },
    secondFactor: secondFactor && {
      confirmedAt: user.secondFactorSince,
      recoveryCodesLeft: _count.recoveryCodes,
    },
    knownNetworks: networks.map(({ network, lastAt }) => ({ network, lastAt })),
    sessions: live.map(({ createdAt, lastUsedAt, expiresAt, ip, userAgent }) => ({
      createdAt: new Date(createdAt),
      lastUsedAt: new Date(lastUsedAt),
      expiresAt: new Date(expiresAt),
      ip,
      userAgent,
    })),
    loginHistory: {
      total: loginCount,
      newest: logins.map(({ at, lastAt, count, ip, userAgent, method, outcome }) => ({
        at,
        lastAt,
        count,
        ip,
        userAgent,
        method,
        outcome,
      })),
    },
    // What others did to the account came from an address of theirs.
    auditTrail: events.map(({ at, lastAt, count, act, door, outcome, fields, actorId, address }) => ({
      at,
      lastAt,
      count,
      act,
      door,
      outcome,
      fields: fields.split(" ").filter((name) => name !== ""),
      address: actorId === null || actorId === id ? address : null,
    })),
    importedFrom: imported.map(({ origin, oldId, changedAt, importedAt }) => ({
      origin,
      oldId,
      changedAt,
      importedAt,
    })),
    oldClients: legacyCalls.map(({ day, route, family }) => ({ day, route, family })),
  };
}
