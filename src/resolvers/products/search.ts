import { z } from "zod";
import { builder } from "../../schema/builder.ts";
import { MAX_PAGE } from "../../schema/pagination.ts";
import { Product } from "../../schema/product.ts";
import { form, parseInput } from "../../validation.ts";
import { productsByName } from "../../catalogue/search/names.ts";

const Args = z.object({ name: form.text(200), first: z.int().min(1).max(MAX_PAGE) });

builder.queryField("searchProducts", (t) =>
  t.field({
    type: [Product],
    description:
      "Products whose name contains a text, without case, best first: the very name, then names that begin with it, then names with a word that does, then the rest, each by name.",
    authScopes: { public: true },
    limits: { rules: ["query"] },
    shared: true,
    args: {
      name: t.arg.string({ required: true, description: "The text to look for; a blank one finds nothing." }),
      first: t.arg.int({ required: true, defaultValue: MAX_PAGE, description: "How many, 1 to 100." }),
    },
    complexity: ({ first }) => ({ field: 1, multiplier: Math.max(1, first) }),
    resolve: (_root, args, { catalogue }) => {
      const { name, first } = parseInput(Args, args);
      return catalogue.read("list", `search:${first}:${name}`, (db) => productsByName(db, name, first));
    },
  }),
);
