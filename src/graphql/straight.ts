import type { Request, RequestHandler, Response } from "express";
import { type DocumentNode, type ExecutionResult, getOperationAST, OperationTypeNode } from "graphql";
import { processRegularResult, type YogaServerInstance } from "graphql-yoga";
import { schema } from "../schema/index.ts";
import type { ServerContext } from "./server-context.ts";

type Yoga = YogaServerInstance<ServerContext, ServerContext>;

/** An operation as nearly everybody sends it. */
interface Params {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>> | undefined;
  readonly operationName: string | undefined;
}

/**
 * Runs a plain operation by Yoga's own parser, validation, plugins and execution, but without making Request and Response
 * of the fetch standard, which costs more than all of these. Whatever is not plain goes on to Yoga untouched, and so does
 * whatever fails before anything has run: Yoga has the words for it.
 * @param finish what is done to results before they are written, which a plugin of Yoga's does too
 */
export function straight(
  yoga: Yoga,
  finish: (result: ExecutionResult, server: ServerContext) => ExecutionResult,
): RequestHandler {
  return async (req, res, next) => {
    const params = paramsOf(req);
    const result = params && (await run(yoga, { req, res }, params));
    if (result) write(req, res, finish(result, { req, res }));
    else next();
  };
}

/** Null when nothing has run. */
async function run(yoga: Yoga, server: ServerContext, params: Params): Promise<ExecutionResult | null> {
  const { query, variables, operationName } = params;
  const enveloped = yoga.getEnveloped({ ...server, params });
  const document = documentOf(enveloped, query);
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
  const { query, operationName, variables = null, ...others } = sent;
  if (typeof query !== "string" || query === "" || Object.keys(others).length > 0) return null;
  if (operationName != null && (typeof operationName !== "string" || operationName === "")) return null;
  const read = req.method === "POST" || variables === null ? variables : parsed(variables);
  if (typeof read !== "object" || Array.isArray(read)) return null;
  return { query, operationName: operationName ?? undefined, variables: read === null ? undefined : { ...read } };
}

/** A query string's variables; anything but JSON text is not plain. */
function parsed(variables: unknown): unknown {
  if (typeof variables !== "string" || variables === "") return undefined;
  try {
    return JSON.parse(variables);
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
