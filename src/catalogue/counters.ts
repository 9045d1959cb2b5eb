import { type Sql, sql } from "../database/sql.ts";

/** How many ids one row of `IdCount` counts, as its triggers have it. */
export const BLOCK = 4096;

/** The number of all products, or of a category's: kept by triggers, not counted. */
export function keptTotal(category: string | undefined): Sql {
  return category === undefined
    ? sql`(SELECT coalesce(sum("products"), 0) FROM "IdCount")`
    : sql`coalesce((SELECT "products" FROM "CategoryCount" WHERE "category" = ${category}), 0)`;
}
