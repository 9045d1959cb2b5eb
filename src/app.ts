import type { RequestListener } from "node:http";
import express, { type Express, type Request, type RequestHandler } from "express";
import { withAnswers } from "./answers/index.ts";
import { noteRoute, recordOf } from "./answers/record.ts";
import type { Deps } from "./deps.ts";
import { devDoor } from "./dev/index.ts";
import { metrics } from "./figures/index.ts";
import { docs } from "./docs/index.ts";
import { graphqlDoor } from "./graphql/index.ts";
import { errorWriter, outsideOfDoors } from "./http/errors.ts";
import { safeHeaders } from "./http/headers.ts";
import { preferredError } from "./http/prefer.ts";
import { corsFor } from "./http/origin.ts";
import { catalogImages } from "./images/index.ts";
import { notFoundPage, pages, type Places } from "./pages/index.ts";
import { health } from "./process/health.ts";
import { ofKnownFields } from "./process/log.ts";
import { watched } from "./traces/watched.ts";
import { restDoors } from "./rest/index.ts";

/** The server without a socket: every door, in the order in which requests try them. */
export function createApp(deps: Deps): RequestListener {
  const { config, log } = deps;
  const app = bareApp(deps);
  const cors = corsFor(config.pages);
  if (cors) app.use(cors);
  app.get("/", at("GET /"));
  const places = placesOf(deps);
  app.use(pages(places));
  app.use("/health", at("GET /health/{part}"), health(deps));
  app.get("/metrics", at("GET /metrics"), metrics(deps));
  // Other services verify our access tokens with it (RFC 7517).
  app.get("/.well-known/jwks.json", at("GET /.well-known/jwks.json"), async (_req, res) => {
    const keys = (await deps.keys.published()).map(({ publicJwk }) => publicJwk);
    res.set("Cache-Control", "public, max-age=600").json({ keys });
  });
  app.use(graphqlDoor(deps));
  app.use("/cache/catalog", at("GET /cache/catalog/{path}"), preferredError(config), pictures(deps));
  const dev = config.production ? null : devDoor(deps, places);
  if (dev) app.use("/dev", at("/dev/{page}")).use(dev.router);
  app.use(["/docs", "/openapi.json"], at("GET /docs/{page}")).use(docs(config));
  app.use(restDoors(deps));
  app.use(notFoundPage(places));
  app.use((_req, res) => void res.status(404).json({ detail: "Not Found" }));
  app.use(errorWriter(outsideOfDoors, log));
  const watchers = [dev?.watch, deps.traceExport?.watch].filter((watch) => watch !== undefined);
  return watched(withAnswers(app, { ...deps, log: ofKnownFields(log) }), watchers);
}

/** What there is for pages to lead to. */
const placesOf = ({ config, mailer }: Deps): Places => ({
  development: !config.production,
  explorer: config.explorer,
  mails: mailer.outbox !== undefined,
});

/** Says which route takes a request, for routers that do not say it themselves. */
const at =
  (route: string): RequestHandler =>
  (req, _res, next) => {
    noteRoute(req, route);
    next();
  };

const pictures = ({ config, tallies }: Deps): RequestHandler =>
  catalogImages({
    catalogDir: config.catalogDir,
    onKept: shareWhile,
    onOpen: (figures) => void tallies.caches.set("pictures", figures),
  });

/**
 * Health alone, for a port of its own: who asks there does not stand in the shop's queue. The event loop takes one new
 * connection a turn from each port.
 */
export function createHealthApp(deps: Deps): RequestListener {
  const app = bareApp(deps);
  app.use("/health", health(deps));
  app.use((_req, res) => void res.status(404).json({ detail: "Not Found" }));
  app.use(errorWriter(outsideOfDoors, deps.log));
  return app;
}

function bareApp({ config }: Deps): Express {
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.set("trust proxy", config.trustProxy);
  app.use(safeHeaders);
  return app;
}

/** A picture is for everybody, as long as its file has not changed. */
function shareWhile(req: Request, stands: () => boolean): void {
  const record = recordOf(req);
  record.share("everybody");
  record.read(stands);
}
