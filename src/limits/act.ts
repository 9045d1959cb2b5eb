import type { Door } from "../doors.ts";
import type { Bucket, Verdict } from "../stores/store.ts";
import type { Counting } from "./exact-limiter.ts";
import { traceLimits } from "../traces/trace.ts";
import { networkOf, siteOf } from "./network.ts";
import type { LimitReport } from "./report.ts";
import { type LimitRule, type LimitRuleName, limitOf, limitRules } from "./rules.ts";

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
  /** By which it comes in. */
  readonly door: Door["name"];
  /** The account that asks; null for nobody. */
  readonly userId: number | null;
  /** What the field named, for rules that count mailboxes; null for none. */
  readonly mailbox: string | null;
}

export const ruleOf = (name: LimitRuleName): LimitRule => limitRules[name];

/** Whether it depends on the address alone in which buckets an act is counted. */
export const countsAddressesAlone = ({ rules }: Act): boolean => rules.every((name) => ruleOf(name).per === "address");

/** In what an act is counted. */
export function bucketsOf(
  { name, rules }: Act,
  { factor, isUnlimitedReader }: Pick<Counting, "factor" | "isUnlimitedReader">,
  subjects: Subjects,
): Bucket[] {
  const { door, ip } = subjects;
  return rules.flatMap((ruleName): Bucket[] => {
    const rule = ruleOf(ruleName);
    const subject = subjectOf(rule, subjects);
    if (subject === null || (rule.sparesReaders && isUnlimitedReader(ip))) return [];
    const own = rule.limitAt?.[door];
    const act = rule.together ? ruleName : own === undefined ? name : `${name}@${door}`;
    const limit = limitOf(rule, factor, door);
    return [{ key: `${act}:${subject}`, limit, windowMs: rule.seconds * 1000 }];
  });
}

/** Whom a rule counts, or null for nobody. */
function subjectOf({ per }: LimitRule, { ip, userId, mailbox }: Subjects): string | null {
  switch (per) {
    case "address":
      return networkOf(ip);
    case "site":
      return siteOf(ip);
    case "user":
      // Fields with such a rule have a scope that asks for somebody; their limit is counted after it.
      return userId === null ? networkOf(ip) : String(userId);
    case "mailbox":
      return mailbox;
    case "mailbox and network":
      return mailbox === null ? null : `${mailbox}:${networkOf(ip)}`;
  }
}

/** Whether a rule needs to know which mailbox is meant. */
export const ofMailbox = ({ per }: LimitRule): boolean => per === "mailbox" || per === "mailbox and network";

/** What is left of each limit of an act, in the order of the buckets. */
export function reportsOf(act: Act, buckets: readonly Bucket[], { states }: Verdict, now: number): LimitReport[] {
  const reports = states.map(({ remaining, resetAt }, index) => ({
    act: act.name,
    limit: buckets[index]?.limit ?? 0,
    remaining,
    resetSeconds: Math.max(1, Math.ceil((resetAt - now) / 1000)),
  }));
  traceLimits(reports);
  return reports;
}

/**
 * Counts an act of which addresses alone are counted, beside GraphQL.
 * @returns what is left, or null when a limit was full and nothing was counted
 * @throws {StoreUnavailable}
 */
export async function countRead(
  act: Act,
  counting: Counting,
  from: Pick<Subjects, "ip" | "door">,
): Promise<LimitReport[] | null> {
  const buckets = counting.factor === 0 ? [] : bucketsOf(act, counting, { ...from, userId: null, mailbox: null });
  if (buckets.length === 0) return [];
  const now = counting.clock();
  const verdict = await counting.throttle.consume(buckets, now);
  return verdict.allowed ? reportsOf(act, buckets, verdict, now) : null;
}
