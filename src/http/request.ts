import { randomUUID } from "node:crypto";
import type { NextFunction, Request, RequestHandler, Response } from "express";
import type { Logger } from "pino";
import type { Door, RequestFacts } from "../context.ts";
import type { Deps } from "../deps.ts";
import { readCredentials } from "./credentials.ts";
import { isCrossSite } from "./origin.ts";

const REQUEST_ID = "X-Request-Id";
const MAX_USER_AGENT = 300;
/** Longer than any address with its zone and port; what a trusted proxy passes on may be anything. */
const MAX_ADDRESS = 100;

const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

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
 * @param writes whether the request may change something, where its method does not tell
 */
export function requestFacts(
  req: Request,
  res: Response,
  door: Door,
  { config, log }: Pick<Deps, "config" | "log">,
  writes = !SAFE_METHODS.has(req.method),
): RequestFacts {
  const requestId = requestIdOf(res);
  return {
    door,
    requestId,
    client: {
      ip: (req.ip ?? "").slice(0, MAX_ADDRESS),
      userAgent: (req.get("user-agent") ?? "").slice(0, MAX_USER_AGENT),
    },
    origin: ownOrigin(req),
    log: log.child({ requestId }),
    credentials: readCredentials(req.headers, door.cookies),
    crossSiteWrite: writes && isCrossSite(req, config.pages),
    hungUp: hangUp(res),
    reportLimit: limitHeaders(res),
  };
}

/** Scheme and host as the client knows them; those of the socket where it says nothing that could be a host. */
function ownOrigin({ protocol, host, socket }: Request): string {
  const asked = `${protocol}://${host}`;
  return URL.canParse(asked) ? new URL(asked).origin : `http://${socket.localAddress}:${socket.localPort}`;
}

function hangUp(res: Response): AbortSignal {
  const controller = new AbortController();
  res.once("close", () => {
    if (!res.writableFinished) controller.abort();
  });
  return controller.signal;
}

/**
 * The headers of draft-ietf-httpapi-ratelimit-headers-03, for the tightest of the limits that a request spent from; of
 * several full ones, the one that stays so the longest, as `Retry-After` has it.
 */
function limitHeaders(res: Response): RequestFacts["reportLimit"] {
  let tightest = { remaining: Number.POSITIVE_INFINITY, resetSeconds: 0 };
  return ({ limit, remaining, resetSeconds }) => {
    if (remaining > tightest.remaining) return;
    if (remaining === tightest.remaining && (remaining > 0 || resetSeconds <= tightest.resetSeconds)) return;
    tightest = { remaining, resetSeconds };
    res.setHeader("RateLimit-Limit", limit);
    res.setHeader("RateLimit-Remaining", remaining);
    res.setHeader("RateLimit-Reset", resetSeconds);
  };
}
