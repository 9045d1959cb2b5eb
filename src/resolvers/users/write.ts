import { z } from "zod";
import { createAccount } from "../../auth/accounts.ts";
import { changeAccount, deleteAccount } from "../../auth/changes.ts";
import { newPasswordForm, type PasswordPolicy } from "../../auth/password-policy.ts";
import { builder } from "../../schema/builder.ts";
import { idOr } from "../../schema/ids.ts";
import { signedIn } from "../../schema/scopes.ts";
import { User } from "../../schema/user.ts";
import { form, parseInput } from "../../validation.ts";
import { nameForms } from "./update-me.ts";

const Shape = (policy: PasswordPolicy) =>
  z.object({
    email: form.email,
    password: newPasswordForm(policy),
    ...nameForms,
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
    audit: { to: "account" },
    args: { input: t.arg({ type: CreateInput, required: true, description: "The account." }) },
    resolve: (_root, args, context) => {
      const shape = Shape(context.door);
      const input = parseInput(shape.extend({ username: shape.shape.username.nullish() }), args.input, ["input"]);
      return createAccount(context, { ...input, mailboxProven: true, alwaysWithInfo: false });
    },
  }),
);

builder.mutationField("updateUser", (t) =>
  t.field({
    type: User,
    description: "Changes an account. The last active administrator can be neither disabled nor demoted.",
    authScopes: { admin: true },
    limits: { rules: ["administration"] },
    audit: { to: "account", id: ({ id }) => id },
    args: {
      id: t.arg.id({ required: true, description: "Its number." }),
      input: t.arg({ type: UpdateInput, required: true, description: "What to change." }),
    },
    resolve: (_root, args, context) => {
      const input = parseInput(Shape(context.door).partial(), args.input, ["input"]);
      return changeAccount(context, idOr("USER_NOT_FOUND", args.id), input, signedIn(context.viewer).session);
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
    audit: { to: "account", id: ({ id }) => id },
    args: { id: t.arg.id({ required: true, description: "Its number." }) },
    resolve: async (_root, args, context) => {
      const id = idOr("USER_NOT_FOUND", args.id);
      await deleteAccount(context, id);
      return id;
    },
  }),
);
