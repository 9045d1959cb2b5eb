import type { GraphQLResolveInfo } from "graphql";
import type { Context } from "../context.ts";
import { AppError } from "../errors.ts";
import { StoreUnavailable } from "../stores/store.ts";
import { type Act, bucketsOf, countRead, countsAddressesAlone, ofMailbox, reportsOf, ruleOf } from "./act.ts";
import { admitMailbox } from "./mailboxes.ts";
import { spend } from "./exact-limiter.ts";
import { mailboxSubject, type LimitRuleName } from "./rules.ts";

/**
 * The limits of a field. `act` names what is done, where a field does several things that have limits of their own; it is
 * the field's name unless given. `mailbox` names the address that the limit rules which count mailboxes count, or null when the act will mail
 * nothing; without it they count the argument `email`.
 */
export interface FieldLimits<Args> {
  readonly rules: readonly LimitRuleName[];
  readonly act?: (args: Args) => string;
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
  const { counting, address: ip, door, record, reportLimit, log } = context;
  // The field's own arguments, which the schema has checked; the plugin that calls this cannot name their type.
  const act = { name: limits.act?.(args as never) ?? info.fieldName, rules: limits.rules };
  if (act.rules.length === 0) return;
  record.act(countsAddressesAlone(act) ? (from) => countRead(act, counting, { ip: from, door: door.name }) : null);
  if (counting.factor === 0) return;
  const mailbox = act.rules.some((name) => ofMailbox(ruleOf(name))) ? await mailboxOf(limits, args, context) : null;
  if (mailbox !== null) await admitMailbox(counting, ip, mailbox);
  const userId = await userIdFor(act, context);
  const buckets = bucketsOf(act, counting, { ip, door: door.name, userId, mailbox });
  if (buckets.length === 0) return;
  const now = counting.clock();
  try {
    const verdict = await spend(counting.throttle, buckets, now, { parent, args, context, info });
    const reports = reportsOf(act, buckets, verdict, now);
    reports.forEach(reportLimit);
    if (verdict.allowed) return;
    const full = reports.filter(({ remaining }) => remaining === 0);
    throw new AppError("RATE_LIMITED", {
      limit: act.name,
      retryAfter: Math.max(...full.map(({ resetSeconds }) => resetSeconds)),
    });
  } catch (error) {
    const mayGoOn = act.rules.every((name) => ruleOf(name).whenAway === "allow");
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

/** The account that asks, for acts that are counted by it; null for nobody. */
async function userIdFor(act: Act, context: Context): Promise<number | null> {
  if (!act.rules.some((name) => ruleOf(name).per === "user")) return null;
  const viewer = await context.whoAsks();
  return viewer.kind === "user" ? viewer.account.id : null;
}
