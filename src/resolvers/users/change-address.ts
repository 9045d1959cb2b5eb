import { z } from "zod";
import { changeAddress, isTakenByOther, mailAddressCode } from "../../auth/address-change.ts";
import { proveOwner } from "../../auth/own-proof.ts";
import { CodeRequest } from "../../schema/auth.ts";
import { builder } from "../../schema/builder.ts";
import { isGiven, notGiven, ownProof, ownProofFields } from "../../schema/own-proof.ts";
import { signedIn } from "../../schema/scopes.ts";
import { User } from "../../schema/user.ts";
import { form, parseInput } from "../../validation.ts";

const RequestShape = ownProof.extend({ email: form.email }).refine(isGiven, notGiven);

const RequestAddressChangeInput = builder.inputType("RequestAddressChangeInput", {
  description: "The new address, and proof that it is the owner who wants it.",
  fields: (t) => ({
    email: t.string({ required: true, description: "Not taken by another account." }),
    currentPassword: t.string(ownProofFields.currentPassword),
    code: t.string(ownProofFields.code),
    secondFactorCode: t.string(ownProofFields.secondFactorCode),
  }),
});

builder.mutationField("requestAddressChange", (t) =>
  t.withAuth({ signedIn: true }).field({
    type: CodeRequest,
    description: "Mails a code to the address that the account is to have, for `changeAddress`.",
    limits: {
      rules: ["requestAddressChange", "password", "passwordOfSite", "mail", "mailFromNetwork"],
      // Nothing is mailed to an address that another account has.
      mailbox: async ({ input: { email } }, context) => {
        const { id } = signedIn(context.viewer).account;
        return (await isTakenByOther(context.db, email, id)) ? null : email;
      },
    },
    args: { input: t.arg({ type: RequestAddressChangeInput, required: true, description: "Address and proof." }) },
    resolve: async (_root, args, context) => {
      const { email, ...proof } = parseInput(RequestShape, args.input, ["input"]);
      await mailAddressCode(context, await proveOwner(context, context.viewer.account, proof), email);
      return {};
    },
  }),
);

const ChangeShape = z.object({ email: form.email, code: form.text(64) });

const ChangeAddressInput = builder.inputType("ChangeAddressInput", {
  description: "The new address, and the code that was mailed to it.",
  fields: (t) => ({
    email: t.string({ required: true, description: "The address that `requestAddressChange` was given." }),
    code: t.string({ required: true, description: "Six digits." }),
  }),
});

builder.mutationField("changeAddress", (t) =>
  t.withAuth({ signedIn: true }).field({
    type: User,
    description:
      "Gives the account that asks the address that the code was mailed to, ends its other sessions, and tells the old address.",
    limits: { rules: ["ownAccount"] },
    args: { input: t.arg({ type: ChangeAddressInput, required: true, description: "Address and code." }) },
    resolve: (_root, args, context) =>
      changeAddress(context, context.viewer, parseInput(ChangeShape, args.input, ["input"])),
  }),
);
