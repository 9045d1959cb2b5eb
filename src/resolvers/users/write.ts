import { z } from "zod";
import type { Database } from "../../database/client.ts";
import { type Account, asTakenError, createAccount, nameColumns } from "../../auth/accounts.ts";
import { keepAnAdministrator } from "../../auth/administrators.ts";
import { AppError } from "../../errors.ts";
import { builder } from "../../schema/builder.ts";
import { parseId } from "../../schema/ids.ts";
import { User } from "../../schema/user.ts";
import { form, parseInput } from "../../validation.ts";

const Shape = (passwordMinLength: number) =>
  z.object({
    email: form.email,
    password: form.newPassword(passwordMinLength),
    username: form.username,
    firstName: form.optionalText(100),
    lastName: form.optionalText(100),
    phoneNumber: z.union([z.literal("").transform(() => null), form.phone]).nullish(),
    isAdmin: z.boolean(),
    isActive: z.boolean(),
  });

const CreateInput = builder.inputType("CreateUserInput", {
  description: "An account that an administrator makes.",
  fields: (t) => ({
    email: t.string({ required: true, description: "Not taken by another account." }),
    password: t.string({ required: true, description: "8 to 128 characters." }),
    username: t.string({ description: "The part of the address before `@` unless given." }),
    firstName: t.string({ description: "Given name." }),
    lastName: t.string({ description: "Family name." }),
    phoneNumber: t.string({ description: "As people write it, 64 characters at most." }),
    isAdmin: t.boolean({ required: true, defaultValue: false, description: "May manage users and products." }),
    isActive: t.boolean({ required: true, defaultValue: true, description: "May sign in." }),
  }),
});

const UpdateInput = builder.inputType("UpdateUserInput", {
  description: "What to change of an account; what is left out stays. Null empties a name or the phone number.",
  fields: (t) => ({
    email: t.string({ description: "Not taken by another account." }),
    password: t.string({ description: "8 to 128 characters; ends every session of the account." }),
    username: t.string({ description: "Not taken by another account." }),
    firstName: t.string({ description: "Given name." }),
    lastName: t.string({ description: "Family name." }),
    phoneNumber: t.string({ description: "As people write it, 64 characters at most." }),
    isAdmin: t.boolean({ description: "May manage users and products." }),
    isActive: t.boolean({ description: "May sign in; false ends every session of the account." }),
  }),
});

builder.mutationField("createUser", (t) =>
  t.field({
    type: User,
    description: "Makes an account without its owner's doing.",
    authScopes: { admin: true },
    limits: { rules: ["administration"] },
    args: { input: t.arg({ type: CreateInput, required: true, description: "The account." }) },
    resolve: async (_root, args, { db, passwords, door }) => {
      const account = Shape(door.passwordMinLength);
      const input = parseInput(account.extend({ username: account.shape.username.nullish() }), args.input, ["input"]);
      const { password, phoneNumber, ...rest } = input;
      const passwordHash = await passwords.hash(password);
      return createAccount(db, { ...rest, phone: phoneNumber ?? null, passwordHash, alwaysWithInfo: false });
    },
  }),
);

builder.mutationField("updateUser", (t) =>
  t.field({
    type: User,
    description: "Changes an account. The last active administrator can be neither disabled nor demoted.",
    authScopes: { admin: true },
    limits: { rules: ["administration"] },
    args: {
      id: t.arg.id({ required: true, description: "Its number." }),
      input: t.arg({ type: UpdateInput, required: true, description: "What to change." }),
    },
    resolve: async (_root, args, { db, passwords, sessions, door }) => {
      const input = parseInput(Shape(door.passwordMinLength).partial(), args.input, ["input"]);
      const id = parseId(args.id);
      if (id === null) throw new AppError("USER_NOT_FOUND");
      const passwordHash = input.password === undefined ? undefined : await passwords.hash(input.password);
      const account = await changeAccount(db, id, { ...input, passwordHash });
      if (passwordHash !== undefined || !account.isActive) await sessions.endAll(id);
      return account;
    },
  }),
);

builder.mutationField("deleteUser", (t) =>
  t.field({
    type: "ID",
    description:
      "Removes an account for every door, ends its sessions, and says which. Its address and username are free again.",
    authScopes: { admin: true },
    limits: { rules: ["administration"] },
    args: { id: t.arg.id({ required: true, description: "Its number." }) },
    resolve: async (_root, args, { db, sessions }) => {
      const id = parseId(args.id);
      if (id === null) throw new AppError("USER_NOT_FOUND");
      await keepAnAdministrator(db, id, async (tx) => {
        await tx.user.update({
          where: { id },
          data: { deletedAt: new Date(), emailKey: null, usernameKey: null, searchKey: "", isActive: false },
        });
      });
      await sessions.endAll(id);
      return id;
    },
  }),
);

type Input = z.output<ReturnType<typeof Shape>>;
type Changes = { readonly [K in keyof Input]?: Input[K] | undefined } & { readonly passwordHash: string | undefined };

async function changeAccount(db: Database, id: number, changes: Changes): Promise<Account> {
  try {
    return await keepAnAdministrator(db, id, (tx, account) => {
      const { firstName, lastName, phoneNumber, isAdmin, isActive, passwordHash } = changes;
      const names = { ...(firstName !== undefined && { firstName }), ...(lastName !== undefined && { lastName }) };
      const named = Object.values(names).some((name) => name !== null);
      return tx.user.update({
        where: { id },
        data: {
          ...nameColumns({ email: changes.email ?? account.email, username: changes.username ?? account.username }),
          ...(phoneNumber !== undefined && { phone: phoneNumber }),
          ...(isAdmin !== undefined && { isAdmin }),
          ...(isActive !== undefined && { isActive }),
          ...(passwordHash !== undefined && { passwordHash }),
          ...(account.info !== null && { info: { update: names } }),
          ...(account.info === null && named && { info: { create: names } }),
        },
        include: { info: true },
      });
    });
  } catch (error) {
    throw asTakenError(error);
  }
}
