import { STATUS_CODES } from "node:http";
import type { AppError } from "../../errors.ts";
import type { Wording } from "../../http/errors.ts";
import type { FieldProblem } from "../../problems.ts";
import { type Parameter, parameterAt } from "./parameters.ts";

/** A field of the request, by the name and in the place that the client knows it by. */
interface ProblemField {
  readonly in?: Parameter["in"];
  readonly name: string;
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

/** Errors as RFC 9457 has them. */
export const asProblem =
  (parameters: readonly Parameter[] = []): Wording =>
  (error, requestId) => ({
    status: error.status,
    body: problemOf(error, requestId, parameters),
    type: "application/problem+json",
  });

/** An error as the client is told of it. The request's id is for whoever has to look up an INTERNAL in the log. */
function problemOf(error: AppError, requestId: string, parameters: readonly Parameter[]): Problem {
  const { status, message, code, problems, retryAfter } = error;
  return {
    type: "about:blank",
    title: STATUS_CODES[status] ?? "Error",
    status,
    detail: message,
    code,
    ...(problems.length > 0 && { fields: problems.map((problem) => fieldOf(problem, parameters)) }),
    ...(retryAfter !== undefined && { retryAfter }),
    ...(code === "INTERNAL" && { requestId }),
  };
}

/** Our own reading says `["query", "first"]`, a resolver the path of its argument. */
function fieldOf({ path, message }: FieldProblem, parameters: readonly Parameter[]): ProblemField {
  const [place, name] = path;
  if (path.length === 2 && name !== undefined && (place === "query" || place === "body")) {
    return { in: place, name, message };
  }
  const parameter = parameterAt(path, parameters);
  if (parameter) return { in: parameter.in, name: parameter.name, message };
  return { name: path.at(-1) ?? "", message };
}
