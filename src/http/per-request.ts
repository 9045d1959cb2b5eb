import type { IncomingMessage } from "node:http";

/** What one part of the server knows of requests, each for as long as the request lives. */
export interface PerRequest<Fact> {
  get(req: IncomingMessage): Fact | undefined;
  set(req: IncomingMessage, fact: Fact): Fact;
}

/**
 * Facts about requests that only their owner can reach, as a WeakMap keeps them, but on the request itself: each entry of a
 * WeakMap is looked at by every garbage collection while the request lives, which for a hot answer is a good part of its cost.
 */
export function perRequest<Fact>(name: string): PerRequest<Fact> {
  const key = Symbol(name);
  // The key is known here alone, and so is the type of what is under it.
  const owner = (req: IncomingMessage) => req as { [key]?: Fact };
  return {
    get: (req) => owner(req)[key],
    set: (req, fact) => (owner(req)[key] = fact),
  };
}
