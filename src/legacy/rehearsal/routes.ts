import { loadConfig } from "../../config.ts";
import { doors } from "../../doors.ts";
import { bearerContract } from "../../rest/bearer/index.ts";
import { type Leeways, routeName } from "../../rest/contract.ts";
import { envelopeContract } from "../../rest/envelope/index.ts";
import { patternOf } from "../../rest/paths.ts";

/** A route of an old contract, as far as a rehearsal has to know it. */
export interface KnownRoute {
  /** `POST /users/login` */
  readonly name: string;
  /** The contract that has it. */
  readonly contract: string;
  readonly method: string;
  readonly path: string;
  /** How answers may differ at which fields, and still say the same. */
  readonly leeways: Leeways;
}

/** Pictures are a route of the bearer contract, although no GraphQL operation stands behind them. */
const PICTURES = { method: "GET" as const, path: "/cache/catalog/{file_path:path}", leeways: {} };

/** Every route of the old contracts. */
export const knownRoutes: readonly KnownRoute[] = contracts().flatMap(({ door, leeways, routes }) =>
  routes.map((route) => ({
    name: routeName(route),
    contract: door.name,
    method: route.method,
    path: route.path,
    leeways: { ...leeways, ...route.leeways },
  })),
);

function contracts() {
  const config = loadConfig({});
  const { bearer, envelope } = doors(config);
  return [
    bearerContract(bearer),
    envelopeContract(envelope, config),
    { door: bearer, leeways: {}, routes: [PICTURES] },
  ];
}

/** Those with names where others have parameters come first. */
const patterns = knownRoutes
  .toSorted((a, b) => a.path.split("{").length - b.path.split("{").length)
  .map((route) => ({ route, pattern: patternOf(route.path) }));

export interface RouteMatch {
  readonly route: KnownRoute;
  /** The parameters of the path, as they were sent. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** The route that a request is for. */
export function routeOf(method: string, target: string): RouteMatch | undefined {
  const path = (target.split("?", 1)[0] ?? "").replace(/(?<=.)\/$/, "");
  for (const { route, pattern } of patterns) {
    const match = route.method === method ? pattern.exec(path) : null;
    if (match) return { route, parameters: { ...match.groups } };
  }
  return undefined;
}
