import type { Request, RequestHandler, Response } from "express";
import { recordOf } from "../../answers/record.ts";
import { createContext } from "../../context.ts";
import type { Door } from "../../doors.ts";
import type { Deps } from "../../deps.ts";
import { AppError } from "../../errors.ts";
import { requestFacts } from "../../http/request.ts";
import { refusalAt } from "../../schema/scopes.ts";
import type { MountedRoute } from "../mount.ts";
import { bodyReader } from "./body.ts";
import { asProblem } from "./errors.ts";
import { inputReader } from "./input.ts";
import { type Route, routes } from "./routes.ts";
import { type Call, sofaOver, type Success } from "./sofa.ts";
import { BASE } from "./table.ts";

/**
 * `/api/v2`: every root field of the schema as a REST route, by SOFA. Only what the table names is let through to it, and
 * only once it has been read.
 */
export function v2Routes(deps: Deps, door: Door): MountedRoute[] {
  const run = sofaOver();
  return routes.map((route) => ({
    method: route.method,
    path: BASE + route.path,
    serve: serve(deps, door, route, run),
    wording: asProblem(route.parameters),
  }));
}

function serve(deps: Deps, door: Door, route: Route, run: (call: Call) => Promise<Success>): RequestHandler {
  const read = inputReader(route);
  const readBody = bodyReader(route);
  return async (req, res) => {
    const context = await createContext(deps, requestFacts(req, res, door, deps));
    // Whoever may not use a route need not learn what it takes.
    const refusal = await refusalAt(route.field, context);
    if (refusal) throw refusal;
    const body = await readBody(req, res);
    const asked = read({ path: textual(req.params), query: req.query, body });
    const variables = { ...asked.variables, ...versionAsked(route, req) };
    recordOf(req).operation = route.operation;
    answer(res, route, await run({ route, context, ...asked, variables }));
  };
}

/**
 * What `If-Match` says, for routes that heed it: `"7"`, or `*` for any version.
 * @throws {AppError} CHANGED_MEANWHILE for what is no version at all: none can match it
 */
function versionAsked({ ifMatch }: Route, req: Request): Readonly<Record<string, number>> {
  // Asked for where it counts alone: nothing else depends on it.
  const header = ifMatch === undefined ? undefined : req.get("if-match")?.trim();
  if (ifMatch === undefined || header === undefined || header === "*") return {};
  const version = /^"(\d{1,9})"$/.exec(header)?.[1];
  if (version === undefined) throw new AppError("CHANGED_MEANWHILE");
  return { [ifMatch]: Number(version) };
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
