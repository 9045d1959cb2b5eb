import { builder } from "./builder.ts";

/** A row of a type that is a node: by its number, or where it has none by its name. */
export type NodeRow = { readonly id: number } | { readonly name: string };

/** The types whose things can be asked for by `nodeId` alone. */
const NODE_TYPES = ["Category", "Product", "User"] as const;
export type NodeType = (typeof NODE_TYPES)[number];

export const Node = builder.interfaceRef<NodeRow>("Node").implement({
  description: "Something that has an id of its own in the whole schema, as Relay wants it.",
  fields: (t) => ({
    nodeId: t.id({
      description: "Unlike any other thing's of any type, for `node` and for clients' caches; not to be taken apart.",
      resolve: (row, _args, _context, { parentType }) => writeNodeId(parentType.name, "id" in row ? row.id : row.name),
    }),
  }),
});

const writeNodeId = (type: string, key: string | number): string => Buffer.from(`${type}:${key}`).toString("base64url");

/** What a `nodeId` stands for: the type, and the number or name that it has there; null for one that is none of ours. */
export function readNodeId(nodeId: string | number): { readonly type: NodeType; readonly key: string } | null {
  const [name, ...rest] = Buffer.from(String(nodeId), "base64url").toString("utf8").split(":");
  const type = NODE_TYPES.find((candidate) => candidate === name);
  const key = rest.join(":");
  // Letter by letter, so that one thing has one id.
  return type !== undefined && writeNodeId(type, key) === nodeId ? { type, key } : null;
}
