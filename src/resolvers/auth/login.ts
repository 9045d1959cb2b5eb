import { z } from "zod";
import { checkPassword, recordLogin } from "../../auth/login.ts";
import { AuthPayload } from "../../schema/auth.ts";
import { builder } from "../../schema/builder.ts";
import { form, parseInput } from "../../validation.ts";

const Shape = z.object({ account: form.text(320), password: form.givenPassword });

const LoginInput = builder.inputType("LoginInput", {
  description: "Who wants to sign in.",
  fields: (t) => ({
    account: t.string({
      required: true,
      description: "E-mail address, username, or a phone number that exactly one account has.",
    }),
    password: t.string({ required: true, description: "The account's password." }),
  }),
});

builder.mutationField("login", (t) =>
  t.field({
    type: AuthPayload,
    description: "Signs in with a password and starts a session.",
    authScopes: { public: true },
    limits: { rules: ["login"] },
    args: { input: t.arg({ type: LoginInput, required: true, description: "Account and password." }) },
    resolve: async (_root, args, { db, passwords, sessions, door, client }) => {
      const account = await checkPassword({ db, passwords }, parseInput(Shape, args.input, ["input"]), client);
      const tokens = await sessions.start(account.id, door, client);
      return { account: await recordLogin(db, account, client, "PASSWORD"), tokens };
    },
  }),
);
