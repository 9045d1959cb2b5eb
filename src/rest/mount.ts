import { type RequestHandler, Router } from "express";
import type { Logger } from "pino";
import { noteRoute } from "../answers/record.ts";
import { AppError } from "../errors.ts";
import { errorWriter, type Wording, writeError } from "../http/errors.ts";
import { expressPath } from "./paths.ts";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** One method of one path, ready to be served. */
export interface MountedRoute {
  readonly method: Method;
  /** With parameters in braces: `/api/users/{user_id}`; `{name:path}` takes all that follows, slashes included. */
  readonly path: string;
  readonly serve: RequestHandler;
  /** How errors of this route are put. */
  readonly wording: Wording;
  /** Whether a GET changes something, so that HEAD, which everybody takes for harmless, must not do the same. */
  readonly writes?: boolean;
  /** The error of a request for this path whose percent-encoding is broken; MALFORMED_REQUEST unless given. */
  readonly undecodable?: (parameters: Readonly<Record<string, string>>) => AppError;
}

interface Options {
  readonly log: Logger;
  /** Runs before each route, and what it passes on is put in the route's words. */
  readonly first: RequestHandler;
  /** Whether a path and the same one with a `/` behind it are two. */
  readonly strict: boolean;
}

/**
 * Routes as Express serves them. Of two paths, the one whose name stands where the other has a parameter comes first. A
 * path with another method than its own is answered 405 with `Allow`, in the words of its first route, and OPTIONS 204.
 * @throws {TypeError} when two routes claim the same method and path, whatever they call its parameters
 */
export function mount(routes: readonly MountedRoute[], { log, first, strict }: Options): Router {
  const router = Router({ caseSensitive: true, strict });
  for (const sharing of byShape(routes)) {
    const [{ path, wording }] = sharing;
    const allowed = allowHeader(sharing);
    const otherMethod: RequestHandler = (req, res) => {
      res.setHeader("Allow", allowed);
      if (req.method === "OPTIONS") res.status(204).end();
      else writeError(res, new AppError("METHOD_NOT_ALLOWED"), wording, log);
    };
    // Express tries the paths one after the other, so that those that are written alike are one.
    const spellings = new Set(sharing.map((route) => route.path));
    const paths = new Map(Array.from(spellings, (spelling) => [spelling, router.route(expressPath(spelling))]));
    // Before the GET whose place it would take.
    if (!allowed.includes("HEAD")) paths.get(path)?.head(otherMethod);
    for (const route of sharing) {
      paths
        .get(route.path)
        ?.[lowerCase(route.method)](noted(route), first, route.serve, errorWriter(route.wording, log));
    }
    [...paths.values()].at(-1)?.all(otherMethod);
  }
  return router;
}

function noted({ method, path }: MountedRoute): RequestHandler {
  const name = `${method} ${path}`;
  return (req, _res, next) => {
    noteRoute(req, name);
    next();
  };
}

type Sharing = [MountedRoute, ...MountedRoute[]];

/** Routes by what their paths have in common: their names, and where parameters stand. */
function byShape(routes: readonly MountedRoute[]): Sharing[] {
  const shapes = new Map<string, Sharing>();
  for (const route of routes) {
    // Sorted behind any name that could stand in its place.
    const shape = route.path.replaceAll(/\{\w+(?::path)?\}/g, "\uFFFF");
    const sharing = shapes.get(shape);
    const rival = sharing?.find(({ method }) => method === route.method);
    if (rival) throw new TypeError(`${rival.path} and ${route.path} both claim ${route.method} of one path`);
    if (sharing) sharing.push(route);
    else shapes.set(shape, [route]);
  }
  return [...shapes].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, sharing]) => sharing);
}

const allowHeader = (routes: readonly MountedRoute[]): string => {
  const hasHead = routes.some(({ method, writes = false }) => method === "GET" && !writes);
  return [...routes.map(({ method }) => method), ...(hasHead ? ["HEAD"] : []), "OPTIONS"].join(", ");
};

/** The name of Express's function for a method. */
const lowerCase = <Name extends string>(method: Name): Lowercase<Name> => method.toLowerCase() as Lowercase<Name>; // toLowerCase() forgets literals
