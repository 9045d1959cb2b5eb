import type { Database } from "./client.ts";
import { join, type Sql, sql } from "./sql.ts";

/** As many lists as one statement may read: SQLite joins 500 selects at most. */
export const MOST_LISTS = 400;

/**
 * Reads several lists in one statement.
 * @param selects what to read, up to {@link MOST_LISTS}; all of the same columns
 * @param order the columns that each list comes ordered by, whatever decided what belongs to it
 */
export async function readLists<Row extends object>(
  db: Database,
  selects: readonly Sql[],
  order: Sql,
): Promise<readonly (readonly Row[])[]> {
  if (selects.length === 0) return [];
  const numbered = selects.map(
    (select, list) => sql`SELECT CAST(${list} AS INTEGER) AS "list", one.* FROM (${select}) one`,
  );
  const rows = await db.$queryRaw<(Row & { readonly list: number | bigint })[]>`
    SELECT * FROM (${join(numbered, " UNION ALL ")}) every ORDER BY "list", ${order}`;
  return selects.map((_select, list) => rows.filter((row) => Number(row.list) === list));
}
