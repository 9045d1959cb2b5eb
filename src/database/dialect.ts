import type { Database, Engine } from "./client.ts";
import { engineOf } from "./open.ts";
import { join, type Sql, sql } from "./sql.ts";

/**
 * Which texts to look at: one that has, of each group, for one alternative all grams.
 * A gram is one to three characters of a text without a space among them, the same with the space before them, or up to two
 * with the space behind them.
 */
export type Grams = readonly (readonly (readonly string[])[])[];

/** SQL that the engines say differently. */
export interface Dialect {
  /** Whether a column's text has another one in it, character for character. */
  contains(column: Sql, part: string): Sql;
  /** `"ProductSearch" s` where its texts have the grams. */
  withGrams(grams: Grams): Sql;
  /**
   * The first of these, as a query for `id` and `text`; where they are more than `few`, only `some`. Besides, in each row: how
   * many they are, one more than a few at most, as `n`, and the `last` id that was counted.
   */
  firstWithGrams(grams: Grams, few: number, some: number): Sql;
  /** The ids of a JSON array, as rows of a column `id`. */
  ids(array: string): Sql;
  /** The numbers of a JSON object whose names are ids, as rows of the columns `id` and `n`. */
  numbers(object: string): Sql;
  /** An integer column of the rows that meet a condition, as the text of a JSON array. */
  array(column: Sql, where: Sql): Sql;
}

/** The same rows, each with what `firstWithGrams` has of all of them. */
const counted = (rows: Sql): Sql => sql`
  SELECT "rows".*, count(*) OVER () AS "n", max("id") OVER () AS "last", row_number() OVER () AS "number" FROM (${rows}) "rows"`;

const sqlite: Dialect = {
  contains: (column, part) => sql`instr(${column}, ${part}) > 0`,
  withGrams: (grams) => sql`
    "ProductGrams" CROSS JOIN "ProductSearch" s
    WHERE "ProductGrams" MATCH ${tokens(grams)} AND s."id" = "ProductGrams".rowid`,
  firstWithGrams: (grams, few, some) => sql`
    SELECT s."id", s."text", found."n", found."last"
    FROM (${counted(sql`SELECT rowid AS "id" FROM "ProductGrams" WHERE "ProductGrams" MATCH ${tokens(grams)} LIMIT ${few + 1}`)}) found
      CROSS JOIN "ProductSearch" s
    WHERE (found."n" <= ${few} OR found."number" <= ${some}) AND s."id" = found."id"`,
  ids: (array) => sql`(SELECT value AS "id" FROM json_each(${array}))`,
  numbers: (object) => sql`(SELECT CAST(key AS INTEGER) AS "id", value AS "n" FROM json_each(${object}))`,
  array: (column, where) => sql`json_group_array(${column}) FILTER (WHERE ${where})`,
};

/** In hexadecimal, as the trigger writes them: FTS5 would take some characters for its own. */
function tokens(grams: Grams): string {
  const token = (gram: string) => `"${Buffer.from(gram).toString("hex")}"`;
  const all = (alternative: readonly string[]) => `(${alternative.map(token).join(" AND ")})`;
  return grams.map((alternatives) => `(${alternatives.map(all).join(" OR ")})`).join(" AND ");
}

const postgresql: Dialect = {
  contains: (column, part) => sql`strpos(${column}, ${part}) > 0`,
  withGrams(grams) {
    const all = (alternative: readonly string[]) => sql`product_grams(s."text") @> ${alternative}::text[]`;
    // In one condition, since the index then skips in the longer lists what the shortest has not.
    const [needed, choices] = [grams.filter(({ length }) => length === 1), grams.filter(({ length }) => length > 1)];
    const groups = [
      ...(needed.length > 0 ? [all(needed.flat(2))] : []),
      ...choices.map((alternatives) => sql`(${join(alternatives.map(all), " OR ")})`),
    ];
    // With an offset it is worked out by itself: no plan goes along an order instead, making the grams of every text.
    return sql`(SELECT s.* FROM "ProductSearch" s WHERE ${join(groups, " AND ")} OFFSET 0) s`;
  },
  // Its index tells nothing without the rows.
  firstWithGrams: (grams, few, some) => sql`
    SELECT "id", "text", "n", "last"
    FROM (${counted(sql`SELECT s."id", s."text" FROM ${postgresql.withGrams(grams)} LIMIT ${few + 1}`)}) found
    WHERE "n" <= ${few} OR "number" <= ${some}`,
  ids: (array) => sql`(SELECT value::int AS "id" FROM json_array_elements_text(${array}::json))`,
  numbers: (object) => sql`(SELECT key::int AS "id", value::int AS "n" FROM json_each_text(${object}::json))`,
  array: (column, where) => sql`coalesce(json_agg(${column}) FILTER (WHERE ${where}), '[]')::text`,
};

const dialects: Readonly<Record<Engine, Dialect>> = { sqlite, postgresql };

/** The SQL of a database's engine. */
export function dialectOf(database: Database): Dialect {
  return dialects[engineOf(database)];
}
