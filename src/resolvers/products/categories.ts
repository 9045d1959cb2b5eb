import { builder } from "../../schema/builder.ts";
import { Category } from "../../schema/product.ts";

builder.queryField("categories", (t) =>
  t.field({
    type: [Category],
    description: "Every category that has products, by name.",
    authScopes: { public: true },
    limits: { rules: ["query"] },
    resolve: async (_root, _args, { db, catalogue }) => {
      const groups = await catalogue.read("list", "categories", () =>
        db.product.groupBy({
          by: ["category"],
          where: { category: { not: "" } },
          _count: true,
          orderBy: { category: "asc" },
        }),
      );
      return groups.map(({ category, _count }) => ({ name: category, productCount: _count }));
    },
  }),
);
