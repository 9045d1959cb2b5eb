import { z } from "zod";
import type { Door } from "../../doors.ts";
import {
  EnvelopeForgotPasswordDocument,
  EnvelopeLoginByEmailDocument,
  EnvelopeLoginDocument,
  EnvelopeLogoutDocument,
  EnvelopePrecheckDocument,
  EnvelopeRefreshTokenDocument,
  EnvelopeSendCodeDocument,
  type EnvelopeSessionFragment,
  EnvelopeVerifyDocument,
} from "../../generated/operations.ts";
import { form } from "../../validation.ts";
import { type Route, route } from "../contract.ts";
import { CodeRequest, Session } from "./answers.ts";
import { envelopeForm } from "./forms.ts";

const code = form.text(64);
const refresh_token = z.string().max(4096);

/** What every route that signs in answers. */
const signedIn = ({ user, refreshToken }: EnvelopeSessionFragment) => ({
  username: user.username,
  email: user.email,
  refresh_token: refreshToken,
  ip_address: user.lastLoginIp ?? "",
});

/** Section 1 of the document: registration, sign-in, codes. */
export const authRoutes = (door: Door): readonly Route[] => [
  route({
    method: "POST",
    path: "/users/register/precheck",
    summary: "Mail a registration code",
    refusals: ["EMAIL_TAKEN"],
    input: z.object({ body: z.object({ email: form.email }) }),
    document: EnvelopePrecheckDocument,
    variables: ({ body }) => body,
    message: "验证码已发送",
    result: ({ requestRegistrationCode }) => ({ expire_in: requestRegistrationCode.expiresIn }),
    answer: CodeRequest,
  }),
  route({
    method: "POST",
    path: "/users/register/verify",
    summary: "Register with a code, and sign in",
    refusals: ["CODE_REJECTED", "EMAIL_TAKEN"],
    input: z.object({
      body: z.object({ email: form.email, code, password: form.newPassword(door.passwordMinLength) }),
    }),
    document: EnvelopeVerifyDocument,
    variables: ({ body }) => ({ input: body }),
    message: "注册成功",
    result: ({ verifyRegistration }) => signedIn(verifyRegistration),
    answer: Session,
    startsSession: ({ verifyRegistration }) => verifyRegistration.accessToken,
  }),
  route({
    method: "POST",
    path: "/users/login",
    summary: "Sign in with an e-mail address, a username or a phone number",
    refusals: ["INVALID_CREDENTIALS", "ACCOUNT_DISABLED"],
    input: z.object({ body: z.object({ account: form.text(320), password: form.givenPassword }) }),
    document: EnvelopeLoginDocument,
    variables: ({ body }) => ({ input: body }),
    message: "登录成功",
    result: ({ login }) => signedIn(login),
    answer: Session,
    startsSession: ({ login }) => login.accessToken,
  }),
  route({
    method: "POST",
    path: "/users/send_verification_code_by_email",
    summary: "Mail a code for signing in or for a new password",
    input: z.object({
      body: z.object({
        email: envelopeForm.optionalText(form.email),
        refresh_token: envelopeForm.optionalText(refresh_token),
      }),
    }),
    document: EnvelopeSendCodeDocument,
    variables: ({ body }) => ({ email: body.email ?? null, refreshToken: body.refresh_token ?? null }),
    message: "验证码已发送",
    result: ({ requestSignInCode }) => ({ expire_in: requestSignInCode.expiresIn }),
    answer: CodeRequest,
  }),
  route({
    method: "POST",
    path: "/users/login_by_email",
    summary: "Sign in with a code",
    refusals: ["CODE_REJECTED", "ACCOUNT_DISABLED"],
    input: z.object({ body: z.object({ email: form.email, code }) }),
    document: EnvelopeLoginByEmailDocument,
    variables: ({ body }) => ({ input: body }),
    message: "登录成功",
    result: ({ loginWithCode }) => signedIn(loginWithCode),
    answer: Session,
    startsSession: ({ loginWithCode }) => loginWithCode.accessToken,
  }),
  route({
    method: "POST",
    path: "/users/forgot_password_by_email",
    summary: "Set a new password with a code",
    refusals: ["CODE_REJECTED", "ACCOUNT_DISABLED"],
    input: z.object({
      body: z.object({ email: form.email, code, password: form.newPassword(door.passwordMinLength) }),
    }),
    document: EnvelopeForgotPasswordDocument,
    variables: ({ body }) => ({ input: body }),
    message: "密码重置成功",
    result: () => null,
    answer: z.null(),
  }),
  route({
    method: "POST",
    path: "/users/refresh_token",
    summary: "A new access token; the refresh token stays",
    refusals: ["REFRESH_REJECTED"],
    input: z.object({ body: z.object({ refresh_token }) }),
    document: EnvelopeRefreshTokenDocument,
    variables: ({ body }) => ({ refreshToken: body.refresh_token }),
    message: "令牌刷新成功",
    result: ({ refreshSession }) => ({ username: refreshSession.user.username }),
    answer: z.strictObject({ username: z.string() }),
    startsSession: ({ refreshSession }) => refreshSession.accessToken,
  }),
  route({
    method: "GET",
    path: "/users/logout",
    summary: "End the session",
    refusals: ["UNAUTHENTICATED"],
    document: EnvelopeLogoutDocument,
    variables: () => ({}),
    instead: { SESSION_NOT_FOUND: "SESSION_ENDED" },
    message: "退出登录成功",
    result: () => null,
    answer: z.null(),
    endsSession: true,
  }),
];
