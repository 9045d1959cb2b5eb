import { findAccount } from "../../auth/accounts.ts";
import { AppError } from "../../errors.ts";
import { Session } from "../../schema/auth.ts";
import { builder } from "../../schema/builder.ts";
import { idOr } from "../../schema/ids.ts";
import { type PageArgs, pageComplexity, type PageQuery, paginate, type Place } from "../../schema/pagination.ts";
import { ofOwner, signedIn } from "../../schema/scopes.ts";
import { User } from "../../schema/user.ts";
import type { Session as StoredSession } from "../../stores/store.ts";

const Connection = builder.connectionObject(
  { type: Session, name: "SessionConnection", description: "A page of sessions." },
  { name: "SessionEdge", description: "A session and its place in the list." },
);

builder.queryField("mySessions", (t) =>
  t.connection(
    {
      type: Session,
      complexity: pageComplexity,
      description: "Where the account is signed in, newest first: a hundred places at most.",
      authScopes: { signedIn: true },
      limits: { rules: ["query"] },
      resolve: async (_root, args, { viewer, sessions }) => {
        const { id } = signedIn(viewer).account;
        return pageOf(args, id, await sessions.list(id));
      },
    },
    Connection,
  ),
);

builder.objectField(User, "sessions", (t) =>
  t.connection(
    {
      type: Session,
      complexity: pageComplexity,
      description: "Where the account is signed in, newest first: one's own, or for administrators anybody's.",
      authScopes: ofOwner(({ id }: { readonly id: number }, _args: object) => id),
      resolve: async ({ id }, args, { sessions }) => pageOf(args, id, await sessions.list(id)),
    },
    Connection,
  ),
);

builder.queryField("userSessions", (t) =>
  t.connection(
    {
      type: Session,
      complexity: pageComplexity,
      description: "Where somebody is signed in, newest first: a hundred places at most.",
      authScopes: { admin: true },
      limits: { rules: ["administration"] },
      args: { userId: t.arg.id({ required: true, description: "Who." }) },
      resolve: async (_root, args, { db, sessions }) => {
        const userId = idOr("USER_NOT_FOUND", args.userId);
        if ((await findAccount(db, userId)) === null) throw new AppError("USER_NOT_FOUND");
        return pageOf(args, userId, await sessions.list(userId));
      },
    },
    Connection,
  ),
);

builder.mutationField("revokeSession", (t) =>
  t.withAuth({ signedIn: true }).boolean({
    description: "Ends one of the account's sessions, or for administrators anybody's.",
    args: { id: t.arg.id({ required: true, description: "The session's id, from `mySessions` or `userSessions`." }) },
    // Costs next to nothing, and is never to be held up.
    limits: { rules: [] },
    // A session's id begins with its user's.
    audit: { to: "account", id: ({ id }) => id.split(".", 1)[0] ?? "" },
    resolve: async (_root, { id }, { viewer: { account, mayAdminister }, sessions }) => {
      await sessions.end(id, mayAdminister ? undefined : account.id);
      return true;
    },
  }),
);

builder.mutationField("endUserSessions", (t) =>
  t.int({
    description: "Ends every session of an account and says how many there were.",
    authScopes: { admin: true },
    limits: { rules: ["administration"] },
    audit: { to: "account", id: ({ userId }) => userId },
    args: { userId: t.arg.id({ required: true, description: "Whose." }) },
    resolve: async (_root, args, { db, sessions }) => {
      const userId = idOr("USER_NOT_FOUND", args.userId);
      if ((await findAccount(db, userId)) === null) throw new AppError("USER_NOT_FOUND");
      return sessions.endAll(userId);
    },
  }),
);

/** A session's place among those of its user. Times of 13 digits, as they have until the year 2286, compare as texts. */
const placeOf = ({ id, userId, createdAt }: StoredSession): Place => ({ value: `${createdAt} ${id}`, id: userId });

/** @param newestFirst every session of the user, of whom the store holds but so many */
function pageOf(args: PageArgs, userId: number, newestFirst: readonly StoredSession[]) {
  return paginate(args, `sessions:${userId}`, placeOf, ({ after, before, limit, inverted }: PageQuery) => {
    const within = newestFirst.filter((session) => {
      const { value } = placeOf(session);
      return (after === undefined || value < after.value) && (before === undefined || value > before.value);
    });
    return Promise.resolve((inverted ? within.toReversed() : within).slice(0, limit));
  });
}
