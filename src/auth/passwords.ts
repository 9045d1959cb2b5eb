import { availableParallelism } from "node:os";
import argon2 from "argon2";
import pLimit from "p-limit";
import { AppError } from "../errors.ts";
import { matchesForeign } from "./foreign-hashes.ts";

export interface HashCost {
  /** KiB */
  readonly memoryCost: number;
  readonly timeCost: number;
  readonly parallelism: number;
}

/** argon2i as the bearer contract's document has it; the memory and passes that RFC 9106, section 4 recommends. */
const COST: HashCost = { memoryCost: 65_536, timeCost: 3, parallelism: 1 };

/** Logins that may wait for a core; more than that would wait longer than any client does. */
const MAX_WAITING = 400;

export interface Passwords {
  hash(password: string): Promise<string>;
  /** False for a wrong password and, after just as much work, when there is no account (`hash` null). */
  verify(hash: string | null, password: string): Promise<boolean>;
  /** Whether a hash was made by another server, or with another type or cost than today's. */
  isOutdated(hash: string): boolean;
}

/**
 * Password hashing off the event loop, at most one hash per core at a time, so that a storm of logins queues instead of
 * starving everything else.
 * @throws {AppError} UNAVAILABLE from `hash` and `verify` when the queue is full
 */
export function createPasswords(cost: HashCost = COST): Passwords {
  // libuv runs four tasks at a time unless told otherwise; hashing leaves one of them to files and DNS.
  const atOnce = pLimit(Math.max(1, Math.min(availableParallelism(), 3)));
  const queued = async <T>(task: () => Promise<T>): Promise<T> => {
    if (atOnce.pendingCount >= MAX_WAITING) throw new AppError("UNAVAILABLE");
    return atOnce(task);
  };
  const hash = (password: string) => argon2.hash(password, { type: argon2.argon2i, ...cost });
  const decoy = hash("no account has this password");

  return {
    hash: (password) => queued(() => hash(password)),
    verify: (stored, password) =>
      queued(async () => {
        const hash = stored ?? (await decoy);
        const matches = (await matchesForeign(hash, password)) ?? (await argon2.verify(hash, password));
        return matches && stored !== null;
      }),
    isOutdated: (stored) => !stored.startsWith("$argon2i$") || argon2.needsRehash(stored, { ...cost }),
  };
}
