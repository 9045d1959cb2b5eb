import type { LimitReport } from "../context.ts";
import type { Bucket, Verdict } from "../stores/store.ts";
import type { Counting } from "./exact-limiter.ts";
import { networkOf } from "./network.ts";
import { type LimitRule, type LimitRuleName, limitRules } from "./rules.ts";

/** Something that is done and counted, whichever door it came in by. */
export interface Act {
  /** The root field that does it. */
  readonly name: string;
  readonly rules: readonly LimitRuleName[];
}

/** Whom an act may be counted for. */
export interface Subjects {
  /** The client's address. */
  readonly ip: string;
  /** The account that asks; null for nobody. */
  readonly userId: number | null;
  /** What the field named, for rules that count mailboxes; null for none. */
  readonly mailbox: string | null;
}

export const ruleOf = (name: LimitRuleName): LimitRule => limitRules[name];

/** Whether it depends on the address alone in which buckets an act is counted. */
export const countsAddressesAlone = ({ rules }: Act): boolean => rules.every((name) => ruleOf(name).per === "address");

/** In what an act is counted. */
export function bucketsOf({ name, rules }: Act, factor: number, subjects: Subjects): Bucket[] {
  return rules.flatMap((ruleName): Bucket[] => {
    const rule = ruleOf(ruleName);
    const subject = subjectOf(rule, subjects);
    if (subject === null) return [];
    // A rule that several acts share is counted for each of them, but for mails: a mailbox does not care why it is full.
    const key = `${rule.per === "mailbox" ? ruleName : name}:${subject}`;
    return [{ key, limit: rule.limit * factor, windowMs: rule.seconds * 1000 }];
  });
}

/** Whom a rule counts, or null for nobody. */
function subjectOf({ per }: LimitRule, { ip, userId, mailbox }: Subjects): string | null {
  switch (per) {
    case "address":
      return networkOf(ip);
    case "user":
      // Fields with such a rule have a scope that asks for somebody; their limit is counted after it.
      return userId === null ? networkOf(ip) : String(userId);
    case "mailbox":
      return mailbox;
  }
}

/** What is left of each limit, in the order of the buckets. */
export const reportsOf = (buckets: readonly Bucket[], { states }: Verdict, now: number): LimitReport[] =>
  states.map(({ remaining, resetAt }, index) => ({
    limit: buckets[index]?.limit ?? 0,
    remaining,
    resetSeconds: Math.max(1, Math.ceil((resetAt - now) / 1000)),
  }));

/**
 * Counts an act of which addresses alone are counted, beside GraphQL.
 * @returns what is left, or null when a limit was full and nothing was counted
 * @throws {StoreUnavailable}
 */
export async function countRead(
  act: Act,
  { throttle, factor, clock }: Counting,
  ip: string,
): Promise<LimitReport[] | null> {
  if (factor === 0) return [];
  const now = clock();
  const buckets = bucketsOf(act, factor, { ip, userId: null, mailbox: null });
  const verdict = await throttle.consume(buckets, now);
  return verdict.allowed ? reportsOf(buckets, verdict, now) : null;
}
