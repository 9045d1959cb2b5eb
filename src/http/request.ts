import { randomUUID } from "node:crypto";
import type { NextFunction, Request, RequestHandler, Response } from "express";
import type { Logger } from "pino";
import { type Door, readCredentials, type RequestFacts } from "../context.ts";

const REQUEST_ID = "X-Request-Id";
const MAX_USER_AGENT = 300;
/** Longer than any address with its zone and port; what a trusted proxy passes on may be anything. */
const MAX_ADDRESS = 100;

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
      ip: (req.ip ?? "").slice(0, MAX_ADDRESS),
      userAgent: (req.get("user-agent") ?? "").slice(0, MAX_USER_AGENT),
    },
    origin: ownOrigin(req),
    log: log.child({ requestId }),
    credentials: readCredentials(req.headers, door.cookies),
    crossSiteWrite: isCrossSiteWrite(req),
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

const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * Browsers say where a request comes from: `Sec-Fetch-Site`, or in older ones `Origin`. Programs say neither, and do not
 * send anybody's cookies unasked.
 */
function isCrossSiteWrite(req: Request): boolean {
  if (SAFE_METHODS.has(req.method)) return false;
  const site = req.get("sec-fetch-site");
  if (site !== undefined) return site !== "same-origin" && site !== "none";
  const origin = req.get("origin");
  return origin !== undefined && !isOwnOrigin(origin, req);
}

function isOwnOrigin(origin: string, req: Request): boolean {
  if (!URL.canParse(origin)) return false;
  const { protocol, host } = new URL(origin);
  // TLS may end at a proxy that says nothing of it, so an `https:` page may be ours although the request came by `http:`.
  if (protocol !== "https:" && (protocol !== "http:" || req.secure)) return false;
  const own = `${protocol}//${req.host}`;
  return URL.canParse(own) && new URL(own).host === host;
}

/**
 * The headers of draft-ietf-httpapi-ratelimit-headers-03, for the tightest of the limits that a request spent from; of
 * several full ones, the one that stays so the longest, as `Retry-After` has it.
 */
function limitHeaders(res: Response): RequestFacts["reportLimit"] {
  let tightest = { remaining: Number.POSITIVE_INFINITY, resetSeconds: 0 };
  return ({ limit, remaining, resetSeconds }) => {
    if (remaining > tightest.remaining) return;
    if (remaining === tightest.remaining && resetSeconds <= tightest.resetSeconds) return;
    tightest = { remaining, resetSeconds };
    res.setHeader("RateLimit-Limit", limit);
    res.setHeader("RateLimit-Remaining", remaining);
    res.setHeader("RateLimit-Reset", resetSeconds);
  };
}
