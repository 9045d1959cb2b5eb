import { type Language } from "../problems.ts";
import type { ErrorRequestHandler, Response } from "express";
import type { Logger } from "pino";
import { type AppError, toAppError } from "../errors.ts";
import { recordOf } from "../answers/record.ts";
import { languageOf, requestIdOf } from "./request.ts";

/** An error as a door puts it. */
export interface WrittenError {
  readonly status: number;
  /** Becomes JSON. */
  readonly body: unknown;
  /** JSON of a kind of its own, such as `application/problem+json`. */
  readonly type?: string;
  /** Besides those that go with the error at every door. */
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * How a door, or a route of it, puts errors. The id is that of the request, which the log has it under; the language is
 * what the client wants of ours, null for none.
 */
export type Wording = (error: AppError, requestId: string, language: Language | null) => WrittenError;

/** Errors at addresses that belong to no door. */
export const outsideOfDoors: Wording = ({ status, message }) => ({ status, body: { detail: message } });

/** Answers a request with whatever went wrong: the one place where errors of all doors are written. */
export function writeError(res: Response, cause: unknown, wording: Wording, log: Logger): void {
  const error = logIfUnforeseen(cause, res, log);
  recordOf(res.req).failures.push(error);
  const { status, body, type = "json", headers = {} } = wording(error, requestIdOf(res), languageOf(res.req));
  res
    .status(status)
    .set({ ...errorHeaders(status, error.retryAfter), ...headers })
    .type(type)
    .send(JSON.stringify(body));
}

/** {@link writeError} behind handlers of Express that throw. */
export const errorWriter =
  (wording: Wording, log: Logger): ErrorRequestHandler =>
  (cause: unknown, _req, res, next) =>
    res.headersSent ? next(cause) : writeError(res, cause, wording, log);

/** The headers that go with an error at every door: `WWW-Authenticate` (RFC 6750) and `Retry-After` (seconds). */
export function errorHeaders(status: number, retryAfter: number | undefined): Record<string, string> {
  return {
    ...(status === 401 && { "WWW-Authenticate": "Bearer" }),
    ...(retryAfter !== undefined && { "Retry-After": String(retryAfter) }),
  };
}

/**
 * The error that a client is told of, whatever went wrong; the unforeseen is logged on the way, under the id that the
 * answer carries.
 */
function logIfUnforeseen(cause: unknown, res: Response, log: Logger): AppError {
  const error = toAppError(cause);
  if (error.code === "INTERNAL") log.error({ err: cause, requestId: requestIdOf(res) }, "a request failed");
  return error;
}
