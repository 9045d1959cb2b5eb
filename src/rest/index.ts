import { type RequestHandler, Router } from "express";
import { doors } from "../doors.ts";
import type { Deps } from "../deps.ts";
import { preferredError } from "../http/prefer.ts";
import { boundedRequestRate } from "../http/request-rate.ts";
import { bearerContract } from "./bearer/index.ts";
import { contractRoutes } from "./contract-routes.ts";
import { envelopeContract } from "./envelope/index.ts";
import { announcer } from "./fates.ts";
import { fallback } from "./fallback.ts";
import { mount } from "./mount.ts";
import { asProblem } from "./v2/errors.ts";
import { v2Routes } from "./v2/index.ts";
import { BASE } from "./v2/table.ts";

/** Everything that speaks REST: `/api/v2` and the two old contracts, and 404 for whatever else is below their prefixes. */
export function restDoors(deps: Deps): Router {
  const { config, log } = deps;
  const { rest, bearer, envelope } = doors(config);
  const bearerApi = bearerContract(bearer);
  const envelopeApi = envelopeContract(envelope, config);
  const announce = announcer(deps, [bearerApi, envelopeApi]);
  const contracts = [bearerApi, envelopeApi].flatMap((contract) => contractRoutes(deps, contract, announce));
  const v2 = v2Routes(deps, rest);
  const territories = [
    { prefix: BASE, wording: asProblem() },
    { prefix: "/users", wording: envelopeApi.wording() },
    { prefix: "/api", wording: bearerApi.wording() },
  ];

  const router = Router({ caseSensitive: true });
  router.use(BASE, boundedRequestRate({ factor: config.rateLimitFactor, clock: deps.clock }));
  const first = preferredError(config);
  router.use(below(BASE, mount(v2, { log, first, strict: true })), mount(contracts, { log, first, strict: false }));
  router.use(fallback(territories, [...contracts, ...v2], log));
  return router;
}

/** Spares requests for other addresses that all of a router's paths are tried; the paths have the prefix themselves. */
const below =
  (prefix: string, router: Router): RequestHandler =>
  (req, res, next) =>
    req.path.startsWith(`${prefix}/`) || req.path === prefix ? router(req, res, next) : next();
