import { z } from "zod";
import type { Door } from "../../doors.ts";
import { AppError } from "../../errors.ts";
import {
  EnvelopeCreateUserDocument,
  EnvelopeCurrentUserDocument,
  EnvelopeDeleteUserDocument,
  EnvelopeIpHistoryDocument,
  EnvelopeUpdateUserDocument,
  type EnvelopeUserFragment,
} from "../../generated/operations.ts";
import { form } from "../../validation.ts";
import { type Route, route } from "../contract.ts";
import { atLeastOne, integerInPath } from "../input.ts";
import { Account, CurrentAccount, LastLogin } from "./answers.ts";
import { envelopeForm } from "./forms.ts";

/** Fields of a body of which any may be missing. */
type Given<Body> = { readonly [Name in keyof Body]?: Body[Name] | undefined };

const path = z.object({ user_id: integerInPath });

/** An account as administrators see it. The document's texts are never null: what is unset is empty. */
const account = (user: EnvelopeUserFragment) => ({
  id: Number(user.id),
  username: user.username,
  email: user.email,
  phone: user.phoneNumber ?? "",
  is_admin: user.isAdmin,
  is_active: user.isActive,
  created_at: user.createdAt,
  updated_at: user.updatedAt,
});

/** Section 2 of the document: accounts. */
export const userRoutes = (door: Door): readonly Route[] => {
  const User = z.object({
    username: form.username,
    email: form.email,
    phone: form.text(64),
    password: form.newPassword(door.passwordMinLength),
    is_admin: envelopeForm.boolean,
    is_active: envelopeForm.boolean,
  });
  const { optional } = envelopeForm;
  /** Where a whole account is given: what may be left out has a value all the same. */
  const WholeUser = User.extend({
    phone: optional(User.shape.phone).transform((phone) => phone ?? ""),
    is_admin: optional(User.shape.is_admin).transform((isAdmin) => isAdmin ?? false),
    is_active: optional(User.shape.is_active).transform((isActive) => isActive ?? true),
  });
  const SomeOfUser = z.object({
    username: optional(User.shape.username),
    email: envelopeForm.optionalText(User.shape.email),
    phone: optional(User.shape.phone),
    password: optional(User.shape.password),
    is_admin: optional(User.shape.is_admin),
    is_active: optional(User.shape.is_active),
  });
  const toInput = ({ phone, is_admin, is_active, ...rest }: Given<z.output<typeof User>>) => ({
    ...rest,
    ...(phone !== undefined && { phoneNumber: phone }),
    ...(is_admin !== undefined && { isAdmin: is_admin }),
    ...(is_active !== undefined && { isActive: is_active }),
  });
  const fieldNames = { phoneNumber: "phone" };
  const refusalsOfChange = [
    "UNAUTHENTICATED",
    "ADMIN_REQUIRED",
    "USER_NOT_FOUND",
    "EMAIL_TAKEN",
    "USERNAME_TAKEN",
    "LAST_ADMINISTRATOR",
  ] as const;

  return [
    route({
      method: "GET",
      path: "/api/users/current",
      summary: "The account of the token",
      refusals: ["UNAUTHENTICATED"],
      document: EnvelopeCurrentUserDocument,
      variables: () => ({}),
      leeways: { id: "new id" },
      result: ({ me }) => {
        if (me == null) throw new AppError("UNAUTHENTICATED");
        const { created_at, updated_at, ...rest } = account(me);
        return { ...rest, ip_address: me.lastLoginIp ?? "", last_login: me.lastLoginAt ?? "", created_at, updated_at };
      },
      answer: CurrentAccount,
    }),
    route({
      method: "GET",
      path: "/api/users/ip_history/{user_id}",
      summary: "Where an account was last used from",
      refusals: ["UNAUTHENTICATED", "FORBIDDEN", "USER_NOT_FOUND"],
      input: z.object({ path }),
      document: EnvelopeIpHistoryDocument,
      variables: ({ path }) => ({ id: path.user_id }),
      message: "获取用户IP历史成功",
      result: ({ user }) => {
        if (user === null) throw new AppError("USER_NOT_FOUND");
        const { username, email, lastLoginIp, lastLoginAt } = user;
        return { current_ip: lastLoginIp ?? "", last_login: lastLoginAt ?? "", user_info: { username, email } };
      },
      answer: LastLogin,
    }),
    route({
      method: "POST",
      path: "/api/users",
      summary: "Make an account",
      refusals: ["UNAUTHENTICATED", "ADMIN_REQUIRED", "EMAIL_TAKEN", "USERNAME_TAKEN"],
      input: z.object({ body: WholeUser }),
      document: EnvelopeCreateUserDocument,
      variables: ({ body }) => ({ input: { ...toInput(body), email: body.email, password: body.password } }),
      fieldNames,
      message: "用户创建成功",
      leeways: { id: "new id" },
      result: ({ createUser }) => account(createUser),
      answer: Account,
    }),
    route({
      method: "PUT",
      path: "/api/users/{user_id}",
      summary: "Replace an account's fields",
      refusals: refusalsOfChange,
      input: z.object({ path, body: WholeUser }),
      document: EnvelopeUpdateUserDocument,
      variables: ({ path, body }) => ({ id: path.user_id, input: toInput(body) }),
      fieldNames,
      message: "用户更新成功",
      result: ({ updateUser }) => account(updateUser),
      answer: Account,
    }),
    route({
      method: "PATCH",
      path: "/api/users/{user_id}",
      summary: "Change some of an account's fields",
      refusals: refusalsOfChange,
      input: z.object({ path, body: atLeastOne(SomeOfUser) }),
      document: EnvelopeUpdateUserDocument,
      variables: ({ path, body }) => ({ id: path.user_id, input: toInput(body) }),
      fieldNames,
      message: "用户字段更新成功",
      result: ({ updateUser }) => account(updateUser),
      answer: Account,
    }),
    route({
      method: "DELETE",
      path: "/api/users/{user_id}",
      summary: "Delete an account",
      refusals: ["UNAUTHENTICATED", "ADMIN_REQUIRED", "USER_NOT_FOUND", "LAST_ADMINISTRATOR"],
      input: z.object({ path }),
      document: EnvelopeDeleteUserDocument,
      variables: ({ path }) => ({ id: path.user_id }),
      message: "用户删除成功",
      result: () => null,
      answer: z.null(),
    }),
  ];
};
