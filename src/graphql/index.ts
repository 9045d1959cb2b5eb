import { type NextFunction, type Request, type RequestHandler, type Response, Router } from "express";
import type { DocumentNode, GraphQLError } from "graphql";
import { createGraphQLError, createYoga, type Plugin } from "graphql-yoga";
import { LRUCache } from "lru-cache";
import { createContext, doors } from "../context.ts";
import type { Deps } from "../deps.ts";
import { AppError, catalogue, errorHeaders, toAppError } from "../errors.ts";
import { explorer } from "../explorer/index.ts";
import { readJson } from "../http/json-body.ts";
import { logIfUnforeseen, requestFacts, requestIdOf } from "../http/request.ts";
import { schema } from "../schema/index.ts";

/** What Yoga hands to the context: Express's own request and response. */
interface ServerContext {
  readonly req: Request;
  readonly res: Response;
}

const JSON_TYPES = new Set(["application/json", "application/graphql+json"]);
const ANSWER_TYPES = new Set(["application/json", "application/graphql-response+json", "application/*", "*/*"]);

/** Twice what the widest operation that the schema's limits let through is made of. */
const MAX_TOKENS = 4000;

/** How many characters of documents are kept parsed: their number alone would let long ones fill the memory. */
const KEPT_CHARACTERS = 1_000_000;

/**
 * `/graphql`: GraphQL over HTTP by Yoga. Bodies are JSON of at most 1 MiB; forms and plain text are refused, since pages
 * of other sites can send those without being asked first.
 */
export function graphqlDoor(deps: Deps): Router {
  const door = doors(deps.config).graphql;
  const yoga = createYoga<ServerContext>({
    schema,
    graphqlEndpoint: "/graphql",
    landingPage: false,
    graphiql: false,
    multipart: false,
    cors: false,
    logging: false,
    // Ours, below: every error gets a code from the catalogue, not just the masked ones.
    maskedErrors: false,
    parserAndValidationCache: {
      documentCache: new LRUCache<string, DocumentNode>({
        maxSize: KEPT_CHARACTERS,
        sizeCalculation: (_document, text) => text.length + 1,
      }),
      errorCache: { get: () => undefined, set: () => {} },
    },
    context: ({ req, res }) => createContext(deps, requestFacts(req, res, door, deps.log)),
    plugins: [cataloguedErrors(deps), boundedParser],
  });
  const router = Router();
  router.use(explorer());
  router.use("/graphql", onlyHere, answerJson, readableQuery, acceptJson, (req, res) => yoga(req, res, { req, res }));
  router.use("/graphql", answerError(deps));
  return router;
}

const onlyHere: RequestHandler = (req, _res, next) => {
  next(req.path === "/" ? undefined : new AppError("NOT_FOUND"));
};

/** There is nothing here but JSON, and HTTP lets a server disregard a wish that it cannot meet. */
const answerJson: RequestHandler = (req, _res, next) => {
  const wanted = (req.headers.accept ?? "")
    .split(",")
    .map((type) => (type.split(";", 1)[0] ?? "").trim().toLowerCase());
  const known = wanted.filter((type) => ANSWER_TYPES.has(type));
  req.headers.accept = known.length > 0 ? known.join(", ") : "application/json";
  next();
};

const readableQuery: RequestHandler = (req, _res, next) => {
  if (req.method !== "GET") return next();
  const { query, variables = "null", extensions = "null" } = req.query;
  if (typeof query !== "string") throw new AppError("MALFORMED_REQUEST", { message: "The URL needs one `query`." });
  if (![variables, extensions].every((json) => json === "" || isJson(json))) {
    throw new AppError("MALFORMED_REQUEST", { message: "`variables` and `extensions` must be JSON." });
  }
  next();
};

function isJson(text: unknown): boolean {
  if (typeof text !== "string") return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const acceptJson: RequestHandler = (req, res, next) => {
  if (req.method !== "POST") return next();
  const type = (req.get("content-type") ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
  if (!JSON_TYPES.has(type)) throw new AppError("UNSUPPORTED_MEDIA_TYPE");
  readJson(req, res, (error?: unknown) => {
    if (error !== undefined) return next(error);
    const { body }: { body: unknown } = req;
    const readable = typeof body === "object" && body !== null && "query" in body && typeof body.query === "string";
    next(
      readable
        ? undefined
        : new AppError("MALFORMED_REQUEST", { message: "The body must be a JSON object with a `query`." }),
    );
  });
};

/** Refuses documents that are too long, or nested deeper than a parser's stack, before they cost anything. */
const boundedParser: Plugin<object, ServerContext> = {
  onParse({ parseFn, setParseFn }) {
    const bounded: typeof parseFn = (source, options) => {
      try {
        return parseFn(source, { ...options, maxTokens: MAX_TOKENS });
      } catch (cause) {
        throw cause instanceof RangeError ? new AppError("QUERY_TOO_COMPLEX", { cause }) : cause;
      }
    };
    setParseFn(bounded);
  },
};

/** Gives every error of an answer its code, and hides the text of those that were not thrown on purpose. */
function cataloguedErrors({ log }: Deps): Plugin<object, ServerContext> {
  return {
    onResultProcess({ result, setResult, serverContext }) {
      if (Array.isArray(result) || !("errors" in result) || !result.errors) return;
      const requestId = requestIdOf(serverContext.res);
      setResult({ ...result, errors: result.errors.map((error) => catalogued(error, requestId, log)) });
    },
  };
}

function catalogued(error: GraphQLError, requestId: string, log: Deps["log"]): GraphQLError {
  const { extensions, originalError, message, nodes, path } = error;
  const at = { nodes: nodes ?? null, path: path ?? null };
  if (typeof extensions["code"] === "string" && extensions["code"] in catalogue) return error;
  // Errors of graphql-js and Yoga about the request itself have no original error; their texts are meant for the sender.
  // By its name, since a program may hold two copies of graphql-js, as it does under test.
  if (originalError === undefined || originalError.name === "GraphQLError") {
    const status = httpStatus(extensions);
    if (status === undefined || status < 500) {
      const code = status === 405 ? "METHOD_NOT_ALLOWED" : path ? "INVALID_INPUT" : "GRAPHQL_VALIDATION_FAILED";
      const http = extensions["http"] ?? { status: catalogue[code].status };
      return createGraphQLError(message, { ...at, extensions: { ...extensions, code, http } });
    }
  }
  const known = toAppError(originalError ?? error);
  if (known.code === "INTERNAL") log.error({ err: originalError ?? error, requestId }, "a GraphQL operation failed");
  return createGraphQLError(known.message, {
    ...at,
    extensions: { ...known.extensions, ...(known.code === "INTERNAL" && { requestId }) },
  });
}

function httpStatus({ http }: GraphQLError["extensions"]): number | undefined {
  return typeof http === "object" && http !== null && "status" in http && typeof http.status === "number"
    ? http.status
    : undefined;
}

function answerError({ log }: Deps) {
  return (cause: unknown, _req: Request, res: Response, next: NextFunction): void => {
    if (res.headersSent) return next(cause);
    const error = logIfUnforeseen(cause, res, log);
    const requestId = requestIdOf(res);
    const { message, extensions } = error;
    const { http: _http, ...shown } = extensions;
    res
      .status(error.status)
      .set(errorHeaders(error.status, error.retryAfter))
      .json({ errors: [{ message, extensions: { ...shown, ...(error.code === "INTERNAL" && { requestId }) } }] });
  };
}
