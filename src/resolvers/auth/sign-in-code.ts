import { z } from "zod";
import { type Account, findAccount, findAccountByEmail } from "../../auth/accounts.ts";
import { recordAttempt, recordLogin, refuseDisabled } from "../../auth/login.ts";
import type { Context } from "../../context.ts";
import { AppError } from "../../errors.ts";
import { AuthPayload, CodeRequest } from "../../schema/auth.ts";
import { builder } from "../../schema/builder.ts";
import { form, parseInput } from "../../validation.ts";

interface CodeAddress {
  readonly email?: string | null | undefined;
  readonly refreshToken?: string | null | undefined;
}

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
    limits: { rules: ["requestSignInCode", "mail"], mailbox: (args, context) => addressOf(args, context) },
    args: {
      email: t.arg.string({ description: "The account's address." }),
      refreshToken: t.arg.string({ description: "Instead of the address: a refresh token of the account." }),
    },
    resolve: async (_root, args, context) => {
      const { db, codes } = context;
      codes.assertMail();
      const email = await addressOf(parseInput(RequestShape, args, ["input"]), context);
      if (email === null) return {};
      const account = await findAccountByEmail(db, email);
      await codes.issue(email, "sign-in", { deliver: account !== null });
      return {};
    },
  }),
);

/** The mailbox that is meant: as given, or that of the refresh token's account; null for a token of no live session. */
async function addressOf({ email, refreshToken }: CodeAddress, { db, sessions }: Context): Promise<string | null> {
  if (email != null) return email;
  const userId = refreshToken == null ? null : await sessions.ownerOf(refreshToken);
  const account = userId === null ? null : await findAccount(db, userId);
  return account?.email ?? null;
}

const LoginShape = z.object({ email: form.email, code: form.text(64) });

const LoginWithCodeInput = builder.inputType("LoginWithCodeInput", {
  description: "Who wants to sign in.",
  fields: (t) => ({
    email: t.string({ required: true, description: "The address that the code was mailed to." }),
    code: t.string({ required: true, description: "Six digits." }),
  }),
});

builder.mutationField("loginWithCode", (t) =>
  t.field({
    type: AuthPayload,
    description: "Signs in with a code from `requestSignInCode` and starts a session.",
    authScopes: { public: true },
    limits: { rules: ["loginWithCode"] },
    args: { input: t.arg({ type: LoginWithCodeInput, required: true, description: "Address and code." }) },
    resolve: async (_root, args, context) => {
      const { db, sessions, door, client } = context;
      const account = await redeemFor(parseInput(LoginShape, args.input, ["input"]), context);
      const tokens = await sessions.start(account.id, door, client);
      return { account: await recordLogin(db, account, client, "CODE"), tokens };
    },
  }),
);

const RecoverShape = (passwordMinLength: number) =>
  LoginShape.extend({ password: form.newPassword(passwordMinLength) });

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
      const { db, passwords, sessions, door } = context;
      const input = parseInput(RecoverShape(door.passwordMinLength), args.input, ["input"]);
      const account = await redeemFor(input, context);
      const passwordHash = await passwords.hash(input.password);
      await db.user.update({ where: { id: account.id }, data: { passwordHash } });
      await sessions.endAll(account.id);
      return true;
    },
  }),
);

/** Uses the code up and gives the account it was mailed to. */
async function redeemFor(given: z.output<typeof LoginShape>, { db, codes, client }: Context): Promise<Account> {
  const account = await findAccountByEmail(db, given.email);
  try {
    await codes.redeem(given.email, "sign-in", given.code);
  } catch (error) {
    if (error instanceof AppError && error.code === "CODE_REJECTED") {
      await recordAttempt(db, account, client, "CODE", "WRONG_CODE");
    }
    throw error;
  }
  if (account === null) throw new AppError("CODE_REJECTED");
  await refuseDisabled(db, account, client, "CODE");
  return account;
}
