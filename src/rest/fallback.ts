import type { ErrorRequestHandler, Request, RequestHandler } from "express";
import type { Logger } from "pino";
import { AppError } from "../errors.ts";
import { type Wording, writeError } from "../http/errors.ts";
import type { MountedRoute } from "./mount.ts";

/** Whose words an answer is put in where no route of theirs took the request. */
export interface Territory {
  readonly prefix: string;
  readonly wording: Wording;
}

/**
 * Answers what no route could: 404 for paths of a territory, and requests that fail before their route runs, such as one
 * whose percent-encoding is broken, in the words of the route that was meant.
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
      if (territory) writeError(res, new AppError("NOT_FOUND"), territory.wording, log);
      else next();
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

interface Meant {
  readonly route: MountedRoute;
  /** The parameters as they were sent, still encoded. */
  readonly parameters: Readonly<Record<string, string>>;
}

function routeMeant(routes: readonly MountedRoute[], { method, originalUrl }: Request): Meant | undefined {
  const sent = originalUrl.split("?", 1)[0] ?? "";
  for (const route of routes) {
    const match = new RegExp(`^${route.path.replaceAll(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`).exec(sent);
    if (match && route.method === method) return { route, parameters: { ...match.groups } };
  }
  return undefined;
}

const undecodable = (meant: Meant | undefined): AppError =>
  meant?.route.undecodable?.(meant.parameters) ?? new AppError("MALFORMED_REQUEST");

/** Whether Express gave up on a path because its percent-encoding is broken. */
const isUndecodable = (cause: unknown): boolean =>
  cause instanceof URIError || (cause instanceof Error && "status" in cause && cause.status === 400);
