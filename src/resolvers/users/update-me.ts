import { z } from "zod";
import { changeAccount } from "../../auth/changes.ts";
import { builder } from "../../schema/builder.ts";
import { User } from "../../schema/user.ts";
import { form, parseInput } from "../../validation.ts";

/** Forms of what people may change of accounts, their own or, as administrators, others'. */
export const nameForms = {
  username: form.username,
  firstName: form.optionalText(100),
  lastName: form.optionalText(100),
  phoneNumber: z.union([z.literal("").transform(() => null), form.phone]).nullish(),
};

const Shape = z.object(nameForms).partial();

const UpdateMeInput = builder.inputType("UpdateMeInput", {
  description:
    "What to change of one's own account; what is left out stays. Null empties a name or the phone number. The address has `requestAddressChange`, the password `changePassword`.",
  fields: (t) => ({
    username: t.string({ description: "Not taken by another account." }),
    firstName: t.string({ description: "Given name." }),
    lastName: t.string({ description: "Family name." }),
    phoneNumber: t.string({ description: "As people write it, 64 characters at most." }),
  }),
});

builder.mutationField("updateMe", (t) =>
  t.withAuth({ signedIn: true }).field({
    type: User,
    description: "Changes the account that asks.",
    limits: { rules: ["ownAccount"] },
    args: { input: t.arg({ type: UpdateMeInput, required: true, description: "What to change." }) },
    resolve: (_root, args, context) => {
      const { account, session } = context.viewer;
      return changeAccount(context, account.id, parseInput(Shape, args.input, ["input"]), session);
    },
  }),
);
