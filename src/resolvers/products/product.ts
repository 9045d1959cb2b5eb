import { builder } from "../../schema/builder.ts";
import { parseId } from "../../schema/ids.ts";
import { Product } from "../../schema/product.ts";

builder.queryField("product", (t) =>
  t.prismaField({
    type: Product,
    nullable: true,
    description: "One product, or null when there is none with this id. Counts as a view.",
    authScopes: { public: true },
    limits: { rules: ["query"] },
    args: { id: t.arg.id({ required: true, description: "Its number." }) },
    resolve: async (query, _root, args, { db, views }) => {
      const id = parseId(args.id);
      const product = id === null ? null : await db.product.findUnique({ ...query, where: { id } });
      if (product !== null) views.count(product.id);
      return product;
    },
  }),
);
