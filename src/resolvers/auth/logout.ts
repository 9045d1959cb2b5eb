import type { Context } from "../../context.ts";
import { AppError } from "../../errors.ts";
import { builder } from "../../schema/builder.ts";

builder.mutationField("logout", (t) =>
  t.boolean({
    description:
      "Ends the session that asks, though its access token may have expired. Fails with SESSION_NOT_FOUND when it has ended before.",
    // Not `signedIn`: a token whose session is gone gets an answer of its own here.
    authScopes: { public: true },
    // Signing out must never be held up.
    limits: { rules: [] },
    resolve: async (_root, _args, context) => {
      await context.sessions.end(sessionToEnd(await context.whoAsks(), context.door));
      return true;
    },
  }),
);

function sessionToEnd(viewer: Context["viewer"], door: Context["door"]): string {
  if (viewer.kind === "user") return viewer.session.id;
  if (door.expiredTokensLogOut && viewer.expiredSession !== undefined) return viewer.expiredSession;
  throw new AppError(viewer.because === "SESSION_ENDED" ? "SESSION_NOT_FOUND" : viewer.because);
}

builder.mutationField("logoutEverywhere", (t) =>
  t.withAuth({ signedIn: true }).int({
    description: "Ends every session of the account and says how many there were.",
    args: {
      exceptCurrent: t.arg.boolean({
        required: true,
        defaultValue: false,
        description: "Whether the one that asks goes on.",
      }),
    },
    limits: { rules: [] },
    resolve: (_root, { exceptCurrent }, { viewer, sessions }) =>
      sessions.endAll(viewer.account.id, exceptCurrent ? viewer.session : undefined),
  }),
);
