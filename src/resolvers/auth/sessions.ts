import { z } from "zod";
import { AppError } from "../../errors.ts";
import { Session } from "../../schema/auth.ts";
import { builder } from "../../schema/builder.ts";
import { MAX_PAGE } from "../../schema/pagination.ts";
import { User } from "../../schema/user.ts";
import { parseInput } from "../../validation.ts";

const Shape = z.object({ first: z.int().min(1).max(MAX_PAGE) });

builder.queryField("mySessions", (t) =>
  t.withAuth({ signedIn: true }).field({
    type: [Session],
    description: "Where the account is signed in, newest first.",
    limits: { rules: ["query"] },
    resolve: (_root, _args, { viewer, sessions }) => sessions.list(viewer.account.id),
  }),
);

builder.objectField(User, "sessions", (t) =>
  t.field({
    type: [Session],
    description: "Where the account is signed in, newest first: one's own, or for administrators anybody's.",
    authScopes: ({ id }) => ({ self: String(id) }),
    args: { first: t.arg.int({ required: true, defaultValue: 20, description: "How many, 1 to 100." }) },
    complexity: ({ first }) => ({ field: 1, multiplier: Math.max(1, first) }),
    resolve: async ({ id }, args, { sessions }) => {
      const { first } = parseInput(Shape, args);
      return (await sessions.list(id)).slice(0, first);
    },
  }),
);

builder.mutationField("revokeSession", (t) =>
  t.withAuth({ signedIn: true }).boolean({
    description: "Ends one of the account's sessions.",
    args: { id: t.arg.id({ required: true, description: "The session's id, from `mySessions`." }) },
    // Bounded by the number of sessions, and never to be held up.
    limits: { rules: [] },
    resolve: async (_root, { id }, { viewer, sessions }) => {
      const own = await sessions.list(viewer.account.id);
      const session = own.find((candidate) => candidate.id === id);
      if (session === undefined) throw new AppError("SESSION_NOT_FOUND");
      await sessions.end(session.id);
      return true;
    },
  }),
);
