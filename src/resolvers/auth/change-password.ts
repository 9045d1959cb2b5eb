import { z } from "zod";
import { type Account, findAccountByEmail } from "../../auth/accounts.ts";
import type { Context } from "../../context.ts";
import { AppError } from "../../errors.ts";
import { builder } from "../../schema/builder.ts";
import { form, parseInput } from "../../validation.ts";

const Shape = (passwordMinLength: number) =>
  z.object({
    email: form.email.nullish(),
    currentPassword: form.givenPassword,
    newPassword: form.newPassword(passwordMinLength),
  });

const ChangePasswordInput = builder.inputType("ChangePasswordInput", {
  description: "The old and the new password.",
  fields: (t) => ({
    email: t.string({ description: "Whose password it is; left out: that of the account that asks." }),
    currentPassword: t.string({ required: true, description: "The password as it is." }),
    newPassword: t.string({ required: true, description: "8 to 128 characters; may be the old one." }),
  }),
});

builder.mutationField("changePassword", (t) =>
  t.boolean({
    description: "Sets a new password and ends every session of the account, the one that asks included.",
    authScopes: { public: true },
    limits: { rules: ["changePassword"] },
    args: { input: t.arg({ type: ChangePasswordInput, required: true, description: "Old and new." }) },
    resolve: async (_root, args, context) => {
      const { db, passwords, sessions, door } = context;
      const input = parseInput(Shape(door.passwordMinLength), args.input, ["input"]);
      const account = await ownerOf(context, input.email ?? null);
      if (!(await passwords.verify(account.passwordHash, input.currentPassword))) throw new AppError("WRONG_PASSWORD");
      const passwordHash = await passwords.hash(input.newPassword);
      // Two changes at once: the second one's current password is no longer the current one.
      const { count } = await db.user.updateMany({
        where: { id: account.id, passwordHash: account.passwordHash, deletedAt: null },
        data: { passwordHash },
      });
      if (count === 0) throw new AppError("WRONG_PASSWORD");
      await sessions.endAll(account.id);
      return true;
    },
  }),
);

async function ownerOf({ db, viewer }: Context, email: string | null): Promise<Account> {
  if (email !== null) {
    const account = await findAccountByEmail(db, email);
    if (account === null) throw new AppError("USER_NOT_FOUND");
    return account;
  }
  if (viewer.kind === "anonymous") throw new AppError(viewer.because);
  return viewer.account;
}
