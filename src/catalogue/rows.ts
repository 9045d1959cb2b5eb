import type { Database } from "../database/client.ts";
import { byTurn } from "../turn.ts";
import type { ProductRow } from "./conditions.ts";

/** The products with these ids, in their order; those that are gone are left out. */
export async function rowsInOrder(db: Database, ids: readonly number[]): Promise<ProductRow[]> {
  if (ids.length === 0) return [];
  const rows = await db.product.findMany({ where: { id: { in: [...ids] } } });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** Reads what is asked for of single products in one turn of the event loop with one query. */
export function rowsOf(db: Database) {
  const whichHave = (ids: readonly number[]) => {
    const [first, ...others] = new Set(ids);
    return others.length === 0 ? { id: first ?? 0 } : { id: { in: [first ?? 0, ...others] } };
  };
  return {
    product: byTurn<number, { readonly row: ProductRow | null }>(async (ids) => {
      const rows = await db.product.findMany({ where: whichHave(ids) });
      const found = new Map(rows.map((row) => [row.id, row]));
      return ids.map((id) => ({ row: found.get(id) ?? null }));
    }),
    views: byTurn<number, { readonly views: number }>(async (ids) => {
      const rows = await db.product.findMany({ where: whichHave(ids), select: { id: true, views: true } });
      const found = new Map(rows.map((row) => [row.id, row.views]));
      return ids.map((id) => ({ views: found.get(id) ?? 0 }));
    }),
  };
}
