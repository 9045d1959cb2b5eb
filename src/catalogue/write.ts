import type { Database, Prisma } from "../database/client.ts";
import { AppError } from "../errors.ts";
import { inEnglish } from "../problems.ts";
import type { Catalogue } from "./cache.ts";
import type { ProductRow } from "./conditions.ts";

interface Parts {
  readonly db: Database;
  readonly catalogue: Catalogue;
}

/** The most that can be in stock. */
export const MAX_QUANTITY = 2_147_483_647;

/**
 * Changes a product.
 * @param ifVersion the version that the change was thought out for; undefined: whatever it is
 * @throws {AppError} PRODUCT_NOT_FOUND; CHANGED_MEANWHILE when it has another version, with nothing changed
 */
export function changeProduct(
  parts: Parts,
  id: number,
  data: Prisma.ProductUpdateManyMutationInput,
  ifVersion?: number,
): Promise<ProductRow> {
  return writeProduct(parts, id, ifVersion === undefined ? {} : { version: ifVersion }, data, () => {
    return new AppError("CHANGED_MEANWHILE");
  });
}

/**
 * Adds to what is in stock, or takes away from it, whatever others do to it at the same time.
 * @throws {AppError} PRODUCT_NOT_FOUND; INVALID_INPUT when less than nothing would be left, or more than can be counted
 */
export function adjustStock(parts: Parts, id: number, by: number): Promise<ProductRow> {
  const least = Math.max(0, -by);
  // PostgreSQL's integers end where quantities do: what none can hold is not compared with.
  const quantity = least > MAX_QUANTITY ? { lt: 0 } : { gte: least, lte: Math.min(MAX_QUANTITY, MAX_QUANTITY - by) };
  return writeProduct(parts, id, { quantity }, { quantity: { increment: by } }, (row) => {
    const limit = by < 0 ? -row.quantity : MAX_QUANTITY - row.quantity;
    const problem = { kind: by < 0 ? "too-small" : "too-large", limit } as const;
    return new AppError("INVALID_INPUT", {
      problems: [{ path: ["by"], problem, message: inEnglish(problem), input: by }],
    });
  });
}

/** @param refusal why a row that is there was not written: it did not meet the conditions */
async function writeProduct(
  { db, catalogue }: Parts,
  id: number,
  conditions: Prisma.ProductWhereInput,
  data: Prisma.ProductUpdateManyMutationInput,
  refusal: (row: ProductRow) => AppError,
): Promise<ProductRow> {
  const [row] = await db.product.updateManyAndReturn({
    where: { AND: [{ id }, conditions] },
    data: { ...data, version: { increment: 1 } },
  });
  if (row !== undefined) {
    await catalogue.drop(id);
    return row;
  }
  const found = await db.product.findUnique({ where: { id } });
  throw found === null ? new AppError("PRODUCT_NOT_FOUND") : refusal(found);
}
