import type { RequestHandler } from "express";
import { recordOf } from "../answers/record.ts";
import type { Config } from "../config.ts";
import { AppError, catalogue, type ErrorCode } from "../errors.ts";

/** What the errors say that clients have to wait for, in seconds. */
const RETRY_AFTER = 30;

/**
 * In development, `Prefer: code=RATE_LIMITED` (RFC 7240) makes a door answer any error of the catalogue, in its own words
 * and without doing anything, so that clients can be tried on all of them. It stands at the front of each door, behind
 * which the door's own words are. A code that there is not is no preference that could be applied, and is let be.
 * Passes on an {@link AppError}.
 */
export function preferredError({ production }: Pick<Config, "production">): RequestHandler {
  if (production) return (_req, _res, next) => next();
  return (req, res, next) => {
    const code = preferred(req.get("prefer"));
    if (code === null) return next();
    recordOf(req).spoil();
    res.setHeader("Preference-Applied", `code=${code}`);
    res.vary("Prefer");
    next(new AppError(code, code === "RATE_LIMITED" ? { retryAfter: RETRY_AFTER } : {}));
  };
}

function preferred(header: string | undefined): ErrorCode | null {
  const given = /(?:^|,)\s*code\s*=\s*"?(\w+)"?\s*(?:[,;]|$)/i.exec(header ?? "")?.[1];
  return given !== undefined && isCode(given) ? given : null;
}

const isCode = (given: string): given is ErrorCode => Object.hasOwn(catalogue, given);
