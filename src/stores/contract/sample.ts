import { randomBytes, randomInt } from "node:crypto";
import type { Session } from "../store.ts";

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
