import type { Request, RequestHandler } from "express";
import { getOperationAST, type GraphQLField, Kind, OperationTypeNode } from "graphql";
import { recordOf } from "../answers/record.ts";
import { type Context, createContext } from "../context.ts";
import type { Deps } from "../deps.ts";
import { AppError, type ErrorCode, toAppError } from "../errors.ts";
import type { Wording } from "../http/errors.ts";
import { asSent } from "../http/connection.ts";
import { jsonReader, LONGEST_BODY, UnreadableBody } from "../http/json-body.ts";
import { requestFacts } from "../http/request.ts";
import { schema } from "../schema/index.ts";
import { refusalAt } from "../schema/scopes.ts";
import { parseInput } from "../validation.ts";
import { type Contract, type Route, routeName } from "./contract.ts";
import { execute } from "./execute.ts";
import type { Announce } from "./fates.ts";
import type { MountedRoute } from "./mount.ts";

/** Serves an old contract: each route becomes GraphQL variables, one operation, and the contract's answer. */
export const contractRoutes = (deps: Deps, contract: Contract, announce: Announce): MountedRoute[] =>
  contract.routes.map((route) => ({
    method: route.method,
    path: route.path,
    writes: writes(route),
    serve: noted(deps, route, announce(route, serve(deps, contract, route))),
    wording: wordingOf(contract, route),
    undecodable: (parameters) => undecodable(route, parameters),
  }));

/** As the contracts have it, whatever a route's fields need. */
const readJson = jsonReader(LONGEST_BODY);

export const takesBody = ({ input }: Route): boolean => input !== undefined && "body" in input.shape;

/** What an old document calls GET may be a write all the same. */
export const writes = ({ document }: Route): boolean =>
  getOperationAST(document)?.operation === OperationTypeNode.MUTATION;

function serve(deps: Deps, contract: Contract, route: Route): RequestHandler {
  const operation = getOperationAST(route.document)?.name?.value;
  return async (req, res) => {
    const body = takesBody(route) ? await readJson(req, res) : undefined;
    const context = await createContext(deps, requestFacts(req, res, contract.door, deps, writes(route)));
    const sent = { path: inPath(req.params), query: inQuery(req.query), body };
    res.once("close", () => noteAccount(deps, route, context, userAgentOf(req)));
    const [input, variables] = await readInput(route, sent, context);
    // Nobody may be signed in by a page of another site: the account would be that site's, and what is typed into it too.
    if (route.startsSession && contract.cookie && context.crossSiteWrite) throw new AppError("CROSS_SITE");
    recordOf(req).operation = operation;
    const data = await execute(route.document, variables, context);
    const result = route.result(data, input);
    const accessToken = route.endsSession ? null : route.startsSession?.(data);
    if (contract.cookie && accessToken !== undefined) res.setHeader("Set-Cookie", contract.cookie(accessToken));
    res.json(contract.success(route, result));
  };
}

/** Every call counts, also of a route that is gone, and of an answer that is given again. */
function noted({ legacyUsage }: Deps, route: Route, serve: RequestHandler): RequestHandler {
  const name = routeName(route);
  legacyUsage.expect(name);
  return (req, res, next) => {
    legacyUsage.note(name, userAgentOf(req));
    recordOf(req).calls.push(name);
    return serve(req, res, next);
  };
}

function noteAccount({ legacyUsage }: Deps, route: Route, { asked }: Context, userAgent: string): void {
  if (asked?.kind === "user") legacyUsage.noteAccount(routeName(route), userAgent, asked.session.userId);
}

/** No question on which the answer depends. */
const userAgentOf = (req: Request): string => asSent(req).headers["user-agent"] ?? "";

interface Sent {
  readonly path: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/** A parameter that goes on through slashes is put together again. */
const inPath = (parameters: Request["params"]): Record<string, string> =>
  Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => [name, Array.isArray(value) ? value.join("/") : value]),
  );

/** Of a repeated parameter the last counts; an empty one is as good as none. */
const inQuery = (query: Request["query"]): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(query)
      .map(([name, value]) => [name, Array.isArray(value) ? value.at(-1) : value])
      .filter(([, value]) => value !== ""),
  );

async function readInput(route: Route, sent: Sent, context: Context): Promise<[unknown, Record<string, unknown>]> {
  try {
    const input = parseSent(route, sent);
    return [input, route.variables(input)];
  } catch (error) {
    throw (await refusalAt(rootField(route), context)) ?? error;
  }
}

/** The one field that a route's operation asks for. */
export function rootField({ document, path }: Route): GraphQLField<unknown, unknown> {
  const operation = getOperationAST(document);
  const selection = operation?.selectionSet.selections[0];
  const type = operation && schema.getRootType(operation.operation);
  const field = selection?.kind === Kind.FIELD ? type?.getFields()[selection.name.value] : undefined;
  if (!field) throw new TypeError(`The operation of ${path} asks for no root field`);
  return field;
}

function parseSent(route: Route, sent: Sent): unknown {
  if (!route.input) return undefined;
  if (takesBody(route) && !isObject(sent.body)) {
    const cause = sent.body === undefined ? new UnreadableBody("missing") : undefined;
    throw new AppError("MALFORMED_REQUEST", { cause });
  }
  try {
    return parseInput(route.input, sent);
  } catch (error) {
    throw route.malformed ? new AppError(route.malformed, { cause: error }) : error;
  }
}

const isObject = (value: unknown): boolean => typeof value === "object" && value !== null && !Array.isArray(value);

/** The error that a route answers in the place of another. */
export const answeredAs = ({ instead, malformed }: Route, code: ErrorCode): ErrorCode =>
  instead?.[code] ?? (code === "MALFORMED_REQUEST" ? malformed : undefined) ?? code;

/**
 * The contract's words, after a route has put another error in the place of some. Whoever signs out and is nobody to begin
 * with is rid of the cookie all the same.
 */
export function wordingOf(contract: Contract, route: Route): Wording {
  const inContract = contract.wording(route);
  return (error, ...rest) => {
    const code = answeredAs(route, error.code);
    const written = inContract(code === error.code ? error : new AppError(code), ...rest);
    if (written.status !== 401 || !route.endsSession || !contract.cookie) return written;
    return { ...written, headers: { "Set-Cookie": contract.cookie(null) } };
  };
}

/** What is no text is no integer either: a parameter with a form of its own is refused for that. */
function undecodable({ input }: Route, path: Readonly<Record<string, string>>): AppError {
  try {
    if (input) parseInput(input, { path, query: {}, body: undefined });
  } catch (error) {
    const ofPath = toAppError(error).problems.filter((problem) => problem.path[0] === "path");
    if (ofPath.length > 0) return new AppError("INVALID_INPUT", { problems: ofPath });
  }
  return new AppError("MALFORMED_REQUEST");
}
