import { z } from "zod";
import { mailboxOf, mailSignInCode } from "../../auth/code-requests.ts";
import { recoverPassword } from "../../auth/new-password.ts";
import { signInWithCode } from "../../auth/sign-in.ts";
import { newPasswordForm, type PasswordPolicy } from "../../auth/password-policy.ts";
import { AuthPayload, CodeRequest, SECOND_FACTOR_CODE } from "../../schema/auth.ts";
import { builder } from "../../schema/builder.ts";
import { form, parseInput } from "../../validation.ts";

const RequestShape = z
  .object({ email: form.email.nullish(), refreshToken: z.string().nullish() })
  .refine(({ email, refreshToken }) => email != null || refreshToken != null, {
    path: ["email"],
    error: "is required unless there is a refresh token",
    params: { problem: { kind: "missing" } },
  });

builder.mutationField("requestSignInCode", (t) =>
  t.field({
    type: CodeRequest,
    description:
      "Mails a code that `loginWithCode` and `recoverPassword` take. Answers alike whether the address has an account or not.",
    authScopes: { public: true },
    limits: {
      rules: ["requestSignInCode", "mail", "mailFromNetwork"],
      mailbox: (args, context) => mailboxOf(context, args),
    },
    args: {
      email: t.arg.string({ description: "The account's address." }),
      refreshToken: t.arg.string({ description: "Instead of the address: a refresh token of the account." }),
    },
    resolve: async (_root, args, context) => {
      await mailSignInCode(context, parseInput(RequestShape, args, ["input"]));
      return {};
    },
  }),
);

const LoginShape = z.object({ email: form.email, code: form.text(64), secondFactorCode: form.secondFactorCode });

const LoginWithCodeInput = builder.inputType("LoginWithCodeInput", {
  description: "Who wants to sign in.",
  fields: (t) => ({
    email: t.string({ required: true, description: "The address that the code was mailed to." }),
    code: t.string({ required: true, description: "Six digits." }),
    secondFactorCode: t.string({
      description: `${SECOND_FACTOR_CODE} Sent later it is too late: the mailed code works once.`,
    }),
  }),
});

builder.mutationField("loginWithCode", (t) =>
  t.field({
    type: AuthPayload,
    description: "Signs in with a code from `requestSignInCode` and starts a session.",
    authScopes: { public: true },
    limits: { rules: ["loginWithCode"] },
    args: { input: t.arg({ type: LoginWithCodeInput, required: true, description: "Address and code." }) },
    resolve: (_root, args, context) => signInWithCode(context, parseInput(LoginShape, args.input, ["input"])),
  }),
);

const RecoverShape = (policy: PasswordPolicy) =>
  LoginShape.omit({ secondFactorCode: true }).extend({ password: newPasswordForm(policy) });

const RecoverPasswordInput = builder.inputType("RecoverPasswordInput", {
  description: "A new password in place of a forgotten one.",
  fields: (t) => ({
    email: t.string({ required: true, description: "The address that the code was mailed to." }),
    code: t.string({ required: true, description: "Six digits." }),
    password: t.string({ required: true, description: "8 to 128 characters." }),
  }),
});

builder.mutationField("recoverPassword", (t) =>
  t.boolean({
    description: "Sets a new password with a code from `requestSignInCode` and ends every session of the account.",
    authScopes: { public: true },
    limits: { rules: ["recoverPassword"] },
    args: { input: t.arg({ type: RecoverPasswordInput, required: true, description: "Address, code, password." }) },
    resolve: async (_root, args, context) => {
      await recoverPassword(context, parseInput(RecoverShape(context.door), args.input, ["input"]));
      return true;
    },
  }),
);
