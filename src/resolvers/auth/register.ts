import { z } from "zod";
import { createAccount, findAccountByEmail } from "../../auth/accounts.ts";
import { AppError } from "../../errors.ts";
import { builder } from "../../schema/builder.ts";
import { User } from "../../schema/user.ts";
import { form, parseInput } from "../../validation.ts";

const Shape = (passwordMinLength: number) =>
  z.object({
    email: form.email,
    password: form.newPassword(passwordMinLength),
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
    args: { input: t.arg({ type: RegisterInput, required: true, description: "The account." }) },
    resolve: async (_root, args, { db, passwords, door }) => {
      const input = parseInput(Shape(door.passwordMinLength), args.input, ["input"]);
      // Spares a hash; the unique column decides when two register at once.
      if ((await findAccountByEmail(db, input.email)) !== null) throw new AppError("EMAIL_TAKEN");
      const { password, phoneNumber, ...rest } = input;
      const passwordHash = await passwords.hash(password);
      return createAccount(db, { ...rest, phone: phoneNumber ?? null, passwordHash, alwaysWithInfo: true });
    },
  }),
);
