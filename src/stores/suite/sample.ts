import { randomBytes, randomInt } from "node:crypto";
import type { Session, Store } from "../store.ts";

/** Near the real time, so that an engine's sweeping, which follows the machine's clock, leaves the samples alone. */
export const START = Date.now();

/** A user that no other test has, on a server that may be shared. */
export function newUser(): number {
  return randomInt(1, 2 ** 47);
}

/** A name that no other test has. */
export function newName(): string {
  return randomBytes(8).toString("hex");
}

export function newSession(userId: number, given: Partial<Session> = {}): Session {
  return {
    id: `${userId}.${randomBytes(16).toString("base64url")}`,
    userId,
    stamp: "a stamp",
    renewal: "rotating",
    generation: 1,
    retiring: [],
    createdAt: START,
    lastUsedAt: START,
    expiresAt: START + 60_000,
    ip: "203.0.113.7",
    userAgent: "sample/1.0",
    ...given,
  };
}

/** Two instances over the same data. What one does, the other must see. */
export interface Pair {
  readonly one: Store;
  readonly two: Store;
}

/** Runs an act that many times, all at once. */
export function parallel<T>(count: number, act: (i: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: count }, (_, i) => act(i)));
}
