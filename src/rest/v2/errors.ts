import { STATUS_CODES } from "node:http";
import { z } from "zod";
import { type AppError, type ErrorCode, fieldProblemsOf, messageOf } from "../../errors.ts";
import type { Wording } from "../../http/errors.ts";
import {
  codeOf,
  type FieldProblem,
  type ProblemCode,
  problemCodes,
  type Language,
  problemText,
} from "../../problems.ts";
import { type Parameter, parameterAt } from "./parameters.ts";

/** A field of the request, by the name and in the place that the client knows it by. */
interface ProblemField {
  readonly in?: Parameter["in"];
  readonly name: string;
  readonly code: ProblemCode;
  readonly message: string;
}

/** The body of an error (RFC 9457). What kind it is stands in `code`; there is no page about each, hence `about:blank`. */
interface Problem {
  readonly type: "about:blank";
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly fields?: readonly ProblemField[];
  readonly retryAfter?: number;
  readonly requestId?: string;
}

const FieldForm = z
  .strictObject({
    in: z.enum(["path", "query", "body"]).optional(),
    name: z.string(),
    code: z.enum(problemCodes),
    message: z.string(),
  })
  .meta({ id: "ProblemField" });

/** The form of errors with one status. @param codes those that a route may answer with it */
export const problemForm = (status: number, codes: readonly ErrorCode[]): z.ZodType =>
  z.strictObject({
    type: z.literal("about:blank"),
    title: z.literal(STATUS_CODES[status] ?? "Error"),
    status: z.literal(status),
    detail: z.string().describe("In English, or in Chinese where `Accept-Language` prefers it."),
    code: z.literal([...codes]),
    fields: z.array(FieldForm).optional(),
    retryAfter: z.int().optional().describe("Seconds."),
    requestId: z.uuid().optional(),
  });

/** Errors as RFC 9457 has them. */
export const asProblem =
  (parameters: readonly Parameter[] = []): Wording =>
  (error, requestId, language) => ({
    status: error.status,
    body: problemOf(error, requestId, parameters, language),
    type: "application/problem+json",
  });

/** An error as the client is told of it. The request's id is for whoever has to look up an INTERNAL in the log. */
function problemOf(
  error: AppError,
  requestId: string,
  parameters: readonly Parameter[],
  language: Language | null,
): Problem {
  const { status, code, retryAfter } = error;
  const problems = fieldProblemsOf(error);
  return {
    type: "about:blank",
    title: STATUS_CODES[status] ?? "Error",
    status,
    detail: messageOf(error, language),
    code,
    ...(problems.length > 0 && { fields: problems.map((problem) => fieldOf(problem, parameters, language)) }),
    ...(retryAfter !== undefined && { retryAfter }),
    ...(code === "INTERNAL" && { requestId }),
  };
}

/** Our own reading says `["query", "first"]`, a resolver the path of its argument. */
function fieldOf(given: FieldProblem, parameters: readonly Parameter[], language: Language | null): ProblemField {
  const { path } = given;
  const said = { code: codeOf(given.problem), message: problemText(given, language) };
  const [place, name] = path;
  if (path.length === 2 && name !== undefined && (place === "query" || place === "body")) {
    return { in: place, name, ...said };
  }
  const parameter = parameterAt(path, parameters);
  if (parameter) return { in: parameter.in, name: parameter.name, ...said };
  return { name: path.at(-1) ?? "", ...said };
}
