import express, { type Express, type NextFunction, type Request, type Response } from "express";
import { doors } from "./context.ts";
import type { Deps } from "./deps.ts";
import { errorHeaders } from "./errors.ts";
import { graphqlDoor } from "./graphql/index.ts";
import { health } from "./process/health.ts";
import { catalogImages } from "./images/index.ts";
import { devMailbox } from "./mail/dev-mailbox.ts";
import { logIfUnforeseen, requestLog } from "./http/request.ts";
import { bearerContract } from "./rest/bearer/index.ts";
import { envelopeContract } from "./rest/envelope/index.ts";
import { contractFallback, contractRouter } from "./rest/shim.ts";
import { restV2 } from "./rest/v2/index.ts";

/** The server without a socket: every door, in the order in which requests try them. */
export function createApp(deps: Deps): Express {
  const { config, log } = deps;
  const { bearer, envelope } = doors(config);
  const bearerRoutes = bearerContract(bearer);
  const envelopeRoutes = envelopeContract(envelope);
  const contracts = [bearerRoutes, envelopeRoutes];

  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.set("trust proxy", config.trustProxy);

  app.use(requestLog(log));
  // Whoever opens the address of the start block wants to look around.
  app.get("/", (_req, res) => res.redirect("/graphql"));
  app.use("/health", health(deps));
  // Other services verify our access tokens with it (RFC 7517).
  app.get("/.well-known/jwks.json", (_req, res) => {
    res.set("Cache-Control", "public, max-age=600").json({ keys: [deps.signingKey.publicJwk] });
  });
  app.use(graphqlDoor(deps));
  app.use("/cache/catalog", catalogImages({ catalogDir: config.catalogDir }));
  if (deps.mailer.outbox) app.use(devMailbox(deps.mailer.outbox, config.host));
  app.use(restV2(deps));
  app.use(contractRouter(deps, contracts));
  app.use(contractFallback(deps, "/users", envelopeRoutes, contracts));
  app.use(contractFallback(deps, "/api", bearerRoutes, contracts));
  app.use((_req, res) => void res.status(404).json({ detail: "Not Found" }));
  app.use((cause: unknown, _req: Request, res: Response, next: NextFunction) => {
    if (res.headersSent) return next(cause);
    const { status, retryAfter, message } = logIfUnforeseen(cause, res, log);
    res.status(status).set(errorHeaders(status, retryAfter)).json({ detail: message });
  });
  return app;
}
