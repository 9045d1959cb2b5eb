import type { Database } from "../database/client.ts";
import { join, type Sql, sql } from "../database/sql.ts";
import { AppError } from "../errors.ts";
import type { PageQuery, Place } from "../schema/pagination.ts";
import {
  between,
  type ColumnOrder,
  COLUMNS,
  conditionsOf,
  type OrderField,
  placeIn,
  type ProductFilter,
  type ProductRow,
} from "./conditions.ts";
import { BLOCK, keptTotal } from "./counters.ts";
import { rowsInOrder } from "./rows.ts";
import { type Few, fewOf } from "./search/grams.ts";
import { among, type Rank } from "./search/ladder.ts";
import { fitting, type Match, matchOf } from "./search/match.ts";
import { nameHas, rankedByName } from "./search/names.ts";
import { byRelevance } from "./search/relevance.ts";

/** A page of a list of products. */
export interface ProductsQuery {
  readonly filter: ProductFilter;
  readonly order: OrderField;
  readonly descending: boolean;
  readonly page: PageQuery;
  /** How many to leave out at the beginning of the page, or at its end when that is read first. */
  readonly offset: number;
}

/** A product and where it stands in the list, as it goes into cursors. */
export interface Listed {
  readonly row: ProductRow;
  readonly place: Place;
}

/** How far numbered pages of a search by relevance go. */
const MOST_RANKED = 10_000;

/** The products of a page, read by their ids: which they are costs as much as an index does, whatever their size. */
export async function listProducts(db: Database, query: ProductsQuery): Promise<Listed[]> {
  const match = await matchIn(db, query.filter);
  if (query.order === "RELEVANCE" && (match || query.filter.nameContains != null)) {
    return rankedProducts(db, match, query);
  }
  const order = query.order === "RELEVANCE" ? "ID" : query.order;
  const rows = await rowsInOrder(db, await idsOf(db, match, order, query));
  return rows.map((row) => ({ row, place: placeIn(order, row) }));
}

/** How many products a filter finds. */
export async function countProducts(db: Database, filter: ProductFilter): Promise<number> {
  const match = await matchIn(db, filter);
  const conditions = conditionsIn(db, filter);
  const few = match && fewIn(match);
  if (few && conditions.length === 0) return few.count;
  const { tables, where } = found(db, match, conditions);
  const total = match === undefined ? keptTotalOf(filter, conditions) : undefined;
  const [row] = await db.$queryRaw<{ n: bigint | number }[]>(
    total ? sql`SELECT ${total} AS "n"` : sql`SELECT count(*) AS "n" FROM ${tables} WHERE ${all(where)}`,
  );
  return Number(row?.n ?? 0);
}

/** A filter's conditions on `Product p`, all but the search. */
const conditionsIn = (db: Database, filter: ProductFilter): Sql[] => [
  ...conditionsOf(filter),
  ...(filter.nameContains == null ? [] : [nameHas(db, filter.nameContains)]),
];

const matchIn = (db: Database, { search }: ProductFilter) =>
  search == null ? Promise.resolve(undefined) : matchOf(db, search);

/** Where counters have the number of a filter's products: if it names a category at most. */
function keptTotalOf({ category }: ProductFilter, conditions: readonly Sql[]): Sql | undefined {
  return conditions.length === (category == null ? 0 : 1) ? keptTotal(category ?? undefined) : undefined;
}

async function rankedProducts(db: Database, match: Match | undefined, query: ProductsQuery): Promise<Listed[]> {
  const { page, offset, descending } = query;
  if (offset >= MOST_RANKED) return [];
  const [after, before] = [page.after && rankAt(page.after), page.before && rankAt(page.before)];
  const stretch = {
    ...(descending ? { after: before, before: after } : { after, before }),
    limit: offset + page.limit,
    backward: descending !== page.inverted,
  };
  const ranks = match
    ? await byRelevance(db, match, conditionsIn(db, query.filter), stretch)
    : await rankedByName(db, query.filter.nameContains ?? "", conditionsOf(query.filter), stretch);
  const ranked = ranks.slice(offset);
  const places = new Map(ranked.map(({ rung, key, id }) => [id, { value: `${rung}${key}`, id }]));
  const rows = await rowsInOrder(db, [...places.keys()]);
  return rows.map((row) => ({ row, place: places.get(row.id) ?? placeIn("ID", row) }));
}

function rankAt({ value, id }: Place): Rank {
  const [, rung, key] = /^([0-6])(.*)$/s.exec(String(value)) ?? [];
  if (rung === undefined || key === undefined) throw new AppError("BAD_CURSOR");
  return { rung: Number(rung), key, id };
}

const fewIn = ({ hits }: Match): Few | undefined => ("ids" in hits ? hits : undefined);

/** The products that meet conditions and are hits of a search, if there is one, or among a few others. */
function found(db: Database, match: Match | undefined, conditions: readonly Sql[], few = match && fewIn(match)) {
  const main = sql`"Product" p`;
  const products = { main, tables: main, id: sql`p."id"`, where: conditions };
  if (few) return among(db, products, few);
  if (match === undefined) return products;
  const hits = [sql`s."id" = p."id"`, fitting(db, match.words, "part")];
  return { ...products, tables: sql`"Product" p CROSS JOIN "ProductSearch" s`, where: [...conditions, ...hits] };
}

async function idsOf(db: Database, match: Match | undefined, order: ColumnOrder, query: ProductsQuery) {
  const { filter, descending, page, offset } = query;
  const conditions = conditionsIn(db, filter);
  const between_ = between(order, descending, page);
  const few = match === undefined && order !== "PRICE" ? await fewByPrice(db, filter) : match && fewIn(match);
  const { tables, where } = found(db, match, [...conditions, ...between_], few);
  const list = { tables, where, order, descending: descending !== page.inverted, limit: page.limit, offset };
  const ids = (rows: readonly { id: number }[]) => rows.map(({ id }) => id);
  const whole = offset > 0 && match === undefined && between_.length === 0;
  const total = whole ? keptTotalOf(filter, conditions) : undefined;
  if (total === undefined) return ids(await db.$queryRaw<{ id: number }[]>(select(list)));
  if (order === "ID" && conditions.length === 0) return ids(await db.$queryRaw<{ id: number }[]>(selectByBlock(list)));
  const count = await countProducts(db, filter);
  if (offset * 2 < count) return ids(await db.$queryRaw<{ id: number }[]>(select(list)));
  return ids(await db.$queryRaw<{ id: number }[]>(selectFromEnd(list, total))).reverse();
}

/** In another order, the index of prices would be left aside, and most of the catalogue read for a few rare prices. */
async function fewByPrice(db: Database, { minPrice, maxPrice }: ProductFilter): Promise<Few | undefined> {
  const prices = conditionsOf({ minPrice, maxPrice });
  return prices.length === 0 ? undefined : fewOf(db, sql`SELECT p."id" FROM "Product" p WHERE ${all(prices)}`);
}

interface List {
  readonly tables: Sql;
  readonly where: readonly Sql[];
  readonly order: ColumnOrder;
  readonly descending: boolean;
  readonly limit: number;
  readonly offset: number;
}

const all = (conditions: readonly Sql[]): Sql =>
  conditions.length === 0 ? sql`1 = 1` : join([...conditions], " AND ");

function orderOf(order: ColumnOrder, descending: boolean): Sql {
  const way = descending ? sql`DESC` : sql`ASC`;
  return order === "ID" ? sql`p."id" ${way}` : sql`${COLUMNS[order]} ${way}, p."id" ${way}`;
}

function select({ tables, where, order, descending, limit, offset }: List): Sql {
  return sql`SELECT p."id" FROM ${tables} WHERE ${all(where)} ORDER BY ${orderOf(order, descending)} LIMIT ${limit} OFFSET ${offset}`;
}

/** A far page of a long list is nearer to its end. The rows come in reverse. */
function selectFromEnd({ tables, where, order, descending, limit, offset }: List, total: Sql): Sql {
  const left = sql`(${total} - ${offset})`;
  return sql`
    SELECT p."id" FROM ${tables} WHERE ${all(where)} ORDER BY ${orderOf(order, !descending)}
    LIMIT CASE WHEN ${left} < 0 THEN 0 WHEN ${left} < ${limit} THEN ${left} ELSE ${limit} END
    OFFSET CASE WHEN ${left} > ${limit} THEN ${left} - ${limit} ELSE 0 END`;
}

/** By id, counters tell in which block of ids a page begins. */
function selectByBlock({ descending, limit, offset }: List): Sql {
  const [way, comesAfter] = descending ? [sql`DESC`, sql`<`] : [sql`ASC`, sql`>=`];
  const start = (column: Sql) => sql`coalesce((
    SELECT ${column} FROM (
      SELECT "block", sum("products") OVER (ORDER BY "block" ${way}) - "products" AS "before" FROM "IdCount"
    ) blocks
    WHERE "before" <= ${offset} ORDER BY "before" DESC, "block" ${descending ? sql`ASC` : sql`DESC`} LIMIT 1
  ), 0)`;
  const edge = descending ? sql`"block" + 1` : sql`"block"`;
  return sql`
    SELECT p."id" FROM "Product" p WHERE p."id" ${comesAfter} ${start(edge)} * ${BLOCK}
    ORDER BY p."id" ${way} LIMIT ${limit} OFFSET ${offset} - ${start(sql`"before"`)}`;
}
