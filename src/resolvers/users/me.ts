import { builder } from "../../schema/builder.ts";
import { User } from "../../schema/user.ts";

builder.queryField("me", (t) =>
  t.field({
    type: User,
    nullable: true,
    description: "The account that asks. Null when nobody is signed in.",
    authScopes: { visitor: true },
    limits: { rules: ["query"] },
    shared: "asker",
    resolve: (_root, _args, { viewer }) => (viewer.kind === "user" ? viewer.account : null),
  }),
);
