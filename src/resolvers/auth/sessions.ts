import { AppError } from "../../errors.ts";
import { Session } from "../../schema/auth.ts";
import { builder } from "../../schema/builder.ts";

builder.queryField("mySessions", (t) =>
  t.withAuth({ signedIn: true }).field({
    type: [Session],
    description: "Where the account is signed in, newest first.",
    limits: { rules: ["query"] },
    resolve: (_root, _args, { viewer, sessions }) => sessions.list(viewer.account.id),
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
