import { AppError } from "../../errors.ts";
import { findAccount } from "../../auth/accounts.ts";
import { LoginAttempt } from "../../schema/auth.ts";
import { builder } from "../../schema/builder.ts";
import { idOr } from "../../schema/ids.ts";
import { idPage, idPlace, pageComplexity, paginate } from "../../schema/pagination.ts";

builder.queryField("loginHistory", (t) =>
  t.connection(
    {
      type: LoginAttempt,
      complexity: pageComplexity,
      description: "The tries to sign in to an account, newest first: one's own, or for administrators anybody's.",
      args: { userId: t.arg.id({ required: true, description: "Whose." }) },
      authScopes: (_root, { userId }) => ({ self: userId }),
      limits: { rules: ["query"] },
      resolve: async (_root, args, { db }) => {
        const userId = idOr("USER_NOT_FOUND", args.userId);
        if ((await findAccount(db, userId)) === null) throw new AppError("USER_NOT_FOUND");
        return paginate(args, `loginHistory:${userId}`, idPlace, (page) => {
          const { id, orderBy, take } = idPage(page, "desc");
          return db.loginAttempt.findMany({ where: { userId, id }, orderBy, take });
        });
      },
    },
    { name: "LoginAttemptConnection", description: "A page of tries to sign in." },
    { name: "LoginAttemptEdge", description: "A try and its place in the list." },
  ),
);
