import type { RequestHandler } from "express";
import { LRUCache } from "lru-cache";
import { AppError } from "../errors.ts";
import { networkOf } from "../limits/network.ts";
import { clientAddress } from "./connection.ts";

/** Requests that one network may send in a minute to the doors where one request can ask for much. */
const REQUESTS_A_MINUTE = 3000;
const WINDOW_MS = 60_000;
/** For networks that are counted, some 50,000; with more, those that have been quiet the longest begin anew. */
const MAX_BYTES = 8 * 1024 * 1024;

/**
 * Bounds what a network may ask for before anything is read or parsed, introspection and malformed requests included. Acts
 * have exact limits of their own, in the store; this one guards the time of the process, and is counted in it.
 * Passes on an {@link AppError}: RATE_LIMITED, with the seconds until the window ends.
 * @param factor multiplies the limit; 0: none
 * @param clock milliseconds
 */
export function boundedRequestRate({ factor, clock }: { factor: number; clock: () => number }): RequestHandler {
  const windows = new LRUCache<string, { requests: number; readonly endsAt: number }>({
    maxSize: MAX_BYTES,
    // What a trusted proxy calls an address may be any text.
    sizeCalculation: (_window, network) => 128 + 2 * network.length,
  });
  const limit = REQUESTS_A_MINUTE * factor;
  return (req, _res, next) => {
    if (factor === 0) return next();
    const network = networkOf(clientAddress(req));
    const now = clock();
    const open = windows.get(network);
    const window =
      open && now < open.endsAt && open.endsAt <= now + WINDOW_MS ? open : { requests: 0, endsAt: now + WINDOW_MS };
    window.requests += 1;
    windows.set(network, window);
    const retryAfter = Math.ceil((window.endsAt - now) / 1000);
    next(window.requests > limit ? new AppError("RATE_LIMITED", { limit: "requests", retryAfter }) : undefined);
  };
}
