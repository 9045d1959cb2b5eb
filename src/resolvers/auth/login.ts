import { z } from "zod";
import { signInWithPassword } from "../../auth/sign-in.ts";
import { AuthPayload, SECOND_FACTOR_CODE } from "../../schema/auth.ts";
import { builder } from "../../schema/builder.ts";
import { form, parseInput } from "../../validation.ts";

const Shape = z.object({
  account: form.text(320),
  password: form.givenPassword,
  secondFactorCode: form.secondFactorCode,
});

const LoginInput = builder.inputType("LoginInput", {
  description: "Who wants to sign in.",
  fields: (t) => ({
    account: t.string({
      required: true,
      description: "E-mail address, username, or a phone number: that of the account that has had it longest.",
    }),
    password: t.string({ required: true, description: "The account's password." }),
    secondFactorCode: t.string({ description: SECOND_FACTOR_CODE }),
  }),
});

builder.mutationField("login", (t) =>
  t.field({
    type: AuthPayload,
    description:
      "Signs in with a password and starts a session. Fails with SECOND_FACTOR_REQUIRED when the password is right and the account has a second factor: ask for its code, and send both.",
    authScopes: { public: true },
    limits: { rules: ["password", "passwordOfSite"] },
    args: { input: t.arg({ type: LoginInput, required: true, description: "Account and password." }) },
    resolve: (_root, args, context) => signInWithPassword(context, parseInput(Shape, args.input, ["input"])),
  }),
);
