import type { Database } from "../database/client.ts";
import type { Catalogue } from "./cache.ts";

export interface CategoryCount {
  readonly name: string;
  readonly productCount: number;
}

interface Parts {
  readonly db: Database;
  readonly catalogue: Catalogue;
}

/** Every category that has products, by name, from the counters that triggers keep. */
export function categoryCounts({ db, catalogue }: Parts): Promise<readonly CategoryCount[]> {
  return catalogue.read(
    "list",
    "categories",
    () => db.$queryRaw<CategoryCount[]>`
      SELECT "category" AS "name", "products" AS "productCount" FROM "CategoryCount"
      WHERE "products" > 0 AND "category" <> '' ORDER BY "category"`,
  );
}
