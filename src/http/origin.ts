import type { Request, RequestHandler } from "express";
import cors from "cors";
import type { Config } from "../config.ts";

/** Pages that may call as if they were ours. */
type Pages = Config["pages"];

/** What scripts of listed pages may read of an answer, besides the few headers that they always may. */
const EXPOSED = [
  "ETag",
  "Location",
  "RateLimit-Limit",
  "RateLimit-Remaining",
  "RateLimit-Reset",
  "Retry-After",
  "X-Request-Id",
];

/** How long browsers may keep the answer to a preflight, in seconds. */
const PREFLIGHT_SECONDS = 600;

/** CORS for listed pages, with credentials, whatever path they ask for; null when there can be no such page. */
export function corsFor(pages: Pages): RequestHandler | null {
  if (pages.origins.size === 0 && !pages.local) return null;
  const answer = cors({
    origin: (origin, done) => done(null, origin !== undefined && isListed(origin, pages)),
    credentials: true,
    exposedHeaders: EXPOSED,
    maxAge: PREFLIGHT_SECONDS,
  });
  return (req, res, next) => {
    // For all: no cache may take an answer to one page for an answer to another.
    res.vary("Origin");
    answer(req, res, next);
  };
}

const LOCAL = /^https?:\/\/(?:localhost|127\.0\.0\.1)(?::\d+)?$/;

const isListed = (origin: string, { origins, local }: Pages): boolean =>
  origins.has(origin) || (local && LOCAL.test(origin));

/**
 * Whether a request comes from a page of another site. Browsers say so: by `Sec-Fetch-Site`, or older ones by `Origin`.
 * Programs say neither, and do not send anybody's cookies unasked. A site is a host here, whatever its ports serve: the
 * cookie goes to all of them.
 */
export function isCrossSite(req: Request, pages: Pages): boolean {
  const origin = req.get("origin");
  if (origin !== undefined && isListed(origin, pages)) return false;
  switch (req.get("sec-fetch-site")) {
    case undefined:
      return origin !== undefined && !isOwnHost(origin, req);
    case "same-origin":
    case "none":
      return false;
    // Another port of the same host, or a sister domain, which may be anybody's.
    case "same-site":
      return origin === undefined || !isOwnHost(origin, req);
    default:
      return true;
  }
}

function isOwnHost(origin: string, req: Request): boolean {
  if (!URL.canParse(origin)) return false;
  const { protocol, hostname, username, pathname, search } = new URL(origin);
  if (username !== "" || pathname !== "/" || search !== "") return false;
  // TLS may end at a proxy that says nothing of it, so an `https:` page may be ours although the request came by `http:`.
  if (protocol !== "https:" && (protocol !== "http:" || req.secure)) return false;
  const own = `${protocol}//${req.hostname}`;
  return URL.canParse(own) && new URL(own).hostname === hostname;
}
