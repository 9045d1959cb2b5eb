import type { RequestHandler } from "express";

/** One year, in seconds. */
const HSTS_SECONDS = 31_536_000;

/**
 * Headers that every answer has unless its route knows better: nothing is kept on its way, since tokens and people's data
 * are in answers, browsers do not guess types, and who was once here by TLS comes back by TLS (RFC 6797).
 */
export const safeHeaders: RequestHandler = (req, res, next) => {
  res.setHeader("Cache-Control", "no-store");
  res.setHeader("X-Content-Type-Options", "nosniff");
  // Known by the socket, or from the proxies that TRUST_PROXY names.
  if (req.secure) res.setHeader("Strict-Transport-Security", `max-age=${HSTS_SECONDS}`);
  next();
};
