import type { RequestHandler } from "express";
import { recordOf } from "../answers/record.ts";
import type { Deps } from "../deps.ts";
import { getOperationAST, Kind, OperationTypeNode } from "graphql";
import { AppError } from "../errors.ts";
import { anchorOf, type Fate, fateHeaders, presenceOf, readCalendar } from "../legacy/calendar.ts";
import { type Contract, type Route, routeName } from "./contract.ts";
import { BASE, table } from "./v2/table.ts";

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
    res.set(fateHeaders(fate, { explained, successor: successorOf(route, req.params) }));
    const presence = presenceOf(fate, clock());
    if (presence.here) return serve(req, res, next);
    const { backInSeconds } = presence;
    throw new AppError("GONE", backInSeconds === undefined ? {} : { retryAfter: backInSeconds });
  };
}

const rows: Readonly<Record<string, { readonly on: string } | undefined>> = table;

/** The `/api/v2` route of the same operation; an id stands in it where it stood. */
function successorOf(route: Route, parameters: Readonly<Record<string, unknown>>): string | undefined {
  const path = rows[operationOf(route)]?.on.split(" ", 2)[1];
  const [id] = Object.values(parameters).flat();
  return path === undefined ? undefined : BASE + path.replaceAll(/\{\w+\}/g, encodeURIComponent(String(id)));
}

/** `Mutation.login` */
function operationOf({ document }: Route): string {
  const operation = getOperationAST(document);
  const selection = operation?.selectionSet.selections[0];
  const type = operation?.operation === OperationTypeNode.MUTATION ? "Mutation" : "Query";
  return selection?.kind === Kind.FIELD ? `${type}.${selection.name.value}` : "";
}
