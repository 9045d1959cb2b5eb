import { builder } from "../../schema/builder.ts";
import { parseId } from "../../schema/ids.ts";
import { Product } from "../../schema/product.ts";

builder.queryField("product", (t) =>
  t.field({
    type: Product,
    nullable: true,
    description: "One product. Null when there is none with this id. Counts as a view.",
    authScopes: { public: true },
    limits: { rules: ["query"] },
    shared: "everybody",
    args: { id: t.arg.id({ required: true, description: "Its number." }) },
    resolve: async (_root, args, { catalogue, views }) => {
      const id = parseId(args.id);
      if (id === null) return null;
      const product = await catalogue.product(id);
      if (product !== null) views.count(product.id);
      return product;
    },
  }),
);
