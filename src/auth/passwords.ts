import { availableParallelism } from "node:os";
import argon2 from "argon2";
import { matchesForeign } from "./foreign-hashes.ts";
import { type Asker, createHashQueue, type HashFigures } from "./hash-queue.ts";

export interface HashCost {
  /** KiB */
  readonly memoryCost: number;
  readonly timeCost: number;
  readonly parallelism: number;
}

/** argon2i as the bearer contract's document has it; the memory and passes that RFC 9106, section 4 recommends. */
const COST: HashCost = { memoryCost: 65_536, timeCost: 3, parallelism: 1 };

/**
 * Hashing for one client.
 * @throws {AppError} UNAVAILABLE from `hash` and `verify` when the wait would be too long, or nobody waits any more
 */
export interface Passwords {
  hash(password: string): Promise<string>;
  /** False for a wrong password and, after just as much work, when there is no account (`hash` null). */
  verify(hash: string | null, password: string): Promise<boolean>;
  /** Whether a hash was made by another server, or with another type or cost than today's. */
  isOutdated(hash: string): boolean;
}

/** Hashing for everybody; whoever has no client to speak of, such as the start of the server, hashes for nobody in particular. */
export interface PasswordHashing extends Passwords {
  forClient(asker: Asker): Passwords;
  /** Refuses what waits for its turn and what comes later, so that the server can stop. */
  close(): void;
  figures(): HashFigures;
}

/**
 * Password hashing off the event loop, at most one hash per core at a time, so that a storm of logins queues instead of
 * starving everything else.
 */
export function createPasswords(cost: HashCost = COST): PasswordHashing {
  // libuv runs four tasks at a time unless told otherwise; hashing leaves one of them to files and DNS.
  const queue = createHashQueue(Math.max(1, Math.min(availableParallelism(), 3)));
  const hash = (password: string) => argon2.hash(password, { type: argon2.argon2i, ...cost });
  const decoy = hash("no account has this password");

  const forClient = (asker: Asker): Passwords => ({
    hash: (password) => queue.run(() => hash(password), asker),
    verify: (stored, password) =>
      queue.run(async () => {
        const hash = stored ?? (await decoy);
        const matches = (await matchesForeign(hash, password)) ?? (await argon2.verify(hash, password));
        return matches && stored !== null;
      }, asker),
    isOutdated: (stored) => !stored.startsWith("$argon2i$") || argon2.needsRehash(stored, { ...cost }),
  });
  return { ...forClient({ network: "" }), forClient, close: () => queue.close(), figures: () => queue.figures() };
}
