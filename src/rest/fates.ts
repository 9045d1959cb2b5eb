import type { RequestHandler } from "express";
import { recordOf } from "../answers/record.ts";
import type { Deps } from "../deps.ts";
import { AppError } from "../errors.ts";
import { anchorOf, type Fate, fateHeaders, presenceOf, readCalendar } from "../legacy/calendar.ts";
import { type Contract, operationOf, type Route, routeName } from "./contract.ts";
import { successorOf } from "./successor.ts";

/** A handler that says what is decided about its route, and no longer answers once that is its end. */
export type Announce = (route: Route, serve: RequestHandler) => RequestHandler;

/** @throws {ConfigError} when LEGACY_CALENDAR cannot be used */
export function announcer({ config, clock }: Deps, contracts: readonly Contract[]): Announce {
  const { legacyCalendar } = config;
  if (legacyCalendar === undefined) return (_route, serve) => serve;
  const names = contracts.flatMap(({ routes }) => routes.map(routeName));
  const calendar = readCalendar(legacyCalendar, names);
  return (route, serve) => {
    const fate = calendar.get(routeName(route));
    return fate ? announced(route, fate, clock, serve) : serve;
  };
}

function announced(route: Route, fate: Fate, clock: () => number, serve: RequestHandler): RequestHandler {
  const explained = `/docs/moving#${anchorOf(routeName(route))}`;
  return (req, res, next) => {
    // It depends on the time, at which nobody who keeps it would look.
    recordOf(req).spoil();
    res.set(fateHeaders(fate, { explained, successor: successorPath(route, req.params) }));
    const presence = presenceOf(fate, clock());
    if (presence.here) return serve(req, res, next);
    const { backInSeconds } = presence;
    throw new AppError("GONE", backInSeconds === undefined ? {} : { retryAfter: backInSeconds });
  };
}

/** The path of the `/api/v2` route of the same operation; an id stands in it where it stood. */
function successorPath(route: Route, parameters: Readonly<Record<string, unknown>>): string | undefined {
  const [, path] = successorOf(operationOf(route))?.split(" ") ?? [];
  const [id] = Object.values(parameters).flat();
  return path?.replaceAll(/\{\w+\}/g, encodeURIComponent(String(id)));
}
