import { deleteAccount } from "../../auth/changes.ts";
import { proveOwner } from "../../auth/own-proof.ts";
import { builder } from "../../schema/builder.ts";
import { isGiven, notGiven, ownProof, ownProofFields } from "../../schema/own-proof.ts";
import { parseInput } from "../../validation.ts";

const Shape = ownProof.refine(isGiven, notGiven);

const DeleteMeInput = builder.inputType("DeleteMeInput", {
  description: "Proof that it is the owner who wants the account gone.",
  fields: (t) => ({
    currentPassword: t.string(ownProofFields.currentPassword),
    code: t.string(ownProofFields.code),
    secondFactorCode: t.string(ownProofFields.secondFactorCode),
  }),
});

builder.mutationField("deleteMe", (t) =>
  t.withAuth({ signedIn: true }).boolean({
    description:
      "Removes the account that asks for every door, ends its sessions, and erases what tells whose it was. There is no way back. The last administrator cannot go.",
    limits: { rules: ["password", "passwordOfSite"] },
    audit: { endsAccount: true },
    args: { input: t.arg({ type: DeleteMeInput, required: true, description: "Password or code." }) },
    resolve: async (_root, args, context) => {
      const account = await proveOwner(context, context.viewer.account, parseInput(Shape, args.input, ["input"]));
      await deleteAccount(context, account.id, account.credentialStamp);
      return true;
    },
  }),
);
