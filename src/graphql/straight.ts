import type { Request, RequestHandler, Response } from "express";
import { type DocumentNode, type ExecutionResult, getOperationAST, OperationTypeNode } from "graphql";
import {
  type GraphQLParams,
  type OnParamsEventPayload,
  type Plugin,
  processRegularResult,
  type YogaServerInstance,
} from "graphql-yoga";
import { schema } from "../schema/index.ts";
import type { ServerContext } from "./server-context.ts";

type Yoga = YogaServerInstance<ServerContext, ServerContext>;

/** An operation as nearly everybody sends it: its document, or what names one. */
type Params = Pick<GraphQLParams, "query" | "variables" | "operationName" | "extensions">;

/**
 * Runs a plain operation by Yoga's own parser, validation, plugins and execution, but without making Request and Response
 * of the fetch standard, which costs more than all of these. Whatever is not plain goes on to Yoga untouched, and so does
 * whatever fails before anything has run: Yoga has the words for it.
 * @param named the plugins that find the documents of operations that are only named, which Yoga calls too
 * @param finish what is done to results before they are written, which a plugin of Yoga's does too
 */
export function straight(
  yoga: Yoga,
  named: readonly Plugin[],
  finish: (result: ExecutionResult, server: ServerContext) => ExecutionResult,
): RequestHandler {
  return async (req, res, next) => {
    const server = { req, res };
    const sent = paramsOf(req);
    const params = sent && (await found(named, server, sent));
    const result = params && (await run(yoga, server, params));
    if (result) write(req, res, finish(result, { req, res }));
    else next();
  };
}

/** The operation with its document; null when a plugin refuses it. */
async function found(plugins: readonly Plugin[], server: ServerContext, sent: Params): Promise<Params | null> {
  let params = sent;
  const setParams = (given: GraphQLParams): void => void (params = given);
  try {
    for (const { onParams } of plugins) {
      // These plugins ask for nothing else of what Yoga would tell them.
      await onParams?.({ params, setParams, context: server } as unknown as OnParamsEventPayload);
    }
    return params;
  } catch {
    return null;
  }
}

/** Null when nothing has run. */
async function run(yoga: Yoga, server: ServerContext, params: Params): Promise<ExecutionResult | null> {
  const { query, variables, operationName } = params;
  const enveloped = yoga.getEnveloped({ ...server, params });
  const document = query === undefined ? null : documentOf(enveloped, query);
  const operation = document && getOperationAST(document, operationName);
  if (!operation || operation.operation === OperationTypeNode.SUBSCRIPTION) return null;
  if (server.req.method !== "POST" && operation.operation !== OperationTypeNode.QUERY) return null;
  const given = { schema, document, contextValue: { ...server, params }, variableValues: variables, operationName };
  const result: ExecutionResult = await enveloped.execute(given).catch(() => ({}));
  return "data" in result ? result : null;
}

function documentOf(enveloped: ReturnType<Yoga["getEnveloped"]>, query: string): DocumentNode | null {
  try {
    const document: DocumentNode = enveloped.parse(query);
    const errors: readonly unknown[] = enveloped.validate(schema, document);
    return errors.length === 0 ? document : null;
  } catch {
    return null;
  }
}

function paramsOf(req: Request): Params | null {
  if (req.method !== "GET" && req.method !== "POST") return null;
  const sent: Readonly<Record<string, unknown>> = req.method === "POST" ? req.body : req.query;
  const { query, operationName, variables = null, extensions = null, documentId: _, ...others } = sent;
  if (Object.keys(others).length > 0) return null;
  if (query !== undefined && (typeof query !== "string" || query === "")) return null;
  if (operationName != null && (typeof operationName !== "string" || operationName === "")) return null;
  const [given, more] = [variables, extensions].map((part) => objectOf(req, part));
  if (given === undefined || more === undefined) return null;
  return {
    ...(query !== undefined && { query }),
    ...(operationName != null && { operationName }),
    ...(given !== null && { variables: given }),
    ...(more !== null && { extensions: more }),
  };
}

/** An object or null, as a body has it, or a query string as JSON; undefined for anything else, which is not plain. */
function objectOf({ method }: Request, part: unknown): Record<string, unknown> | null | undefined {
  const value = method === "POST" || part === null ? part : parsed(part);
  if (value === null) return null;
  return typeof value === "object" && !Array.isArray(value) ? { ...value } : undefined;
}

function parsed(text: unknown): unknown {
  if (typeof text !== "string" || text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What Yoga makes of a result, as far as it is not a stream. */
class Written {
  readonly body: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(body: string, { status = 200, headers = {} }: { status?: number; headers?: Record<string, string> }) {
    this.body = body;
    this.status = status;
    this.headers = headers;
  }
}

const GRAPHQL_RESPONSE = "application/graphql-response+json";

function write(req: Request, res: Response, result: ExecutionResult): void {
  // What a client names first it likes best; there are these two, and the checks have left nothing else.
  const first = req.headers.accept?.split(",", 1)[0];
  const type = first === GRAPHQL_RESPONSE ? GRAPHQL_RESPONSE : "application/json";
  // Yoga makes its answer by the Response that it is given, of which it uses the constructor alone.
  const fetchAPI = { Response: Written } as unknown as Parameters<typeof processRegularResult>[1];
  const { body, status, headers } = processRegularResult(result, fetchAPI, type) as unknown as Written;
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
  res.setHeader("Content-Length", Buffer.byteLength(body));
  res.statusCode = status;
  res.end(body);
}
