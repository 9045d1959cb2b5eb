import type { GraphQLResolveInfo } from "graphql";
import type { Context } from "../context.ts";
import { AppError } from "../errors.ts";
import { type Bucket, StoreUnavailable } from "../stores/store.ts";
import { spend } from "./exact-limiter.ts";
import { mailboxSubject, type LimitRule, type LimitRuleName, limitRules, subjectOf } from "./rules.ts";

/**
 * The limits of a field. `mailbox` names the address that the limit rules which count mailboxes count, or null when the act will mail
 * nothing; without it they count the argument `email`.
 */
export interface FieldLimits<Args> {
  readonly rules: readonly LimitRuleName[];
  readonly mailbox?: (args: Args, context: Context) => string | null | Promise<string | null>;
}

/**
 * Counts one resolution of a field, so that aliases in one request count one each. Tells the door how much is left.
 * @throws {AppError} RATE_LIMITED, with the seconds until the last full bucket opens; UNAVAILABLE when the store is away
 */
export async function limitAct(
  limits: FieldLimits<never>,
  parent: unknown,
  args: Record<string, unknown>,
  context: Context,
  info: GraphQLResolveInfo,
): Promise<void> {
  const { counting, reportLimit, log } = context;
  if (counting.factor === 0 || limits.rules.length === 0) return;
  const applied: readonly LimitRule[] = limits.rules.map((name) => limitRules[name]);
  const mailbox = applied.some(({ per }) => per === "mailbox") ? await mailboxOf(limits, args, context) : null;
  const buckets = limits.rules.flatMap((name): Bucket[] => {
    const rule: LimitRule = limitRules[name];
    const subject = subjectOf(rule, context, mailbox);
    if (subject === null) return [];
    // A rule that several acts share is counted for each of them, but for mails: a mailbox does not care why it is full.
    const act = rule.per === "mailbox" ? name : info.fieldName;
    const limit = rule.limit * counting.factor;
    return [{ key: `${act}:${subject}`, limit, windowMs: rule.seconds * 1000 }];
  });
  const now = counting.clock();
  try {
    const { allowed, states } = await spend(counting.throttle, buckets, now, { parent, args, context, info });
    const reports = states.map(({ remaining, resetAt }, index) => ({
      limit: buckets[index]?.limit ?? 0,
      remaining,
      resetSeconds: Math.max(1, Math.ceil((resetAt - now) / 1000)),
    }));
    reports.forEach(reportLimit);
    if (allowed) return;
    const full = reports.filter(({ remaining }) => remaining === 0);
    throw new AppError("RATE_LIMITED", { retryAfter: Math.max(...full.map(({ resetSeconds }) => resetSeconds)) });
  } catch (error) {
    const mayGoOn = applied.every(({ whenAway }) => whenAway === "allow");
    if (!(error instanceof StoreUnavailable && mayGoOn)) throw error;
    log.warn({ err: error }, "a limit could not be counted; the read goes on");
  }
}

async function mailboxOf(
  { mailbox }: FieldLimits<never>,
  args: Record<string, unknown>,
  context: Context,
): Promise<string | null> {
  // The field's own arguments, which the schema has checked; the plugin that calls this cannot name their type.
  const email = mailbox ? await mailbox(args as never, context) : args["email"];
  return typeof email === "string" ? mailboxSubject(email) : null;
}
