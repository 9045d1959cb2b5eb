import { AppError } from "../errors.ts";
import type { Counting } from "./exact-limiter.ts";
import { networkOf } from "./network.ts";

const HOUR_MS = 3_600_000;

/** How many mailboxes one network may have mails sent to in an hour, however often each. */
const MAILBOXES_AN_HOUR = 20;

/**
 * Lets a network ask for mails to a mailbox when it has asked for that one within the hour, or for few enough others: nobody
 * sends mails to a list of strangers by asking for codes.
 * @throws {AppError} RATE_LIMITED, with the seconds until the hour is over; UNAVAILABLE when the store is away
 */
export async function admitMailbox({ throttle, factor, clock }: Counting, ip: string, mailbox: string): Promise<void> {
  const network = networkOf(ip);
  const now = clock();
  // Both are counted or neither: the first is full for a mailbox that has been admitted before.
  const { allowed, states } = await throttle.consume(
    [
      { key: `mailboxOf:${network}:${mailbox}`, limit: 1, windowMs: HOUR_MS },
      { key: `mailboxesOf:${network}`, limit: MAILBOXES_AN_HOUR * factor, windowMs: HOUR_MS },
    ],
    now,
  );
  const [known, all] = states;
  if (allowed || known?.remaining === 0) return;
  const retryAfter = Math.max(1, Math.ceil(((all?.resetAt ?? now) - now) / 1000));
  throw new AppError("RATE_LIMITED", { limit: "mailboxes", retryAfter });
}
