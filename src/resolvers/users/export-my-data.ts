import { exportAccount } from "../../auth/export.ts";
import { builder } from "../../schema/builder.ts";
import { signedIn } from "../../schema/scopes.ts";

builder.queryField("exportMyData", (t) =>
  t.field({
    type: "JSON",
    description:
      "All that is held about the account that asks: the account itself, its sessions, the networks it is known from, the tries to sign in to it (their number, and the newest 10,000), what the audit trail tells of it, and where it was imported from.",
    authScopes: { signedIn: true },
    limits: { rules: ["ownAccount"] },
    resolve: (_root, _args, context) => exportAccount(context, signedIn(context.viewer).account.id),
  }),
);
