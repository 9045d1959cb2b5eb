import { z } from "zod";
import { placeIn, type ProductRow } from "../../catalogue/conditions.ts";
import { listProducts } from "../../catalogue/lists.ts";
import { endsOfCategories, nearestByName } from "../../catalogue/neighbours.ts";
import type { Context } from "../../context.ts";
import { builder } from "../../schema/builder.ts";
import { type PageQuery, pageComplexity, paginate } from "../../schema/pagination.ts";
import { Category, Product, ProductConnection } from "../../schema/product.ts";
import { parseInput } from "../../validation.ts";
import { categoryCounts } from "../../catalogue/categories.ts";

/** The longest list of related products. */
const MOST_RELATED = 20;
const RelatedShape = z.object({ first: z.int().min(1).max(MOST_RELATED) });

builder.objectField(Category, "productCount", (t) =>
  t.int({ description: "How many products it has.", resolve: ({ name }, _args, context) => countOf(name, context) }),
);

async function countOf(name: string, context: Context): Promise<number> {
  const counts = await categoryCounts(context);
  return counts.find((category) => category.name === name)?.productCount ?? 0;
}

builder.objectField(Category, "products", (t) =>
  t.connection(
    {
      type: Product,
      complexity: pageComplexity,
      description: "Its products by name, page by page. `Query.products` has other orders.",
      resolve: async ({ name }, args, context) => {
        const place = (product: ProductRow) => placeIn("NAME", product);
        // With the name, so that a cursor is good for one list only: cursors are what reads lists one by one.
        const connection = await paginate(args, `category:${name}`, place, (page) => pageOf(name, page, context));
        return { ...connection, totalCount: () => countOf(name, context) };
      },
    },
    ProductConnection,
  ),
);

async function pageOf(category: string, page: PageQuery, { db, catalogue }: Context): Promise<readonly ProductRow[]> {
  const key = `category:${JSON.stringify([category, page])}`;
  if (page.after || page.before) {
    const query = { filter: { category }, order: "NAME", descending: false, page, offset: 0 } as const;
    return catalogue.read("list", key, async () => (await listProducts(db, query)).map(({ row }) => row));
  }
  const asked = { category, limit: page.limit, fromEnd: page.inverted };
  return rowsOf(await catalogue.read("list", key, () => endsOfCategories(db, asked)), catalogue);
}

builder.objectField(Product, "related", (t) =>
  t.field({
    type: [Product],
    description: "Other products of its category, those whose names begin most alike first.",
    args: { first: t.arg.int({ required: true, defaultValue: 6, description: "How many, 1 to 20." }) },
    complexity: ({ first }) => ({ field: 1, multiplier: Math.max(1, first) }),
    resolve: async ({ id, nameKey, category }, args, { db, catalogue }) => {
      const { first } = parseInput(RelatedShape, args);
      if (category === "") return [];
      const asked = { id, nameKey, category, limit: first };
      return rowsOf(await catalogue.read("list", `related:${id}:${first}`, () => nearestByName(db, asked)), catalogue);
    },
  }),
);

async function rowsOf(
  { ids }: { readonly ids: readonly number[] },
  catalogue: Context["catalogue"],
): Promise<ProductRow[]> {
  const rows = await Promise.all(ids.map((id) => catalogue.product(id)));
  // One may have been deleted in between.
  return rows.filter((row) => row !== null);
}
