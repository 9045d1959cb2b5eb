import type { Catalogue } from "./cache.ts";

export interface CategoryCount {
  readonly name: string;
  readonly productCount: number;
}

/** Every category that has products, by name, from the counters that triggers keep. */
export function categoryCounts({ catalogue }: { readonly catalogue: Catalogue }): Promise<readonly CategoryCount[]> {
  return catalogue.read(
    "list",
    "categories",
    (db) => db.$queryRaw<CategoryCount[]>`
      SELECT "category" AS "name", "products" AS "productCount" FROM "CategoryCount"
      WHERE "products" > 0 AND "category" <> '' ORDER BY "category"`,
  );
}
