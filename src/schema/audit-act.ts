import type { GraphQLField } from "graphql";
import type { Context } from "../context.ts";
import { type ErrorCode, toAppError } from "../errors.ts";
import { parseId } from "./ids.ts";

/** What the trail says of a mutation besides who, from where, and what became of it. */
export interface FieldAudit<Args> {
  /** What it is done to. Left out: the account that a sign-in turned out to be about, if it is one. */
  readonly to?: "account" | "product";
  /** That one's number, where the arguments give it; else that of what was made. */
  readonly id?: (args: Args) => string;
  /** Whether it is told only when it is refused: every session is renewed twice an hour. */
  readonly refusalsOnly?: true;
  /** Whether the account that asks is gone when it is done: then nobody has to know from where. */
  readonly endsAccount?: true;
}

export type Auditable = Pick<Context, "trail" | "concern" | "asked" | "door" | "address">;

interface Act {
  /** Of the root field. */
  readonly name: string;
  readonly audit?: FieldAudit<never> | undefined;
  readonly args: Readonly<Record<string, unknown>>;
  readonly context: Auditable;
}

/** Runs a mutation and has the trail tell of it, whatever becomes of it. What was done is written before it is answered. */
export async function audited<Result>(act: Act, run: () => Result): Promise<Awaited<Result>> {
  const { audit, context } = act;
  Object.assign(context.concern, { accountId: null, reason: null });
  let result: Awaited<Result>;
  try {
    result = await run();
  } catch (error) {
    tell(act, toAppError(error).code, null);
    throw error;
  }
  if (audit?.refusalsOnly) return result;
  tell(act, "OK", result);
  await context.trail.flush();
  return result;
}

/** Marks fields that are in the trail. */
export const AUDITED = { audited: true } as const;

/** Has the trail tell of a field that was refused before its arguments were read, if it is one that it tells of. */
export function auditRefusal(
  { name, extensions }: GraphQLField<unknown, unknown>,
  context: Auditable,
  code: ErrorCode,
): void {
  if (extensions["audited"] === true) tell({ name, args: {}, context }, code, null);
}

function tell({ name, audit, args, context }: Act, outcome: "OK" | ErrorCode, result: unknown): void {
  const { trail, concern, asked, door, address } = context;
  const actor = asked?.kind === "user" ? asked : null;
  const isDone = outcome === "OK";
  const isAdministrators = actor?.mayAdminister === true;
  // Numbers that a stranger makes up would be as many rows.
  const subject = isDone || isAdministrators ? parseId(idIn(args, audit) ?? idOf(result)) : null;
  trail.note({
    act: name,
    door: door.name,
    outcome,
    reason: concern.reason,
    actorId: actor?.account.id ?? null,
    accountId: audit?.to === "account" ? subject : concern.accountId,
    productId: audit?.to === "product" ? subject : null,
    fields: isDone && actor !== null ? namesIn(args) : [],
    address: isDone && audit?.endsAccount ? null : address,
    single: isDone && isAdministrators,
  });
}

/** The field's own arguments, which the schema has checked; the plugin that hands them over cannot name their type. */
const idIn = (args: Act["args"], audit: Act["audit"]): string | undefined => audit?.id?.(args as never);

const idOf = (result: unknown): string =>
  typeof result === "object" && result !== null && "id" in result ? String(result.id) : "";

/** Arguments that say which one is meant, which the trail has as a number. */
const SUBJECTS = new Set(["id", "userId"]);

/** The names of what was given, of an input's fields instead of the input's own. */
function namesIn(args: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(args).flatMap(([name, value]) => {
    if (SUBJECTS.has(name) || value === undefined) return [];
    return name === "input" && typeof value === "object" && value !== null ? Object.keys(value) : [name];
  });
}
