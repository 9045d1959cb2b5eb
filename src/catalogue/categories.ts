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

/** Every category that has products, by name. */
export function categoryCounts({ db, catalogue }: Parts): Promise<readonly CategoryCount[]> {
  return catalogue.read("list", "categories", async () => {
    const groups = await db.product.groupBy({
      by: ["category"],
      where: { category: { not: "" } },
      _count: true,
      orderBy: { category: "asc" },
    });
    return groups.map(({ category, _count }) => ({ name: category, productCount: _count }));
  });
}
