import { z } from "zod";
import type { Prisma } from "../database/client.ts";
import { fromStoredPrice, toStoredPrice } from "../database/price.ts";
import { type Sql, sql } from "../database/sql.ts";
import { AppError } from "../errors.ts";
import type { PageQuery, Place } from "../schema/pagination.ts";
import { form } from "../validation.ts";

export type ProductRow = Prisma.ProductGetPayload<object>;

/** What products can be ordered by, and the column of `Product p` behind each; the id breaks ties. */
export const COLUMNS = {
  ID: sql`p."id"`,
  NAME: sql`p."nameKey"`,
  PRICE: sql`p."price"`,
  VIEWS: sql`p."views"`,
  CREATED_AT: sql`p."createdAt"`,
} as const;
export type ColumnOrder = keyof typeof COLUMNS;
/** By relevance: how well they fit the search; without one, by id. */
export type OrderField = ColumnOrder | "RELEVANCE";

export interface ProductFilter {
  readonly search?: string | null | undefined;
  readonly nameContains?: string | null | undefined;
  readonly category?: string | null | undefined;
  readonly minPrice?: number | null | undefined;
  readonly maxPrice?: number | null | undefined;
  readonly inStock?: boolean | null | undefined;
}

/** A filter's conditions on `Product p`, all but those on texts. */
export function conditionsOf({ category, minPrice, maxPrice, inStock }: ProductFilter): Sql[] {
  return [
    ...(category != null ? [sql`p."category" = ${category}`] : []),
    ...(minPrice != null ? [sql`p."price" >= ${toStoredPrice(minPrice)}`] : []),
    ...(maxPrice != null ? [sql`p."price" <= ${toStoredPrice(maxPrice)}`] : []),
    ...(inStock != null ? [inStock ? sql`p."quantity" > 0` : sql`p."quantity" = 0`] : []),
  ];
}

/** The place of a product in a list of this order, as it goes into cursors. */
export function placeIn(order: ColumnOrder, product: ProductRow): Place {
  switch (order) {
    case "ID":
      return { value: product.id, id: product.id };
    case "NAME":
      return { value: product.nameKey, id: product.id };
    case "PRICE":
      return { value: fromStoredPrice(product.price), id: product.id };
    case "VIEWS":
      return { value: product.views, id: product.id };
    case "CREATED_AT":
      return { value: product.createdAt.toISOString(), id: product.id };
  }
}

/** The conditions on `Product p` for the rows between two places of a list. */
export function between(order: ColumnOrder, descending: boolean, { after, before }: PageQuery): Sql[] {
  return [
    ...(after ? [beyond(order, descending ? sql`<` : sql`>`, after)] : []),
    ...(before ? [beyond(order, descending ? sql`>` : sql`<`, before)] : []),
  ];
}

/** As a comparison of rows, so that a database enters the index at the place instead of reading up to it. */
function beyond(order: ColumnOrder, side: Sql, { value, id }: Place): Sql {
  if (order === "ID") return sql`p."id" ${side} ${id}`;
  return sql`(${COLUMNS[order]}, p."id") ${side} (${storedValue(order, value)}, ${id})`;
}

const Moment = z.iso.datetime({ precision: 3 });

/** @throws {AppError} BAD_CURSOR for a value that no product has in that column */
function storedValue(order: ColumnOrder, value: string | number): string | number | bigint | Date {
  if (order === "NAME" && typeof value === "string") return value;
  if (order === "PRICE" && form.decimalPrice.safeParse(value).success) {
    return toStoredPrice(value);
  }
  if (order === "VIEWS" && form.quantity.safeParse(value).success) return value;
  if (order === "CREATED_AT" && Moment.safeParse(value).success) return new Date(value);
  throw new AppError("BAD_CURSOR");
}
