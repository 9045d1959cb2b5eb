import { print } from "graphql";
import type { Config } from "../../config.ts";
import { doors } from "../../doors.ts";
import { anchorOf } from "../../legacy/calendar.ts";
import { examples, type RequestExample } from "../../openapi/examples.ts";
import { idOf } from "../../openapi/routes.ts";
import { bearerContract } from "../../rest/bearer/index.ts";
import { operationOf, type Route, routeName } from "../../rest/contract.ts";
import { envelopeContract } from "../../rest/envelope/index.ts";
import { spokenPath } from "../../rest/paths.ts";
import { successorOf } from "../../rest/successor.ts";

/** A route of an old contract, and what takes its place. */
export interface OldRoute {
  readonly contract: "bearer" | "envelope";
  /** `POST /users/login` */
  readonly name: string;
  /** Where it stands on the page; answers of routes that end link to it. */
  readonly anchor: string;
  readonly summary: string;
  /** The operation that the route runs, and variables that it makes of the example. */
  readonly query: string;
  readonly variables: string | null;
  /** Of its place in the reference. */
  readonly reference: string;
  readonly successor: { readonly name: string; readonly reference: string } | undefined;
}

/** Every route of both contracts, in the order of their documents. */
export function oldRoutes(config: Config): readonly OldRoute[] {
  const { bearer, envelope } = doors(config);
  const of = (contract: OldRoute["contract"], routes: readonly Route[]) =>
    routes.map((route) => oldRoute(contract, route));
  return [...of("bearer", bearerContract(bearer).routes), ...of("envelope", envelopeContract(envelope, config).routes)];
}

function oldRoute(contract: OldRoute["contract"], route: Route): OldRoute {
  const path = spokenPath(route.path);
  const [method = "", below = ""] = successorOf(operationOf(route))?.split(" ") ?? [];
  const inReference = (tag: string, place: { readonly method: string; readonly path: string }) =>
    `/docs#/${tag}/${idOf(place)}`;
  return {
    contract,
    name: routeName(route),
    anchor: anchorOf(routeName(route)),
    summary: route.summary,
    query: print(route.document),
    variables: variablesOf(route),
    reference: inReference(contract, { method: route.method, path }),
    successor:
      method === "" ? undefined : { name: `${method} ${below}`, reference: inReference("v2", { method, path: below }) },
  };
}

/** What the route itself makes of a request like its example. */
function variablesOf(route: Route): string | null {
  const { path: inPath = {}, query = {}, body }: RequestExample = examples[routeName(route)] ?? {};
  const texts = (values: object) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
  const input = route.input?.parse({ path: texts(inPath), query: texts(query), body });
  const variables = route.variables(input);
  return Object.keys(variables).length === 0 ? null : JSON.stringify(variables, null, 2);
}
