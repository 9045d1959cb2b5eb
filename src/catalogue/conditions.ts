import { z } from "zod";
import type { Prisma } from "../database/client.ts";
import { searchKey } from "../database/search-key.ts";
import { fromStoredPrice, toStoredPrice } from "../database/price.ts";
import { AppError } from "../errors.ts";
import type { PageQuery, Place } from "../schema/pagination.ts";
import { form } from "../validation.ts";

export type ProductRow = Prisma.ProductGetPayload<object>;

/** What products can be ordered by, and the column behind each; the id breaks ties. */
export const ORDER_COLUMNS = {
  ID: "id",
  NAME: "nameKey",
  PRICE: "price",
  VIEWS: "views",
  CREATED_AT: "createdAt",
} as const satisfies Record<string, keyof ProductRow>;
export type OrderField = keyof typeof ORDER_COLUMNS;

export interface ProductFilter {
  readonly search?: string | null | undefined;
  readonly category?: string | null | undefined;
  readonly minPrice?: number | null | undefined;
  readonly maxPrice?: number | null | undefined;
  readonly inStock?: boolean | null | undefined;
}

/** Prisma's condition for a filter. */
export function whereOf(filter: ProductFilter): Prisma.ProductWhereInput {
  const { search, category, minPrice, maxPrice, inStock } = filter;
  return {
    ...(search != null && { nameKey: { contains: searchKey(search) } }),
    ...(category != null && { category }),
    ...((minPrice != null || maxPrice != null) && {
      price: {
        ...(minPrice != null && { gte: toStoredPrice(minPrice) }),
        ...(maxPrice != null && { lte: toStoredPrice(maxPrice) }),
      },
    }),
    ...(inStock != null && { quantity: inStock ? { gt: 0 } : 0 }),
  };
}

/** The place of a product in a list of this order, as it goes into cursors. */
export function placeIn(order: OrderField, product: ProductRow): Place {
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

/** Prisma's conditions for the rows between two places of a list. */
export function between(
  order: OrderField,
  descending: boolean,
  { after, before }: PageQuery,
): Prisma.ProductWhereInput[] {
  return [
    ...(after ? [beyond(order, descending ? "lt" : "gt", after)] : []),
    ...(before ? [beyond(order, descending ? "gt" : "lt", before)] : []),
  ];
}

function beyond(order: OrderField, side: "lt" | "gt", { value, id }: Place): Prisma.ProductWhereInput {
  if (order === "ID") return { id: { [side]: id } };
  const column = ORDER_COLUMNS[order];
  const stored = storedValue(order, value);
  return {
    // Says nothing new, but lets a database enter the index at the place instead of reading up to it.
    [column]: { [`${side}e`]: stored },
    OR: [{ [column]: { [side]: stored } }, { [column]: stored, id: { [side]: id } }],
  };
}

const Moment = z.iso.datetime({ precision: 3 });

/** @throws {AppError} BAD_CURSOR for a value that no product has in that column */
function storedValue(order: OrderField, value: string | number): string | number | bigint | Date {
  if (order === "NAME" && typeof value === "string") return value;
  if (order === "PRICE" && form.decimalPrice.safeParse(value).success) {
    return toStoredPrice(value);
  }
  if (order === "VIEWS" && form.quantity.safeParse(value).success) return value;
  if (order === "CREATED_AT" && Moment.safeParse(value).success) return new Date(value);
  throw new AppError("BAD_CURSOR");
}
