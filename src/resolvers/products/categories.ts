import { categoryCounts } from "../../catalogue/categories.ts";
import { builder } from "../../schema/builder.ts";
import { Category } from "../../schema/product.ts";

builder.queryField("categories", (t) =>
  t.field({
    type: [Category],
    description: "Every category that has products, by name.",
    authScopes: { public: true },
    limits: { rules: ["query"] },
    shared: "everybody",
    resolve: (_root, _args, context) => categoryCounts(context),
  }),
);
