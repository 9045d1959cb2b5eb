import type { ErrorRequestHandler, Request, RequestHandler } from "express";
import type { Logger } from "pino";
import { AppError } from "../errors.ts";
import { type Wording, writeError } from "../http/errors.ts";
import type { MountedRoute } from "./mount.ts";
import { patternOf } from "./paths.ts";

/** A part of the address space where whatever no route takes is answered all the same. */
export interface Territory {
  readonly prefix: string;
  /** The words of answers there, unless a route's path begins alike. */
  readonly wording: Wording;
}

/**
 * Answers what no route could: 404 for paths of a territory, in the words of the route whose path begins most alike, and
 * requests that fail before their route runs, such as one whose percent-encoding is broken, in those of the route that was
 * meant.
 */
export function fallback(
  territories: readonly Territory[],
  routes: readonly MountedRoute[],
  log: Logger,
): [RequestHandler, ErrorRequestHandler] {
  const territoryOf = ({ path }: Request) =>
    territories.find(({ prefix }) => path === prefix || path.startsWith(`${prefix}/`));
  return [
    (req, res, next) => {
      const territory = territoryOf(req);
      if (!territory) return next();
      const wording = nearest(routes, req.path, territory.prefix)?.wording ?? territory.wording;
      writeError(res, new AppError("NOT_FOUND"), wording, log);
    },
    (cause: unknown, req, res, next) => {
      const territory = territoryOf(req);
      if (res.headersSent || !territory) return next(cause);
      const meant = routeMeant(routes, req);
      const error = isUndecodable(cause) ? undecodable(meant) : cause;
      writeError(res, error, meant?.route.wording ?? territory.wording, log);
    },
  ];
}

/** The route that shares the most parts with a path from the beginning on, and more than the territory's own. */
function nearest(routes: readonly MountedRoute[], path: string, prefix: string): MountedRoute | undefined {
  const parts = path.split("/");
  let best: MountedRoute | undefined;
  let most = weightOf(prefix.split("/"), parts);
  for (const route of routes) {
    const weight = weightOf(route.path.split("/"), parts);
    if (weight > most) [best, most] = [route, weight];
  }
  return best;
}

/** How far a route's path goes along: a name that is the same tells more than a parameter, which takes any. */
function weightOf(pattern: readonly string[], parts: readonly string[]): number {
  const strayed = pattern.findIndex((part, n) => !part.startsWith("{") && part !== parts[n]);
  const shared = pattern.slice(0, strayed === -1 ? parts.length : Math.min(strayed, parts.length));
  return shared.reduce((weight, part) => weight + (part.startsWith("{") ? 1 : 2), 0);
}

interface Meant {
  readonly route: MountedRoute;
  /** The parameters as they were sent, still encoded. */
  readonly parameters: Readonly<Record<string, string>>;
}

function routeMeant(routes: readonly MountedRoute[], { method, originalUrl }: Request): Meant | undefined {
  const sent = originalUrl.split("?", 1)[0] ?? "";
  for (const route of routes) {
    const match = patternOf(route.path).exec(sent);
    if (match && route.method === method) return { route, parameters: { ...match.groups } };
  }
  return undefined;
}

const undecodable = (meant: Meant | undefined): AppError =>
  meant?.route.undecodable?.(meant.parameters) ?? new AppError("MALFORMED_REQUEST");

/** Whether Express gave up on a path because its percent-encoding is broken. */
const isUndecodable = (cause: unknown): boolean =>
  cause instanceof URIError || (cause instanceof Error && "status" in cause && cause.status === 400);
