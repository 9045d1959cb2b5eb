import { z } from "zod";
import type { Door } from "../../doors.ts";
import { AppError } from "../../errors.ts";
import {
  BearerLoginDocument,
  BearerLogoutDocument,
  BearerMeDocument,
  BearerPopularDocument,
  BearerProductDocument,
  BearerRefreshTokenDocument,
  BearerRegisterDocument,
  BearerResetPasswordDocument,
} from "../../generated/operations.ts";
import { form } from "../../validation.ts";
import { type Contract, type Route, route } from "../contract.ts";
import { integerInPath } from "../input.ts";
import { Account, message, PopularProduct, Product, refusal, Token } from "./answers.ts";
import { asFastApi } from "./errors.ts";

/** The bearer contract: plain bodies, errors as FastAPI writes them. */
export function bearerContract(door: Door): Contract {
  return {
    door,
    routes: routes(door),
    refusals: ["NOT_FOUND", "METHOD_NOT_ALLOWED", "GONE", "INTERNAL", "UNAVAILABLE"],
    // FastAPI words what is wrong in the way of the pydantic that it runs with; what matters is where it is wrong.
    leeways: { access_token: "token", msg: "text", type: "text", input: "any", ctx: "any" },
    success: (_route, result) => result,
    successForm: ({ answer }) => answer,
    refusalForm: refusal,
    wording: asFastApi,
  };
}

const routes = (door: Door): readonly Route[] => {
  /** The contract counts this in minutes. */
  const expires_in = Math.floor(door.accessTtlSeconds / 60);
  const optionalName = form.text(100).nullish();

  return [
    route({
      method: "POST",
      path: "/api/users/register",
      summary: "Register an account",
      refusals: ["EMAIL_TAKEN", "NAME_REQUIRED"],
      input: z.object({
        body: z.object({
          email: form.email,
          password: form.newPassword(door.passwordMinLength),
          first_name: optionalName,
          last_name: optionalName,
          phone_number: optionalName,
        }),
      }),
      document: BearerRegisterDocument,
      variables: ({ body }) => {
        const given = (value: string | null | undefined) => (value == null || value.trim() === "" ? null : value);
        const [firstName, lastName, phoneNumber] = [body.first_name, body.last_name, body.phone_number].map(given);
        return { input: { email: body.email, password: body.password, firstName, lastName, phoneNumber } };
      },
      result: () => ({ message: "User registered successfully." as const }),
      answer: message("User registered successfully."),
      statuses: { EMAIL_TAKEN: 400 },
    }),
    route({
      method: "POST",
      path: "/api/users/login",
      summary: "Sign in with e-mail address and password",
      refusals: ["INVALID_CREDENTIALS", "ACCOUNT_DISABLED"],
      input: z.object({ body: z.object({ email: form.text(1024), password: form.givenPassword }) }),
      document: BearerLoginDocument,
      variables: ({ body }) => ({ input: { account: body.email, password: body.password } }),
      result: ({ login }) => ({ access_token: login.accessToken, token_type: "bearer" as const, expires_in }),
      answer: Token,
      statuses: { INVALID_CREDENTIALS: 400 },
      fieldNames: { account: "email" },
    }),
    route({
      method: "GET",
      path: "/api/users/me",
      summary: "The account of the token",
      refusals: ["UNAUTHENTICATED", "TOKEN_EXPIRED", "ACCOUNT_GONE", "USER_INFO_NOT_FOUND"],
      document: BearerMeDocument,
      variables: () => ({}),
      result: ({ me }) => {
        if (me == null) throw new AppError("UNAUTHENTICATED");
        if (!me.hasInfo) throw new AppError("USER_INFO_NOT_FOUND");
        return { email: me.email, first_name: me.firstName, last_name: me.lastName, phone_number: me.phoneNumber };
      },
      answer: Account,
    }),
    route({
      method: "POST",
      path: "/api/users/logout",
      summary: "End the token's session",
      refusals: ["UNAUTHENTICATED", "TOKEN_EXPIRED", "SESSION_NOT_FOUND"],
      document: BearerLogoutDocument,
      variables: () => ({}),
      result: () => ({ message: "You have been logged out." as const }),
      answer: message("You have been logged out."),
    }),
    route({
      method: "POST",
      path: "/api/users/refresh_token",
      summary: "A new access token for the old one, expired or not",
      refusals: ["UNAUTHENTICATED", "REFRESH_REJECTED"],
      document: BearerRefreshTokenDocument,
      variables: () => ({}),
      result: ({ refreshSession }) => ({
        access_token: refreshSession.accessToken,
        token_type: "bearer" as const,
        expires_in,
      }),
      answer: Token,
      statuses: { REFRESH_REJECTED: 403 },
    }),
    route({
      method: "POST",
      path: "/api/users/reset_password",
      summary: "Replace the password, given the old one",
      refusals: ["USER_NOT_FOUND", "WRONG_PASSWORD", "ACCOUNT_DISABLED"],
      input: z.object({
        body: z.object({ email: form.email, old_password: form.givenPassword, new_password: z.string().min(1) }),
      }),
      malformed: "WRONG_PASSWORD",
      fieldNames: { currentPassword: "old_password" },
      document: BearerResetPasswordDocument,
      variables: ({ body }) => ({
        input: { email: body.email, currentPassword: body.old_password, newPassword: body.new_password },
      }),
      result: () => ({ message: "Password has been reset successfully." as const }),
      answer: message("Password has been reset successfully."),
    }),
    route({
      method: "GET",
      path: "/api/products/product/{product_id}",
      summary: "One product",
      refusals: ["PRODUCT_NOT_FOUND"],
      input: z.object({ path: z.object({ product_id: integerInPath }) }),
      document: BearerProductDocument,
      variables: ({ path }) => ({ id: path.product_id }),
      result: ({ product }) => {
        if (product == null) throw new AppError("PRODUCT_NOT_FOUND");
        const { id, model, quantity, image, price, name, description } = product;
        const image_url = image?.path ?? "";
        return { id: Number(id), model, quantity, image_url, price: Number(price.amount), name, description };
      },
      answer: Product,
    }),
    route({
      method: "GET",
      path: "/api/products/popular",
      summary: "The ten most viewed products",
      refusals: ["NOTHING_POPULAR"],
      document: BearerPopularDocument,
      variables: () => ({}),
      result: ({ popularProducts }) => {
        if (popularProducts.length === 0) throw new AppError("NOTHING_POPULAR");
        return popularProducts.map(({ id, image, name, model }) => ({
          id: Number(id),
          img_url: image?.path ?? "",
          name,
          model,
        }));
      },
      answer: z.array(PopularProduct).min(1).max(10),
    }),
  ];
};
