import { renewSession } from "../../auth/sign-in.ts";
import { AuthPayload } from "../../schema/auth.ts";
import { builder } from "../../schema/builder.ts";

builder.mutationField("refreshSession", (t) =>
  t.field({
    type: AuthPayload,
    description:
      "New tokens for an old one. The old one goes on working for 10 seconds; used after that, it ends the session, since somebody else must have it.",
    authScopes: { public: true },
    limits: { rules: ["refresh"] },
    audit: { refusalsOnly: true },
    args: {
      refreshToken: t.arg.string({
        description:
          "The newest refresh token. Left out: the access token of the Authorization header, expired or not, for sessions of the bearer contract.",
      }),
    },
    resolve: (_root, { refreshToken }, context) =>
      renewSession(
        context,
        refreshToken == null
          ? { kind: "access", token: context.credentials.header ?? "" }
          : { kind: "refresh", token: refreshToken },
      ),
  }),
);
