import { randomUUID } from "node:crypto";
import type { NextFunction, Request, RequestHandler, Response } from "express";
import type { Logger } from "pino";
import { type Door, readCredentials, type RequestFacts } from "./context.ts";

const REQUEST_ID = "X-Request-Id";
const MAX_USER_AGENT = 300;

/**
 * Gives every request an id, which answers carry in `X-Request-Id`, and logs it once it is answered. The log has the path
 * without its query, and neither headers nor bodies: tokens, codes and passwords are in those.
 */
export function requestLog(log: Logger): RequestHandler {
  return (req: Request, res: Response, next: NextFunction) => {
    const id = randomUUID();
    res.locals["requestId"] = id;
    res.setHeader(REQUEST_ID, id);
    if (log.isLevelEnabled("info")) {
      const start = performance.now();
      const path = req.originalUrl.split("?", 1)[0];
      res.once("close", () => {
        const ms = Math.round((performance.now() - start) * 10) / 10;
        const answer = { requestId: id, method: req.method, path, status: res.statusCode, ms };
        if (res.writableFinished) log.info(answer, "answered");
        else log.info(answer, "the client went away");
      });
    }
    next();
  };
}

/** The id that {@link requestLog} gave. */
export function requestIdOf(res: Response): string {
  return String(res.locals["requestId"]);
}

/**
 * What the resolvers learn of a request. The client's address obeys Express's `trust proxy`, set from `TRUST_PROXY`: this
 * is the only place that reads it.
 */
export function requestFacts(req: Request, res: Response, door: Door, log: Logger): RequestFacts {
  const requestId = requestIdOf(res);
  return {
    door,
    requestId,
    client: {
      ip: req.ip ?? "",
      userAgent: (req.get("user-agent") ?? "").slice(0, MAX_USER_AGENT),
    },
    log: log.child({ requestId }),
    credentials: readCredentials(req.headers, door.cookies),
  };
}
