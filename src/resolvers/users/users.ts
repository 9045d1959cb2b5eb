import { z } from "zod";
import { searchKey } from "../../database/search-key.ts";
import { findAccount } from "../../auth/accounts.ts";
import { builder } from "../../schema/builder.ts";
import { parseId } from "../../schema/ids.ts";
import { idPage, idPlace, pageComplexity, paginate } from "../../schema/pagination.ts";
import { ofOwner } from "../../schema/scopes.ts";
import { User } from "../../schema/user.ts";
import { form, parseInput } from "../../validation.ts";

builder.queryField("user", (t) =>
  t.field({
    type: User,
    nullable: true,
    description: "An account: one's own, or for administrators any. Null when there is none.",
    args: { id: t.arg.id({ required: true, description: "Its number." }) },
    authScopes: ofOwner((_root: object, { id }: { readonly id: string }) => id),
    limits: { rules: ["query"] },
    resolve: (_root, args, { db }) => {
      const id = parseId(args.id);
      return id === null ? null : findAccount(db, id);
    },
  }),
);

const Args = z.object({ search: form.text(200).nullish() });

builder.queryField("users", (t) =>
  t.connection(
    {
      type: User,
      complexity: pageComplexity,
      description: "Every account, oldest first.",
      authScopes: { admin: true },
      limits: { rules: ["administration"] },
      args: { search: t.arg.string({ description: "Part of the e-mail address or username, without case." }) },
      resolve: async (_root, args, { db }) => {
        const { search } = parseInput(Args, { search: args.search });
        const where = { deletedAt: null, ...(search != null && { searchKey: { contains: searchKey(search) } }) };
        const connection = await paginate(args, "users", idPlace, (page) => {
          const { id, orderBy, take } = idPage(page);
          return db.user.findMany({ where: { ...where, id }, orderBy, take, include: { info: true } });
        });
        return { ...connection, totalCount: () => db.user.count({ where }) };
      },
    },
    {
      name: "UserConnection",
      description: "A page of accounts.",
      fields: (t) => ({
        totalCount: t.int({
          description: "How many accounts the search finds in all; counted only when asked for.",
          resolve: (connection) => connection.totalCount(),
        }),
      }),
    },
    { name: "UserEdge", description: "An account and its place in the list." },
  ),
);
