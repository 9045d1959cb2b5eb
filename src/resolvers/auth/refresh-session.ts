import { findAccount } from "../../auth/accounts.ts";
import { AppError } from "../../errors.ts";
import { AuthPayload } from "../../schema/auth.ts";
import { builder } from "../../schema/builder.ts";

builder.mutationField("refreshSession", (t) =>
  t.field({
    type: AuthPayload,
    description:
      "New tokens for an old one. The old one goes on working for 10 seconds; used after that, it ends the session, since somebody else must have it.",
    authScopes: { public: true },
    limits: { rules: ["refresh"] },
    args: {
      refreshToken: t.arg.string({
        description:
          "The newest refresh token. Left out: the access token of the Authorization header, expired or not, for sessions of the bearer contract.",
      }),
    },
    resolve: async (_root, { refreshToken }, { db, sessions, door, credentials }) => {
      const given =
        refreshToken == null
          ? { kind: "access" as const, token: credentials.accessToken ?? "" }
          : { kind: "refresh" as const, token: refreshToken };
      const tokens = await sessions.renew(given, door);
      const account = await findAccount(db, tokens.session.userId);
      if (account?.isActive) return { account, tokens };
      await sessions.endAll(tokens.session.userId);
      throw new AppError("REFRESH_REJECTED");
    },
  }),
);
