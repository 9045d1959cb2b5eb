import { z } from "zod";
import { builder } from "../../schema/builder.ts";
import { MAX_PAGE } from "../../schema/pagination.ts";
import { Product } from "../../schema/product.ts";
import { parseInput } from "../../validation.ts";

const Args = z.object({ first: z.int().min(1).max(MAX_PAGE) });

builder.queryField("popularProducts", (t) =>
  t.field({
    type: [Product],
    description: "The most viewed products, most viewed first. A product that was never viewed is not among them.",
    authScopes: { public: true },
    limits: { rules: ["query"] },
    args: { first: t.arg.int({ required: true, defaultValue: 10, description: "How many, 1 to 100." }) },
    complexity: ({ first }) => ({ field: 1, multiplier: Math.max(1, first) }),
    resolve: async (_root, args, { catalogue, views }) => {
      const { first } = parseInput(Args, args);
      await views.flush();
      return catalogue.read("views", `popular:${first}`, (db) =>
        db.product.findMany({
          where: { views: { gt: 0 } },
          orderBy: [{ views: "desc" }, { id: "asc" }],
          take: first,
        }),
      );
    },
  }),
);
