import { createHash } from "node:crypto";
import { AppError } from "../errors.ts";
import type { Counting } from "../limits/exact-limiter.ts";
import { type Account, usernameKey } from "./accounts.ts";

/**
 * How many passwords may be tried on one account by all strangers together, so that the delay grows with the tries. A
 * stranger is who comes from a network that nobody has signed in to the account from: the owner's own way in stays open,
 * and from elsewhere a code by mail signs them in, which makes that network known.
 */
const STEPS = [
  { tries: 20, minutes: 1 },
  { tries: 40, minutes: 15 },
  { tries: 80, minutes: 60 },
];

/**
 * Counts a stranger's try of a password, right or wrong: it has to be counted before it is known to be wrong.
 * @param name how the account was called, which counts when there is none: names without an account answer alike
 * @throws {AppError} RATE_LIMITED, with the seconds until the next try
 */
export async function countGuess(
  { throttle, factor, clock }: Pick<Counting, "throttle" | "factor" | "clock">,
  account: Account | null,
  name: string,
): Promise<void> {
  if (factor === 0) return;
  const whom = account === null ? createHash("sha256").update(usernameKey(name)).digest("base64url") : account.id;
  const now = clock();
  const { allowed, states } = await throttle.consume(
    STEPS.map(({ tries, minutes }) => ({
      key: `guesses-${minutes}:${whom}`,
      limit: tries * factor,
      windowMs: minutes * 60_000,
    })),
    now,
  );
  if (allowed) return;
  const waits = states.filter(({ remaining }) => remaining === 0).map(({ resetAt }) => resetAt - now);
  const retryAfter = Math.max(1, Math.ceil(Math.max(...waits) / 1000));
  throw new AppError("RATE_LIMITED", { limit: "guesses", retryAfter });
}
