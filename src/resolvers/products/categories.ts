import { categoryCounts } from "../../catalogue/categories.ts";
import { builder } from "../../schema/builder.ts";
import { Category } from "../../schema/product.ts";

builder.queryField("categories", (t) =>
  t.field({
    type: [Category],
    description: "Every category that has products, by name.",
    authScopes: { public: true },
    limits: { rules: ["query"] },
    resolve: (_root, _args, context) => categoryCounts(context),
  }),
);

builder.objectField(Category, "productCount", (t) =>
  t.int({
    description: "How many products it has.",
    resolve: async ({ name }, _args, context) => {
      const counts = await categoryCounts(context);
      return counts.find((category) => category.name === name)?.productCount ?? 0;
    },
  }),
);
