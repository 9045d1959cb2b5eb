import { brandWithType } from "@pothos/core";
import { z } from "zod";
import { categoryCounts } from "../catalogue/categories.ts";
import type { Context } from "../context.ts";
import { builder } from "../schema/builder.ts";
import { parseId } from "../schema/ids.ts";
import { Node, type NodeRow, type NodeType, readNodeId } from "../schema/node.ts";
import { MAX_PAGE } from "../schema/pagination.ts";
import { Category, Product } from "../schema/product.ts";
import { isOwn } from "../schema/scopes.ts";
import { User } from "../schema/user.ts";
import { parseInput } from "../validation.ts";

/** Of each type, the rows that there are and that the viewer may see, by their keys: one statement, however many. */
const loaders: Readonly<
  Record<NodeType, (keys: readonly string[], context: Context) => Promise<ReadonlyMap<string, NodeRow>>>
> = {
  async Category(keys, context) {
    const categories = await categoryCounts(context);
    return new Map(categories.filter(({ name }) => keys.includes(name)).map((category) => [category.name, category]));
  },
  async Product(keys, { catalogue }) {
    const products = await Promise.all(numbers(keys).map((id) => catalogue.product(id)));
    return byId(products.filter((product) => product !== null));
  },
  async User(keys, context) {
    const viewer = await context.whoAsks();
    const visible = keys.filter((key) => isOwn(viewer, key));
    if (visible.length === 0) return new Map();
    const where = { id: { in: numbers(visible) }, deletedAt: null };
    return byId(await context.db.user.findMany({ where, include: { info: true } }));
  },
};

const numbers = (keys: readonly string[]): number[] => keys.map(parseId).filter((id) => id !== null);

const byId = (rows: readonly { readonly id: number }[]): ReadonlyMap<string, NodeRow> =>
  new Map(rows.map((row) => [String(row.id), row]));

async function load(nodeIds: readonly (string | number)[], context: Context): Promise<(NodeRow | null)[]> {
  const wanted = nodeIds.map(readNodeId);
  const types = [...new Set(wanted.flatMap((id) => id?.type ?? []))];
  const found = new Map(
    await Promise.all(
      types.map(async (type) => {
        const keys = wanted.flatMap((id) => (id?.type === type ? [id.key] : []));
        return [type, await loaders[type]([...new Set(keys)], context)] as const;
      }),
    ),
  );
  return wanted.map((id) => {
    const row = id && found.get(id.type)?.get(id.key);
    return id && row ? branded(row, id.type) : null;
  });
}

const refs = { Category, Product, User };

/** A copy that says of which type it is: rows may be shared with other requests. */
function branded(row: NodeRow, type: NodeType): NodeRow {
  const copy = { ...row };
  brandWithType<typeof builder.$inferSchemaTypes>(copy, refs[type]);
  return copy;
}

builder.queryField("node", (t) =>
  t.field({
    type: Node,
    nullable: true,
    description:
      "The thing with a `nodeId`; null when there is none, or when it is an account that the viewer may not see. A product that is read this way is not counted as viewed.",
    authScopes: { public: true },
    limits: { rules: ["query"] },
    args: { id: t.arg.id({ required: true, description: "Its `nodeId`." }) },
    resolve: async (_root, { id }, context) => (await load([id], context))[0] ?? null,
  }),
);

const Args = z.object({ ids: z.array(z.union([z.string(), z.number()])).max(MAX_PAGE) });

builder.queryField("nodes", (t) =>
  t.field({
    type: [Node],
    nullable: { list: false, items: true },
    description: "The things with these `nodeId`s, in the same order, as `node` finds them.",
    authScopes: { public: true },
    limits: { rules: ["query"] },
    args: { ids: t.arg.idList({ required: true, description: "Their `nodeId`s, 100 at most." }) },
    complexity: ({ ids }) => ({ field: 1, multiplier: Math.max(1, ids.length) }),
    resolve: (_root, args, context) => load(parseInput(Args, args).ids, context),
  }),
);
