import { findAccount } from "../../auth/accounts.ts";
import { type Attempt, endsOfHistories } from "../../auth/login-history.ts";
import type { Context } from "../../context.ts";
import { AppError } from "../../errors.ts";
import { LoginAttempt, LoginAttemptConnection } from "../../schema/auth.ts";
import { builder } from "../../schema/builder.ts";
import { idOr } from "../../schema/ids.ts";
import { idPage, idPlace, type PageArgs, pageComplexity, type PageQuery, paginate } from "../../schema/pagination.ts";
import { ofOwner } from "../../schema/scopes.ts";
import { User } from "../../schema/user.ts";

const description = "The tries to sign in to an account, newest first: one's own, or for administrators anybody's.";

builder.queryField("loginHistory", (t) =>
  t.connection(
    {
      type: LoginAttempt,
      complexity: pageComplexity,
      description,
      args: { userId: t.arg.id({ required: true, description: "Whose." }) },
      authScopes: ofOwner((_root: object, { userId }: { readonly userId: string }) => userId),
      limits: { rules: ["query"] },
      resolve: async (_root, args, { db }) => {
        const userId = idOr("USER_NOT_FOUND", args.userId);
        if ((await findAccount(db, userId)) === null) throw new AppError("USER_NOT_FOUND");
        return historyOf(userId, args, pageOf(userId, db));
      },
    },
    LoginAttemptConnection,
  ),
);

builder.objectField(User, "loginHistory", (t) =>
  t.connection(
    {
      type: LoginAttempt,
      complexity: pageComplexity,
      description,
      authScopes: ofOwner(({ id }: { readonly id: number }, _args: object) => id),
      resolve: ({ id: userId }, args, { db }) =>
        historyOf(userId, args, (page) =>
          page.after || page.before
            ? pageOf(userId, db)(page)
            : endsOfHistories(db, { userId, limit: page.limit, fromOldest: page.inverted }),
        ),
    },
    LoginAttemptConnection,
  ),
);

type ReadPage = (page: PageQuery) => Promise<readonly Attempt[]>;

/** A cursor is good for one history only, so that no request can have many read one by one. */
const historyOf = (userId: number, args: PageArgs, read: ReadPage) =>
  paginate(args, `loginHistory:${userId}`, idPlace, read);

const pageOf =
  (userId: number, db: Context["db"]): ReadPage =>
  (page) => {
    const { id, orderBy, take } = idPage(page, "desc");
    return db.loginAttempt.findMany({ where: { userId, id }, orderBy, take });
  };
