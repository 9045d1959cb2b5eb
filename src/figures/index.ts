import { timingSafeEqual, hash } from "node:crypto";
import type { Request, RequestHandler } from "express";
import type { Config } from "../config.ts";
import { AppError } from "../errors.ts";
import { isThisMachine } from "../http/this-machine.ts";
import { crowd } from "../process/crowd.ts";
import type { Figured, Figures } from "./registry.ts";

/** Of the text format, which every version of Prometheus reads. */
const TYPE = "text/plain; version=0.0.4; charset=utf-8";

/**
 * `GET /metrics`: figures of all processes of this server, for Prometheus. Whoever asks has METRICS_TOKEN as a bearer token;
 * without such a setting, whoever asks from this machine and not by way of a proxy. Nothing of it is loaded before.
 */
export function metrics(server: Figured): RequestHandler {
  let loading: Promise<() => Promise<Figures>> | undefined;
  const own = async () => {
    loading ??= import("./registry.ts").then(({ figuresOf }) => figuresOf(server));
    return (await loading)();
  };
  const everybodys = crowd("figures", own);
  return async (req, res) => {
    admit(req, server.config);
    const { together } = await import("./registry.ts");
    res.set("Content-Type", TYPE).send(await together(await everybodys()));
  };
}

/** @throws {AppError} UNAUTHENTICATED without the token, FORBIDDEN from elsewhere where there is none */
function admit(req: Request, { metricsToken }: Pick<Config, "metricsToken">): void {
  if (metricsToken === undefined) {
    if (!isThisMachine(req)) throw new AppError("FORBIDDEN");
  } else if (!isSame(/^Bearer (.+)$/i.exec(req.get("authorization") ?? "")?.[1] ?? "", metricsToken)) {
    throw new AppError("UNAUTHENTICATED");
  }
}

/** Takes as long for any two texts. */
const isSame = (given: string, wanted: string): boolean =>
  timingSafeEqual(hash("sha256", given, "buffer"), hash("sha256", wanted, "buffer"));
