import type { Database, Prisma } from "../database/client.ts";
import { MOST_LISTS, readLists } from "../database/lists.ts";
import { sql } from "../database/sql.ts";
import { byTurnOf } from "../turn.ts";

/** One try to sign in. */
export type Attempt = Prisma.LoginAttemptGetPayload<object>;

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
