import { z } from "zod";
import { findAccountByEmail } from "../../auth/accounts.ts";
import { mailRegistrationCode } from "../../auth/code-requests.ts";
import { registerWithCode } from "../../auth/sign-in.ts";
import type { Context } from "../../context.ts";
import { AuthPayload, CodeRequest } from "../../schema/auth.ts";
import { newPasswordForm, type PasswordPolicy } from "../../auth/password-policy.ts";
import { builder } from "../../schema/builder.ts";
import { form, parseInput } from "../../validation.ts";

const RequestShape = z.object({ email: form.email });

/** What the limit has just asked, so that the act need not ask again: one mutation of a request runs after the other. */
const lastAsked = new WeakMap<Context, { readonly email: string; readonly isTaken: boolean }>();

async function mailboxUnlessTaken(email: string, context: Context): Promise<string | null> {
  const isTaken = (await findAccountByEmail(context.db, email)) !== null;
  lastAsked.set(context, { email, isTaken });
  // Nothing is mailed to an address that has an account, so nothing of its owner's ten mails is used up either.
  return isTaken ? null : email;
}

builder.mutationField("requestRegistrationCode", (t) =>
  t.field({
    type: CodeRequest,
    description:
      "Mails a code that `verifyRegistration` takes. Fails with EMAIL_TAKEN when the address has an account.",
    authScopes: { public: true },
    limits: {
      rules: ["requestRegistrationCode", "mail", "mailFromNetwork"],
      mailbox: ({ email }, context) => mailboxUnlessTaken(email, context),
    },
    args: { email: t.arg.string({ required: true, description: "The address to register." }) },
    resolve: async (_root, args, context) => {
      const { email } = parseInput(RequestShape, args);
      const asked = lastAsked.get(context);
      lastAsked.delete(context);
      await mailRegistrationCode(context, email, asked?.email === args.email ? asked.isTaken : undefined);
      return {};
    },
  }),
);

const Shape = (policy: PasswordPolicy) =>
  z.object({
    email: form.email,
    code: form.text(64),
    password: newPasswordForm(policy),
    username: form.username.nullish(),
  });

const VerifyRegistrationInput = builder.inputType("VerifyRegistrationInput", {
  description: "A new account whose address is proven by a code.",
  fields: (t) => ({
    email: t.string({ required: true, description: "The address that the code was mailed to." }),
    code: t.string({ required: true, description: "Six digits." }),
    password: t.string({ required: true, description: "8 to 128 characters." }),
    username: t.string({ description: "The part of the address before `@` unless given." }),
  }),
});

builder.mutationField("verifyRegistration", (t) =>
  t.field({
    type: AuthPayload,
    description: "Makes an account with a code from `requestRegistrationCode`, and signs it in.",
    authScopes: { public: true },
    limits: { rules: ["verifyRegistration"] },
    args: { input: t.arg({ type: VerifyRegistrationInput, required: true, description: "Address, code, password." }) },
    resolve: (_root, args, context) =>
      registerWithCode(context, parseInput(Shape(context.door), args.input, ["input"])),
  }),
);
