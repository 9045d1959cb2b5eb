import { Router } from "express";
import { probe } from "../database/probe.ts";
import type { Deps } from "../deps.ts";

const PROBE_MS = 1000;

/**
 * `/health/live`: the process answers. `/health/ready`: so do the database and the store; 503 with the parts that do not
 * otherwise, so that a load balancer sends nobody here.
 */
export function health({ db, store }: Deps): Router {
  const router = Router();
  const parts: Record<string, () => Promise<unknown>> = {
    database: () => probe(db),
    store: () => store.ping(),
  };

  router.get("/live", (_req, res) => void res.json({ status: "ok" }));
  router.get("/ready", async (_req, res) => {
    const checks = await Promise.all(
      Object.entries(parts).map(async ([name, probe]) => [name, await answers(probe)] as const),
    );
    const ready = checks.every(([, ok]) => ok);
    res.setHeader("Cache-Control", "no-store");
    if (!ready) res.setHeader("Retry-After", "2");
    res.status(ready ? 200 : 503).json({
      status: ready ? "ok" : "unavailable",
      ...Object.fromEntries(checks.map(([name, ok]) => [name, ok ? "ok" : "unavailable"])),
    });
  });
  return router;
}

/** Why a part does not answer is logged where it is used; here only that it does not. */
async function answers(probe: () => Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), PROBE_MS);
  });
  const answered = probe().then(
    () => true,
    () => false,
  );
  const ok = await Promise.race([answered, late]);
  clearTimeout(timer);
  return ok;
}
