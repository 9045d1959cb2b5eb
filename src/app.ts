import type { RequestListener } from "node:http";
import express, { type Request } from "express";
import { withAnswers } from "./answers/index.ts";
import { recordOf } from "./answers/record.ts";
import type { Deps } from "./deps.ts";
import { graphqlDoor } from "./graphql/index.ts";
import { errorWriter, outsideOfDoors } from "./http/errors.ts";
import { safeHeaders } from "./http/headers.ts";
import { corsFor } from "./http/origin.ts";
import { catalogImages } from "./images/index.ts";
import { devMailbox } from "./mail/dev-mailbox.ts";
import { notFoundPage, pages } from "./pages/index.ts";
import { health } from "./process/health.ts";
import { restDoors } from "./rest/index.ts";

/** The server without a socket: every door, in the order in which requests try them. */
export function createApp(deps: Deps): RequestListener {
  const { config, log } = deps;
  const app = express();
  app.disable("x-powered-by");
  app.disable("etag");
  app.set("trust proxy", config.trustProxy);

  app.use(safeHeaders);
  const cors = corsFor(config.pages);
  if (cors) app.use(cors);
  app.use(pages({ development: !config.production, explorer: config.explorer }));
  app.use("/health", health(deps));
  // Other services verify our access tokens with it (RFC 7517).
  app.get("/.well-known/jwks.json", async (_req, res) => {
    const keys = (await deps.keys.published()).map(({ publicJwk }) => publicJwk);
    res.set("Cache-Control", "public, max-age=600").json({ keys });
  });
  app.use(graphqlDoor(deps));
  app.use("/cache/catalog", catalogImages({ catalogDir: config.catalogDir, onKept: shareWhile }));
  if (deps.mailer.outbox) app.use(devMailbox(deps.mailer.outbox, config.host));
  app.use(restDoors(deps));
  app.use(notFoundPage());
  app.use((_req, res) => void res.status(404).json({ detail: "Not Found" }));
  app.use(errorWriter(outsideOfDoors, log));
  return withAnswers(app, deps);
}

/** A picture is for everybody, as long as its file has not changed. */
function shareWhile(req: Request, stands: () => boolean): void {
  const record = recordOf(req);
  record.share();
  record.read(stands);
}
