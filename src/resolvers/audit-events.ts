import { z } from "zod";
import { builder } from "../schema/builder.ts";
import { idOr } from "../schema/ids.ts";
import { idPage, idPlace, pageComplexity, paginate } from "../schema/pagination.ts";
import { form, parseInput } from "../validation.ts";

const AuditEvent = builder.prismaObject("AuditEvent", {
  description: "Something that somebody did, or tried to. What one stranger repeats within an hour is one event.",
  fields: (t) => ({
    id: t.exposeID("id", { description: "Higher is later." }),
    at: t.expose("at", { type: "DateTime", description: "When; of repeats, the first time." }),
    lastAt: t.expose("lastAt", { type: "DateTime", description: "When it was repeated last." }),
    count: t.exposeInt("count", { description: "How often." }),
    act: t.exposeString("act", { description: "The mutation, whichever door it came in by: `updateUser`." }),
    door: t.exposeString("door", {
      description:
        "`graphql`, `rest`, `bearer` or `envelope`; `operator`: a command or setting of whoever runs the server.",
    }),
    outcome: t.exposeString("outcome", { description: "`OK`, or the code of the error." }),
    reason: t.exposeString("reason", {
      nullable: true,
      description: "What the login history says of a try to sign in.",
    }),
    actorId: t.id({
      nullable: true,
      description: "The account that was signed in.",
      resolve: ({ actorId }) => actorId,
    }),
    accountId: t.id({
      nullable: true,
      description: "The account that it was done to, or that somebody tried to get into.",
      resolve: ({ accountId }) => accountId,
    }),
    productId: t.id({
      nullable: true,
      description: "The product that it was done to.",
      resolve: ({ productId }) => productId,
    }),
    fields: t.stringList({
      description: "The names of what was given, as far as somebody signed in did it: of a change, what was changed.",
      resolve: ({ fields }) => fields.split(" ").filter((name) => name !== ""),
    }),
    address: t.exposeString("address", {
      nullable: true,
      description: "The client's; of repeats, the first one. Null once the account that it belongs to is deleted.",
    }),
  }),
});

const Args = z.object({ act: form.text(100).nullish() });

builder.queryField("auditEvents", (t) =>
  t.connection(
    {
      type: AuditEvent,
      complexity: pageComplexity,
      description: "The audit trail, newest first: who did what to whom, from where.",
      authScopes: { admin: true },
      limits: { rules: ["administration"] },
      args: {
        accountId: t.arg.id({ description: "What this account did and what was done to it, also when it is deleted." }),
        act: t.arg.string({ description: "One mutation: `login`." }),
      },
      resolve: async (_root, args, { db, trail }) => {
        const { act } = parseInput(Args, { act: args.act });
        const account = args.accountId == null ? null : idOr("USER_NOT_FOUND", args.accountId);
        // What this process knows is in the answer; of others, what is a second old.
        await trail.flush();
        const where = {
          ...(act != null && { act }),
          ...(account !== null && { OR: [{ actorId: account }, { accountId: account }] }),
        };
        return paginate(args, `auditEvents:${account ?? ""}:${act ?? ""}`, idPlace, (page) => {
          const { id, orderBy, take } = idPage(page, "desc");
          return db.auditEvent.findMany({ where: { ...where, id }, orderBy, take });
        });
      },
    },
    { name: "AuditEventConnection", description: "A page of the audit trail." },
    { name: "AuditEventEdge", description: "An event and its place in the list." },
  ),
);
