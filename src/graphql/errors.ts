import {
  type ExecutionResult,
  type GraphQLError,
  type GraphQLErrorExtensions,
  type GraphQLField,
  getNullableType,
  isInputObjectType,
  Kind,
} from "graphql";
import { createGraphQLError, type Plugin } from "graphql-yoga";
import type { Logger } from "pino";
import { type AnswerRecord, recordOf } from "../answers/record.ts";
import { type AppError, catalogue, fieldProblemsOf, messageOf, toAppError } from "../errors.ts";
import { errorHeaders, type Wording } from "../http/errors.ts";
import { languageOf, requestIdOf } from "../http/request.ts";
import { codeOf, type Language, problemText } from "../problems.ts";
import { schema } from "../schema/index.ts";
import type { ServerContext } from "./server-context.ts";

/** As graphql-js ends its texts. */
const SUGGESTION = / Did you mean .*\?$/s;

/** An error that happened before there was an operation to run. */
export const asGraphQL: Wording = (error, requestId, language) => ({
  status: error.status,
  body: {
    errors: [{ message: messageOf(error, language), extensions: extensionsOf(error, { requestId, language }) }],
  },
});

/** What an error's text depends on besides the error. */
interface Telling {
  readonly requestId: string;
  readonly language: Language | null;
  /** The root field that it happened in, if it did. */
  readonly field?: GraphQLField<unknown, unknown> | undefined;
}

/** What clients learn of an error besides its message: the code from the catalogue, and what goes with it. */
function extensionsOf(error: AppError, { requestId, language, field }: Telling): GraphQLErrorExtensions {
  const { code, retryAfter } = error;
  const fields = fieldProblemsOf(error).map((given) => ({
    path: located(given.path, field),
    code: codeOf(given.problem),
    message: problemText(given, language),
  }));
  return {
    code,
    ...(fields.length > 0 && { fields }),
    ...(retryAfter !== undefined && { retryAfter }),
    ...(code === "INTERNAL" && { requestId }),
  };
}

/** The whole path of an argument, where all that is known is its last name, or that it is in what older routes call a body. */
function located(path: readonly string[], field: Telling["field"]): readonly string[] {
  const [name = "", ...rest] = path;
  if (field === undefined || field.args.some((argument) => argument.name === name)) return path;
  const [inner = ""] = rest;
  if (name === "input" && field.args.some((argument) => argument.name === inner)) return rest;
  const holder = field.args.find(({ type }) => {
    const object = getNullableType(type);
    return isInputObjectType(object) && name in object.getFields();
  });
  return holder ? [holder.name, ...path] : path;
}

/** How errors of results are told: what the log gets, and how much of graphql-js's own texts is shown. */
interface Manner {
  readonly log: Logger;
  /** Whether graphql-js may say which name was probably meant, from which a schema can be guessed. */
  readonly suggestions: boolean;
}

/** Gives every error of a result its code, and hides the text of those that were not thrown on purpose. */
export function cataloguedResult(
  result: ExecutionResult,
  { req, res }: ServerContext,
  { log, suggestions }: Manner,
): ExecutionResult {
  if (!result.errors) return result;
  // What went wrong for one may go well for the next.
  const record = recordOf(req);
  record.spoil();
  const telling = { requestId: requestIdOf(res), language: languageOf(req), record };
  const told = (text: string) => (suggestions ? text : text.replace(SUGGESTION, ""));
  return { ...result, errors: result.errors.map((error) => catalogued(error, telling, log, told)) };
}

/** {@link cataloguedResult} for what Yoga answers by itself. */
export const cataloguedErrors = (manner: Manner): Plugin<object, ServerContext> => ({
  onResultProcess({ result, setResult, serverContext }) {
    if (!Array.isArray(result) && "errors" in result) setResult(cataloguedResult(result, serverContext, manner));
  },
});

function catalogued(
  error: GraphQLError,
  { record, ...telling }: Telling & { readonly record: AnswerRecord },
  log: Logger,
  told: (text: string) => string,
): GraphQLError {
  const cause = causeOf(error);
  const at = { nodes: error.nodes ?? null, path: error.path ?? null };
  const ofRequest = cause === null ? extensionsOfRequestError(error) : null;
  if (ofRequest) {
    record.failures.push({ code: ofRequest.code });
    return createGraphQLError(told(error.message), { ...at, extensions: ofRequest });
  }
  const known = toAppError(cause ?? error);
  record.failures.push(known);
  const { requestId, language } = telling;
  if (known.code === "INTERNAL") log.error({ err: cause ?? error, requestId }, "a GraphQL operation failed");
  const { status, retryAfter } = known;
  const http = { status, headers: errorHeaders(status, retryAfter) };
  const extensions = extensionsOf(known, { ...telling, field: rootFieldOf(error) });
  return createGraphQLError(messageOf(known, language), { ...at, extensions: { ...extensions, http } });
}

/** The field whose resolver failed, where that is one of a root type: only those take what people type. */
function rootFieldOf({ nodes, path }: GraphQLError): GraphQLField<unknown, unknown> | undefined {
  const [node] = nodes ?? [];
  if (node?.kind !== Kind.FIELD || path?.length !== 1) return undefined;
  const name = node.name.value;
  return schema.getMutationType()?.getFields()[name] ?? schema.getQueryType()?.getFields()[name];
}

/** What was thrown by us or by something that we call; null for errors of graphql-js and Yoga about the request itself. */
function causeOf({ originalError }: GraphQLError): Error | null {
  // By its name, since a program may hold two copies of graphql-js, as it does under test.
  return originalError === undefined || originalError.name === "GraphQLError" ? null : originalError;
}

type CodedExtensions = GraphQLErrorExtensions & { readonly code: string };

/** Texts about the request itself are meant for its sender; null when the error is one of a server's after all. */
function extensionsOfRequestError({ extensions, path }: GraphQLError): CodedExtensions | null {
  const given = extensions["code"];
  if (typeof given === "string" && given in catalogue) return { ...extensions, code: given };
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
