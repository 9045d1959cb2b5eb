import { z } from "zod";
import { changePassword } from "../../auth/new-password.ts";
import { newPasswordForm, type PasswordPolicy } from "../../auth/password-policy.ts";
import { builder } from "../../schema/builder.ts";
import { SECOND_FACTOR_CODE } from "../../schema/auth.ts";
import { signedIn } from "../../schema/scopes.ts";
import { form, parseInput } from "../../validation.ts";

const Shape = (policy: PasswordPolicy) =>
  z.object({
    email: form.email.nullish(),
    currentPassword: form.givenPassword,
    newPassword: newPasswordForm(policy),
    secondFactorCode: form.secondFactorCode,
  });

const ChangePasswordInput = builder.inputType("ChangePasswordInput", {
  description: "The old and the new password.",
  fields: (t) => ({
    email: t.string({ description: "Whose password it is; left out: that of the account that asks." }),
    currentPassword: t.string({ required: true, description: "The password as it is." }),
    newPassword: t.string({ required: true, description: "8 to 128 characters; may be the old one." }),
    secondFactorCode: t.string({ description: SECOND_FACTOR_CODE }),
  }),
});

builder.mutationField("changePassword", (t) =>
  t.boolean({
    description: "Sets a new password and ends every session of the account, the one that asks included.",
    authScopes: { public: true },
    limits: { rules: ["password", "passwordOfSite"] },
    args: { input: t.arg({ type: ChangePasswordInput, required: true, description: "Old and new." }) },
    resolve: async (_root, args, context) => {
      const { email, ...given } = parseInput(Shape(context.door), args.input, ["input"]);
      await changePassword(context, email ?? signedIn(await context.whoAsks()).account, given);
      return true;
    },
  }),
);
