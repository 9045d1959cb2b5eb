import { z } from "zod";
import { findAccount } from "../../auth/accounts.ts";
import { proveOwner } from "../../auth/own-proof.ts";
import {
  beginSecondFactor,
  confirmSecondFactor,
  endSecondFactor,
  type SecondFactorSetup,
} from "../../auth/second-factor.ts";
import type { SignedInContext } from "../../context.ts";
import { AppError } from "../../errors.ts";
import { SECOND_FACTOR_CODE } from "../../schema/auth.ts";
import { builder } from "../../schema/builder.ts";
import { idOr } from "../../schema/ids.ts";
import { form, parseInput } from "../../validation.ts";

const Setup = builder.objectRef<SecondFactorSetup>("SecondFactorSetup").implement({
  description: "What goes into an authenticator app (RFC 6238: SHA-1, six digits, 30 seconds).",
  fields: (t) => ({
    secret: t.exposeString("secret", { description: "In base32, for apps that one types it into." }),
    uri: t.exposeString("uri", { description: "`otpauth://totp/…`, for a QR code." }),
  }),
});

const RecoveryCodes = builder.objectRef<{ readonly recoveryCodes: readonly string[] }>("RecoveryCodes").implement({
  description: "Codes for the day on which the authenticator app is lost.",
  fields: (t) => ({
    recoveryCodes: t.stringList({
      description: "Each takes the place of a code once. They are shown now and never again.",
      resolve: ({ recoveryCodes }) => [...recoveryCodes],
    }),
  }),
});

const PasswordShape = z.object({ password: form.givenPassword, secondFactorCode: form.secondFactorCode });

/** A session alone changes nothing about the second factor. @throws {AppError} as {@link proveOwner} */
const proveOneself = (
  context: SignedInContext,
  { password, secondFactorCode }: z.output<typeof PasswordShape>,
): Promise<unknown> => proveOwner(context, context.viewer.account, { currentPassword: password, secondFactorCode });

builder.mutationField("beginSecondFactor", (t) =>
  t.withAuth({ signedIn: true }).field({
    type: Setup,
    description:
      "Makes a secret for an authenticator app. Nothing is asked for until `confirmSecondFactor` has had a code of it.",
    limits: { rules: ["password", "passwordOfSite"] },
    args: { password: t.arg.string({ required: true, description: "The account's password." }) },
    resolve: async (_root, args, context) => {
      await proveOneself(context, parseInput(PasswordShape, args));
      return beginSecondFactor(context, context.viewer.account);
    },
  }),
);

const CodeShape = z.object({ code: form.text(64) });

builder.mutationField("confirmSecondFactor", (t) =>
  t.withAuth({ signedIn: true }).field({
    type: RecoveryCodes,
    description: "Turns the second factor on: from now on signing in asks for it, at every door.",
    limits: { rules: ["secondFactor"] },
    args: { code: t.arg.string({ required: true, description: "Six digits, as the authenticator app shows them." }) },
    resolve: async (_root, args, context) => {
      const { code } = parseInput(CodeShape, args);
      return { recoveryCodes: await confirmSecondFactor(context, context.viewer.account, code) };
    },
  }),
);

const EndInput = builder.inputType("EndSecondFactorInput", {
  description: "Proof that it is the owner who turns the second factor off.",
  fields: (t) => ({
    password: t.string({ required: true, description: "The account's password." }),
    secondFactorCode: t.string({ required: true, description: SECOND_FACTOR_CODE }),
  }),
});

builder.mutationField("endSecondFactor", (t) =>
  t.withAuth({ signedIn: true }).boolean({
    description: "Turns the second factor off and forgets its secret and the recovery codes.",
    limits: { rules: ["password", "passwordOfSite"] },
    args: { input: t.arg({ type: EndInput, required: true, description: "Password and code." }) },
    resolve: async (_root, args, context) => {
      await proveOneself(context, parseInput(PasswordShape, args.input, ["input"]));
      await endSecondFactor(context, context.viewer.account);
      return true;
    },
  }),
);

builder.mutationField("resetSecondFactor", (t) =>
  t.boolean({
    description: "Turns off the second factor of somebody who has lost it, recovery codes included.",
    authScopes: { admin: true },
    limits: { rules: ["administration"] },
    audit: { to: "account", id: ({ userId }) => userId },
    args: { userId: t.arg.id({ required: true, description: "Whose." }) },
    resolve: async (_root, args, context) => {
      const account = await findAccount(context.db, idOr("USER_NOT_FOUND", args.userId));
      if (account === null) throw new AppError("USER_NOT_FOUND");
      await endSecondFactor(context, account);
      return true;
    },
  }),
);
