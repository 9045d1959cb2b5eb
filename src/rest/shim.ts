import {
  type ErrorRequestHandler,
  type NextFunction,
  type Request,
  type RequestHandler,
  type Response,
  Router,
} from "express";
import { execute, getOperationAST, type GraphQLField, Kind } from "graphql";
import { type Context, createContext } from "../context.ts";
import type { Deps } from "../deps.ts";
import { AppError, errorHeaders, toAppError } from "../errors.ts";
import { readJson } from "../http/json-body.ts";
import { logIfUnforeseen, requestFacts, requestIdOf } from "../http/request.ts";
import { schema } from "../schema/index.ts";
import { refusalAt } from "../schema/scopes.ts";
import { parseInput } from "../validation.ts";
import type { Contract, Route } from "./contract.ts";
import { allowHeader, expressPath, isUndecodable, lowerCase } from "./paths.ts";

/**
 * Serves old contracts: each route becomes GraphQL variables, one operation, and the contract's answer. Paths that no
 * contract knows go on to the next handler; known ones with another method are answered 405.
 */
export function contractRouter(deps: Deps, contracts: readonly Contract[]): Router {
  const router = Router({ caseSensitive: true });
  for (const [path, entries] of byPath(contracts)) {
    const methods = router.route(expressPath(path));
    for (const { contract, route } of entries) {
      methods[lowerCase(route.method)](
        ...(takesBody(route) ? [readJson] : []),
        serve(deps, contract, route),
        answerError(deps, contract, route),
      );
    }
    const [{ contract }] = entries;
    const allowed = allowHeader(entries.map(({ route }) => route.method));
    methods.all((req, res) => {
      res.setHeader("Allow", allowed);
      if (req.method === "OPTIONS") res.status(204).end();
      else send(res, contract, new AppError("METHOD_NOT_ALLOWED"));
    });
  }
  return router;
}

interface Entry {
  readonly contract: Contract;
  readonly route: Route;
}

/** Paths with their routes; a path without parameters before one whose parameter would take its place. */
function byPath(contracts: readonly Contract[]): [string, [Entry, ...Entry[]]][] {
  const paths = new Map<string, [Entry, ...Entry[]]>();
  for (const contract of contracts) {
    for (const route of contract.routes) {
      const entries = paths.get(route.path);
      if (entries) entries.push({ contract, route });
      else paths.set(route.path, [{ contract, route }]);
    }
  }
  const parameters = (path: string) => path.split("{").length;
  return [...paths].sort(([a], [b]) => parameters(a) - parameters(b));
}

const takesBody = ({ method }: Route): boolean => method !== "GET" && method !== "DELETE";

function serve(deps: Deps, contract: Contract, route: Route): RequestHandler {
  return async (req, res) => {
    const contextValue = await createContext(deps, requestFacts(req, res, contract.door, deps.log));
    const [input, variableValues] = readInput(route, req, contextValue.viewer);
    // Nobody may be signed in by a page of another site: the account would be that site's, and what is typed into it too.
    if (route.session && contract.cookie && contextValue.crossSiteWrite) throw new AppError("CROSS_SITE");
    const { data, errors } = await execute({ schema, document: route.document, variableValues, contextValue });
    if (errors?.[0]) throw errors[0].originalError ?? errors[0];
    const result = route.result(data, input);
    if (route.session && contract.cookie) res.setHeader("Set-Cookie", contract.cookie(route.session(data)));
    res.json(contract.success(route, result));
  };
}

function readInput(route: Route, req: Request, viewer: Context["viewer"]): [unknown, Record<string, unknown>] {
  try {
    const input = parseRequest(route, req);
    return [input, route.variables(input)];
  } catch (error) {
    throw refusalAt(rootField(route), viewer) ?? error;
  }
}

/** The one field that a route's operation asks for. */
function rootField({ document, path }: Route): GraphQLField<unknown, unknown> {
  const operation = getOperationAST(document);
  const selection = operation?.selectionSet.selections[0];
  const type = operation && schema.getRootType(operation.operation);
  const field = selection?.kind === Kind.FIELD ? type?.getFields()[selection.name.value] : undefined;
  if (!field) throw new TypeError(`The operation of ${path} asks for no root field`);
  return field;
}

function parseRequest(route: Route, req: Request): unknown {
  if (!route.input) return undefined;
  if (takesBody(route) && !isObject(req.body)) throw new AppError(route.malformed ?? "MALFORMED_REQUEST");
  try {
    return parseInput(route.input, { path: req.params, query: req.query, body: req.body });
  } catch (error) {
    throw route.malformed ? new AppError(route.malformed, { cause: error }) : error;
  }
}

const isObject = (value: unknown): boolean => typeof value === "object" && value !== null && !Array.isArray(value);

function answerError(deps: Deps, contract: Contract, route: Route) {
  return (cause: unknown, _req: Request, res: Response, next: NextFunction): void => {
    if (res.headersSent) return next(cause);
    const error = logIfUnforeseen(cause, res, deps.log);
    const other = route.instead?.[error.code] ?? (error.code === "MALFORMED_REQUEST" ? route.malformed : undefined);
    send(res, contract, other ? new AppError(other) : error, route);
  };
}

function send(res: Response, contract: Contract, error: AppError, route?: Route): void {
  const { status, body } = contract.failure(error, requestIdOf(res), route);
  res.status(status).set(errorHeaders(status, error.retryAfter)).json(body);
}

/**
 * Answers what {@link contractRouter} could not: 404 for paths below `prefix`, and requests that fail before their route
 * runs, such as a path whose percent-encoding is broken, in the shape of the route that was meant.
 */
export function contractFallback(
  deps: Deps,
  prefix: string,
  contract: Contract,
  contracts: readonly Contract[],
): [RequestHandler, ErrorRequestHandler] {
  const isBelow = ({ path }: Request) => path === prefix || path.startsWith(`${prefix}/`);
  // Not a Router: errors do not go into one that is mounted beside where they come from.
  return [
    (req, res, next) => (isBelow(req) ? send(res, contract, new AppError("NOT_FOUND")) : next()),
    (cause: unknown, req: Request, res: Response, next: NextFunction) => {
      if (res.headersSent || !isBelow(req)) return next(cause);
      const meant = routeMeant(contracts, req);
      const error = isUndecodable(cause) ? undecodable(meant) : logIfUnforeseen(cause, res, deps.log);
      send(res, meant?.contract ?? contract, error, meant?.route);
    },
  ];
}

interface RouteMeant extends Entry {
  /** The parameters as they were sent, still encoded. */
  readonly path: Readonly<Record<string, string>>;
}

function routeMeant(contracts: readonly Contract[], { method, originalUrl }: Request): RouteMeant | undefined {
  const sent = originalUrl.split("?", 1)[0] ?? "";
  for (const contract of contracts) {
    for (const route of contract.routes) {
      const match = new RegExp(`^${route.path.replaceAll(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`).exec(sent);
      if (match && route.method === method) return { contract, route, path: { ...match.groups } };
    }
  }
  return undefined;
}

/** What is no text is no integer either: a parameter with a form of its own is refused for that. */
function undecodable(meant: RouteMeant | undefined): AppError {
  try {
    if (meant?.route.input) parseInput(meant.route.input, { path: meant.path, query: {}, body: undefined });
  } catch (error) {
    const { problems } = toAppError(error);
    const ofPath = problems.filter(({ path }) => path[0] === "path");
    if (ofPath.length > 0) return new AppError("INVALID_INPUT", { problems: ofPath });
  }
  return new AppError("MALFORMED_REQUEST");
}
