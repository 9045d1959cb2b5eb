import type { Database } from "../database/client.ts";
import { MOST_LISTS, readLists } from "../database/lists.ts";
import { type Sql, sql } from "../database/sql.ts";
import { byTurnOf } from "../turn.ts";

/** The end of a category's list by name that a page begins at. */
export interface CategoryEnd {
  readonly category: string;
  readonly limit: number;
  /** Its last products, the last one first. */
  readonly fromEnd: boolean;
}

export interface Neighbourhood {
  readonly id: number;
  readonly nameKey: string;
  readonly category: string;
  readonly limit: number;
}

interface Ids {
  readonly ids: readonly number[];
}

/** The first or last products of categories by name: all that are asked for in one turn with one statement. */
export const endsOfCategories = byTurnOf(
  async (db: Database, asked: readonly CategoryEnd[]): Promise<readonly Ids[]> => {
    const lists = await byName(
      db,
      asked.map(({ category, limit, fromEnd }) => stretch(sql`"category" = ${category}`, fromEnd, limit)),
    );
    return lists.map((list, i) => {
      const ids = list.map(({ id }) => id);
      return { ids: asked[i]?.fromEnd ? ids.reverse() : ids };
    });
  },
  MOST_LISTS,
);

/**
 * The products of the same category whose names are nearest: those that begin alike for the longest. They stand next to
 * each other in the list by name, so looking a little to both sides finds them all. One statement for a turn.
 */
export const nearestByName = byTurnOf(
  async (db: Database, asked: readonly Neighbourhood[]): Promise<readonly Ids[]> => {
    const lists = await byName(db, asked.flatMap(bothSides));
    return asked.map(({ nameKey, limit }, i) => {
      const near = [...(lists[2 * i] ?? []), ...(lists[2 * i + 1] ?? [])].toSorted(
        (a, b) => beginningInCommon(b.nameKey, nameKey) - beginningInCommon(a.nameKey, nameKey),
      );
      return { ids: near.slice(0, limit).map(({ id }) => id) };
    });
  },
  MOST_LISTS / 2,
);

function bothSides({ id, nameKey, category, limit }: Neighbourhood): Sql[] {
  const before = sql`("nameKey" < ${nameKey} OR ("nameKey" = ${nameKey} AND "id" < ${id}))`;
  const after = sql`("nameKey" > ${nameKey} OR ("nameKey" = ${nameKey} AND "id" > ${id}))`;
  return [
    stretch(sql`"category" = ${category} AND ${before}`, true, limit),
    stretch(sql`"category" = ${category} AND ${after}`, false, limit),
  ];
}

function stretch(where: Sql, fromEnd: boolean, limit: number): Sql {
  const way = fromEnd ? sql`DESC` : sql`ASC`;
  return sql`
    SELECT "id", "nameKey" FROM "Product" WHERE ${where} ORDER BY "nameKey" ${way}, "id" ${way} LIMIT ${limit}`;
}

const byName = (db: Database, selects: readonly Sql[]) =>
  readLists<{ readonly id: number; readonly nameKey: string }>(db, selects, sql`"nameKey", "id"`);

function beginningInCommon(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return length;
}
