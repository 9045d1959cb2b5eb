import { type NextFunction, type Request, type RequestHandler, type Response, Router } from "express";
import { createContext, type Door, doors } from "../../context.ts";
import type { Deps } from "../../deps.ts";
import { AppError, errorHeaders } from "../../errors.ts";
import { logIfUnforeseen, requestFacts, requestIdOf } from "../../http/request.ts";
import { refusalAt } from "../../schema/scopes.ts";
import { allowHeader, expressPath, isUndecodable, lowerCase } from "../paths.ts";
import { readBody } from "./body.ts";
import { inputReader } from "./input.ts";
import { PROBLEM_TYPE, problemOf } from "./problem.ts";
import { type Route, routes } from "./routes.ts";
import { type Call, sofaOver, type Success } from "./sofa.ts";
import { BASE } from "./table.ts";

/**
 * `/api/v2`: every root field of the schema as a REST route, by SOFA. Only what the table names is let through to it, and
 * only once it has been read: whatever else is below `/api/v2` is answered here.
 */
export function restV2(deps: Deps): Router {
  const door = doors(deps.config).rest;
  const run = sofaOver();
  const router = Router({ caseSensitive: true, strict: true });
  for (const [path, sharing] of byPath()) {
    const methods = router.route(BASE + expressPath(path));
    for (const route of sharing) {
      methods[lowerCase(route.method)](serve(deps, door, route, run));
    }
    methods.all(otherMethods(deps, sharing));
  }
  router.use(onlyBelow((_req, res) => refuse(deps, res, new AppError("NOT_FOUND"))));
  router.use((cause: unknown, _req: Request, res: Response, next: NextFunction) => {
    if (res.headersSent) return next(cause);
    refuse(deps, res, isUndecodable(cause) ? new AppError("MALFORMED_REQUEST") : cause);
  });
  return router;
}

function byPath(): Map<string, Route[]> {
  const paths = new Map<string, Route[]>();
  for (const route of routes) paths.set(route.path, [...(paths.get(route.path) ?? []), route]);
  return paths;
}

function serve(deps: Deps, door: Door, route: Route, run: (call: Call) => Promise<Success>): RequestHandler {
  const read = inputReader(route);
  return async (req, res) => {
    try {
      const context = await createContext(deps, requestFacts(req, res, door, deps.log));
      // Whoever may not use a route need not learn what it takes.
      const refusal = refusalAt(route.field, context.viewer);
      if (refusal) throw refusal;
      const body = await readBody(route, req, res);
      const asked = read({ path: textual(req.params), query: req.query, body });
      answer(res, route, await run({ route, context, ...asked }));
    } catch (cause) {
      refuse(deps, res, cause, route);
    }
  };
}

const textual = (params: Request["params"]): Record<string, string> =>
  Object.fromEntries(Object.entries(params).map(([name, value]) => [name, String(value)]));

function answer(res: Response, { location }: Route, { status, text }: Success): void {
  if (location !== undefined) res.setHeader("Location", BASE + filled(location, JSON.parse(text)));
  if (status === 204) res.status(status).end();
  else res.status(status).type("json").send(text);
}

/** `/users/{user.id}` with the answer's `user.id`. */
function filled(template: string, answer: unknown): string {
  return template.replaceAll(/\{([\w.]+)\}/g, (_all, path: string) => {
    const value = path
      .split(".")
      .reduce<unknown>((held, key) => Object.entries(held ?? {}).find(([name]) => name === key)?.[1], answer);
    return encodeURIComponent(String(value));
  });
}

/** For methods that a path does not have. */
function otherMethods(deps: Deps, sharing: readonly Route[]): RequestHandler {
  const allowed = allowHeader(sharing.map(({ method }) => method));
  return (req, res) => {
    res.setHeader("Allow", allowed);
    if (req.method === "OPTIONS") res.status(204).end();
    else refuse(deps, res, new AppError("METHOD_NOT_ALLOWED"));
  };
}

function refuse(deps: Deps, res: Response, cause: unknown, route?: Route): void {
  const error = logIfUnforeseen(cause, res, deps.log);
  const body = JSON.stringify(problemOf(error, requestIdOf(res), route?.parameters));
  res.status(error.status).set(errorHeaders(error.status, error.retryAfter)).type(PROBLEM_TYPE).send(body);
}

/** Keeps a handler to what lies below `/api/v2`, letter by letter: a mount path would take `/API/V2` too. */
const onlyBelow =
  (handler: (req: Request, res: Response) => void): RequestHandler =>
  (req, res, next) =>
    req.path === BASE || req.path.startsWith(`${BASE}/`) ? handler(req, res) : next();
