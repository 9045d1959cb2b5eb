import { z } from "zod";
import { createAccount } from "../../auth/accounts.ts";
import { newPasswordForm, type PasswordPolicy } from "../../auth/password-policy.ts";
import { builder } from "../../schema/builder.ts";
import { User } from "../../schema/user.ts";
import { form, parseInput } from "../../validation.ts";

const Shape = (policy: PasswordPolicy) =>
  z.object({
    email: form.email,
    password: newPasswordForm(policy),
    username: form.username.nullish(),
    firstName: form.optionalText(100),
    lastName: form.optionalText(100),
    phoneNumber: form.phone.nullish(),
  });

const RegisterInput = builder.inputType("RegisterInput", {
  description: "A new account.",
  fields: (t) => ({
    email: t.string({ required: true, description: "Not taken by another account." }),
    password: t.string({ required: true, description: "8 to 128 characters." }),
    username: t.string({ description: "The part of the address before `@` unless given." }),
    firstName: t.string({ description: "Given name." }),
    lastName: t.string({ description: "Family name." }),
    phoneNumber: t.string({ description: "As people write it, 64 characters at most." }),
  }),
});

builder.mutationField("register", (t) =>
  t.field({
    type: User,
    description: "Makes an account. It is not signed in yet: `login` does that.",
    authScopes: { public: true },
    limits: { rules: ["register"] },
    audit: { to: "account" },
    args: { input: t.arg({ type: RegisterInput, required: true, description: "The account." }) },
    resolve: (_root, args, context) => {
      const { door } = context;
      const input = parseInput(Shape(door), args.input, ["input"]);
      const { nameRequired } = door;
      return createAccount(context, { ...input, nameRequired, mailboxProven: false, alwaysWithInfo: true });
    },
  }),
);
