import { type RequestHandler, Router } from "express";
import { type DocumentNode, type ExecutionResult, lexicographicSortSchema, printSchema } from "graphql";
import { createYoga, type Plugin } from "graphql-yoga";
import { LRUCache } from "lru-cache";
import { noteRoute, recordOf } from "../answers/record.ts";
import { type Context, createContext } from "../context.ts";
import { doors } from "../doors.ts";
import type { Deps } from "../deps.ts";
import { AppError } from "../errors.ts";
import { explorer } from "../explorer/index.ts";
import { servedText } from "../http/asset.ts";
import { errorWriter } from "../http/errors.ts";
import { preferredError } from "../http/prefer.ts";
import { boundedRequestRate } from "../http/request-rate.ts";
import { requestFacts } from "../http/request.ts";
import { schema } from "../schema/index.ts";
import { meetableAccept } from "./checks/accept.ts";
import { readableBody } from "./checks/body.ts";
import { boundedDocuments } from "./checks/document-size.ts";
import { fewErrors } from "./checks/few-errors.ts";
import { introspection } from "./checks/introspection.ts";
import { type PersistedOperations, persistedOperations } from "./persisted/index.ts";
import { readableQueryString } from "./checks/query-string.ts";
import { tracedOperation } from "../traces/trace.ts";
import { asGraphQL, cataloguedErrors, cataloguedResult } from "./errors.ts";
import type { ServerContext } from "./server-context.ts";
import { countedName } from "./known-documents.ts";
import { straight } from "./straight.ts";

/** How many characters of documents are kept parsed: their number alone would let long ones fill the memory. */
const KEPT_CHARACTERS = 1_000_000;

/**
 * `/graphql`: GraphQL over HTTP by Yoga, behind checks of our own, and the explorer in front of both.
 * @param straight false: plain operations go to Yoga like all others, for a test that compares
 */
export function graphqlDoor(deps: Deps, { straight: goesStraight = true } = {}): Router {
  const named = persistedOperations(deps.config.persisted, deps.log);
  const yoga = yogaOver(deps, named);
  const telling = { log: deps.log, suggestions: deps.config.explorer };
  const finish = (result: ExecutionResult, server: ServerContext) => cataloguedResult(result, server, telling);
  const answer: RequestHandler = (req, res) => yoga(req, res, { req, res });
  const { explorer: explorable, rateLimitFactor: factor } = deps.config;
  const router = Router();
  router.use("/graphql", (req, _res, next) => {
    noteRoute(req, `${req.method} /graphql`);
    next();
  });
  if (explorable) router.use(explorer());
  router.get("/schema.graphql", publishedSchema);
  router.use("/graphql", boundedRequestRate({ factor, clock: deps.clock }));
  router.use("/graphql", preferredError(deps.config), onlyHere, meetableAccept, readableQueryString, readableBody);
  if (goesStraight) router.use("/graphql", straight(yoga, named.plugins, finish));
  router.use("/graphql", answer);
  router.use("/graphql", errorWriter(asGraphQL, deps.log));
  return router;
}

/** The schema, for people and tools: it costs no more than a file, whereas each introspection is an operation. */
const publishedSchema = servedText(
  "text/plain; charset=utf-8",
  { "Cache-Control": "public, max-age=300" },
  () => `${printSchema(lexicographicSortSchema(schema))}\n`,
);

const onlyHere: RequestHandler = (req, _res, next) => {
  next(req.path === "/" ? undefined : new AppError("NOT_FOUND"));
};

/** @param named finds the documents of operations that are only named */
function yogaOver(deps: Deps, named: PersistedOperations) {
  const door = doors(deps.config).graphql;
  return createYoga<ServerContext>({
    schema,
    graphqlEndpoint: "/graphql",
    landingPage: false,
    graphiql: false,
    multipart: false,
    extraParamNames: ["documentId"],
    cors: false,
    logging: false,
    // Ours: every error gets a code from the catalogue, not just the masked ones.
    maskedErrors: false,
    parserAndValidationCache: {
      documentCache: new LRUCache<string, DocumentNode>({
        maxSize: KEPT_CHARACTERS,
        sizeCalculation: (_document, text) => text.length + 1,
      }),
      errorCache: { get: () => undefined, set: () => {} },
    },
    plugins: [
      ...named.plugins,
      contextOf(({ req, res }) => createContext(deps, requestFacts(req, res, door, deps)), named),
      cataloguedErrors({ log: deps.log, suggestions: deps.config.explorer }),
      boundedDocuments,
      fewErrors,
      introspection({ allowed: deps.config.explorer }),
    ],
  });
}

/** Yoga would copy a context's properties into one of its own, which would ask for all of them. */
const contextOf = (
  create: (server: ServerContext) => Promise<Context>,
  { declares }: PersistedOperations,
): Plugin<ServerContext, ServerContext> => ({
  async onExecute({ args, executeFn, setExecuteFn }) {
    const { req, params } = args.contextValue;
    recordOf(req).operation = countedName(params?.query, args.document, declares);
    const contextValue = await create(args.contextValue);
    const operation = { document: args.document, variables: args.variableValues ?? {} };
    setExecuteFn((given) => tracedOperation(operation, () => executeFn({ ...given, contextValue })));
  },
});
