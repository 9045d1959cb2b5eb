import { builder } from "../../schema/builder.ts";
import { User } from "../../schema/user.ts";

builder.queryField("me", (t) =>
  t.withAuth({ signedIn: true }).field({
    type: User,
    description: "The account that asks.",
    limits: { rules: ["query"] },
    resolve: (_root, _args, { viewer }) => viewer.account,
  }),
);
