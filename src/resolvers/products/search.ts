import { z } from "zod";
import type { Database, Prisma } from "../../../prisma/database.ts";
import { searchKey } from "../../../prisma/search-key.ts";
import { builder } from "../../schema/builder.ts";
import { MAX_PAGE } from "../../schema/pagination.ts";
import { Product } from "../../schema/product.ts";
import { field, parseInput } from "../../validation.ts";
import type { ProductRow } from "./list.ts";

const Args = z.object({ name: field.text(200), first: z.int().min(1).max(MAX_PAGE) });

builder.queryField("searchProducts", (t) =>
  t.field({
    type: [Product],
    description:
      "Products whose name contains a text, without case, best first: the very name, then names that begin with it, then names with a word that does, then the rest, each by name.",
    authScopes: { public: true },
    limits: { rules: ["query"] },
    args: {
      name: t.arg.string({ required: true, description: "The text to look for; a blank one finds nothing." }),
      first: t.arg.int({ required: true, defaultValue: MAX_PAGE, description: "How many, 1 to 100." }),
    },
    complexity: ({ first }) => ({ field: 1, multiplier: Math.max(1, first) }),
    resolve: (_root, args, { db, catalogue }) => {
      const { name, first } = parseInput(Args, args);
      const key = searchKey(name);
      return catalogue.read(`search:${first}:${key}`, () => bestMatches(db, key, first));
    },
  }),
);

/** Each kind of match is read only as far as the better ones left room, so a short text does not read the whole table. */
async function bestMatches(db: Database, key: string, limit: number): Promise<ProductRow[]> {
  if (key === "") return [];
  const found: ProductRow[] = [];
  const kinds: Prisma.StringFilter[] = [
    { equals: key },
    { startsWith: key },
    { contains: ` ${key}` },
    { contains: key },
  ];
  for (const nameKey of kinds) {
    const room = limit - found.length;
    if (room === 0) break;
    const better = found.map(({ id }) => id);
    const more = await db.product.findMany({
      where: { nameKey, id: { notIn: better } },
      orderBy: [{ nameKey: "asc" }, { id: "asc" }],
      take: room,
    });
    found.push(...more);
  }
  return found;
}
