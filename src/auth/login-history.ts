import type { Concern } from "../audit/concern.ts";
import type { Database, LoginMethod, LoginOutcome, Prisma } from "../database/client.ts";
import { MOST_LISTS, readLists } from "../database/lists.ts";
import { repeatKey } from "../database/repeats.ts";
import { sql } from "../database/sql.ts";
import { strangerAt } from "../limits/network.ts";
import { byTurnOf } from "../turn.ts";
import type { Client } from "./sessions.ts";

/** One try to sign in. */
export type Attempt = Prisma.LoginAttemptGetPayload<object>;

/** What a try is noted in. */
export interface AttemptParts {
  readonly db: Database;
  readonly client: Client;
  readonly concern: Concern;
}

/**
 * Notes a try. Of those that failed and are the same within an hour there is one row, which says how often: one stranger
 * has one for each account an hour, and one for all names that no account has. The program is that of the first one, since
 * it may call itself otherwise each time.
 * @param userId null when no account has the name that was tried
 */
export async function recordAttempt(
  { db, client, concern }: AttemptParts,
  userId: number | null,
  method: LoginMethod,
  outcome: LoginOutcome,
): Promise<void> {
  const at = new Date();
  const row = { ...client, userId, at, method, outcome };
  if (outcome === "SUCCESS") {
    await db.loginAttempt.create({ data: row });
    return;
  }
  concern.reason = outcome;
  const mergeKey = repeatKey(at.getTime(), [userId, strangerAt(client.ip), method, outcome]);
  await db.loginAttempt.upsert({
    where: { mergeKey },
    create: { ...row, mergeKey },
    update: { count: { increment: 1 }, lastAt: at },
  });
}

/** The end of an account's history that a page begins at. */
export interface HistoryEnd {
  readonly userId: number;
  readonly limit: number;
  /** The oldest tries, the oldest one first; else the newest. */
  readonly fromOldest: boolean;
}

/** The newest or oldest tries to sign in to accounts: all that are asked for in one turn with two statements. */
export const endsOfHistories = byTurnOf(
  async (db: Database, asked: readonly HistoryEnd[]): Promise<readonly (readonly Attempt[])[]> => {
    const selects = asked.map(({ userId, limit, fromOldest }) => {
      const way = fromOldest ? sql`ASC` : sql`DESC`;
      return sql`SELECT "id" FROM "LoginAttempt" WHERE "userId" = ${userId} ORDER BY "id" ${way} LIMIT ${limit}`;
    });
    const lists = await readLists<{ readonly id: number }>(db, selects, sql`"id" DESC`);
    const ids = lists.flatMap((list) => list.map(({ id }) => id));
    const rows = new Map((await db.loginAttempt.findMany({ where: { id: { in: ids } } })).map((row) => [row.id, row]));
    return lists.map((list, i) => {
      const attempts = list.flatMap(({ id }) => rows.get(id) ?? []);
      return asked[i]?.fromOldest ? attempts.reverse() : attempts;
    });
  },
  MOST_LISTS,
);
