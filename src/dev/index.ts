import { Router } from "express";
import type { Deps } from "../deps.ts";
import type { Places } from "../pages/index.ts";
import type { Watcher } from "../traces/watched.ts";
import { localOnly } from "./local-only.ts";
import { devMail } from "./mail.ts";
import { requestInspector } from "./requests.ts";
import { demoSessions } from "./sessions.ts";

export interface DevDoor {
  readonly router: Router;
  /** To be told of every request. */
  readonly watch: Watcher;
}

/** What only developers have, below `/dev`: for whoever is at this machine, and never in production. */
export function devDoor(deps: Deps, places: Places): DevDoor {
  const { config, mailer } = deps;
  const { watch, router: requests } = requestInspector(places);
  const router = Router();
  router.use("/dev", localOnly(config.host));
  if (mailer.outbox) router.use(devMail(mailer.outbox, places));
  router.use(requests, demoSessions(deps));
  return { router, watch };
}
