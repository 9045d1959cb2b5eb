import type { ExecutionResult, GraphQLError, GraphQLErrorExtensions } from "graphql";
import { createGraphQLError, type Plugin } from "graphql-yoga";
import type { Logger } from "pino";
import { recordOf } from "../answers/record.ts";
import { type AppError, catalogue, toAppError } from "../errors.ts";
import { errorHeaders, type Wording } from "../http/errors.ts";
import { requestIdOf } from "../http/request.ts";
import type { ServerContext } from "./server-context.ts";

/** As graphql-js ends its texts. */
const SUGGESTION = / Did you mean .*\?$/s;

/** An error that happened before there was an operation to run. */
export const asGraphQL: Wording = (error, requestId) => ({
  status: error.status,
  body: { errors: [{ message: error.message, extensions: extensionsOf(error, requestId) }] },
});

/** What clients learn of an error besides its message: the code from the catalogue, and what goes with it. */
function extensionsOf({ code, problems, retryAfter }: AppError, requestId: string): GraphQLErrorExtensions {
  return {
    code,
    ...(problems.length > 0 && { fields: problems.map(({ path, message }) => ({ path, message })) }),
    ...(retryAfter !== undefined && { retryAfter }),
    ...(code === "INTERNAL" && { requestId }),
  };
}

/** How errors of results are told: what the log gets, and how much of graphql-js's own texts is shown. */
interface Telling {
  readonly log: Logger;
  /** Whether graphql-js may say which name was probably meant, from which a schema can be guessed. */
  readonly suggestions: boolean;
}

/** Gives every error of a result its code, and hides the text of those that were not thrown on purpose. */
export function cataloguedResult(
  result: ExecutionResult,
  { req, res }: ServerContext,
  { log, suggestions }: Telling,
): ExecutionResult {
  if (!result.errors) return result;
  // What went wrong for one may go well for the next.
  recordOf(req).spoil();
  const requestId = requestIdOf(res);
  const told = (text: string) => (suggestions ? text : text.replace(SUGGESTION, ""));
  return { ...result, errors: result.errors.map((error) => catalogued(error, requestId, log, told)) };
}

/** {@link cataloguedResult} for what Yoga answers by itself. */
export const cataloguedErrors = (telling: Telling): Plugin<object, ServerContext> => ({
  onResultProcess({ result, setResult, serverContext }) {
    if (!Array.isArray(result) && "errors" in result) setResult(cataloguedResult(result, serverContext, telling));
  },
});

function catalogued(error: GraphQLError, requestId: string, log: Logger, told: (text: string) => string): GraphQLError {
  const cause = causeOf(error);
  const at = { nodes: error.nodes ?? null, path: error.path ?? null };
  const extensions = cause === null ? extensionsOfRequestError(error) : null;
  if (extensions) return createGraphQLError(told(error.message), { ...at, extensions });
  const known = toAppError(cause ?? error);
  if (known.code === "INTERNAL") log.error({ err: cause ?? error, requestId }, "a GraphQL operation failed");
  const { status, retryAfter, message } = known;
  const http = { status, headers: errorHeaders(status, retryAfter) };
  return createGraphQLError(message, { ...at, extensions: { ...extensionsOf(known, requestId), http } });
}

/** What was thrown by us or by something that we call; null for errors of graphql-js and Yoga about the request itself. */
function causeOf({ originalError }: GraphQLError): Error | null {
  // By its name, since a program may hold two copies of graphql-js, as it does under test.
  return originalError === undefined || originalError.name === "GraphQLError" ? null : originalError;
}

/** Texts about the request itself are meant for its sender; null when the error is one of a server's after all. */
function extensionsOfRequestError({ extensions, path }: GraphQLError): GraphQLErrorExtensions | null {
  if (typeof extensions["code"] === "string" && extensions["code"] in catalogue) return extensions;
  const status = httpStatus(extensions);
  if (status !== undefined && status >= 500) return null;
  const code = status === 405 ? "METHOD_NOT_ALLOWED" : path ? "INVALID_INPUT" : "GRAPHQL_VALIDATION_FAILED";
  return { ...extensions, code, http: extensions["http"] ?? { status: catalogue[code].status } };
}

function httpStatus({ http }: GraphQLErrorExtensions): number | undefined {
  return typeof http === "object" && http !== null && "status" in http && typeof http.status === "number"
    ? http.status
    : undefined;
}
