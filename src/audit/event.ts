import { randomUUID } from "node:crypto";
import { repeatKey } from "../database/repeats.ts";
import type { ErrorCode } from "../errors.ts";
import { strangerAt } from "../limits/network.ts";

/** Something that somebody did, or tried to. Names and numbers only: no value that anybody has typed is ever in it. */
export interface AuditEvent {
  /** The root field of the schema, whichever door it came in by. */
  readonly act: string;
  /** A door's name; `operator`: a command or a setting of whoever runs the server. */
  readonly door: string;
  /** `OK`, or why it was refused. */
  readonly outcome: "OK" | ErrorCode;
  /** What the login history says of it, where that is more. */
  readonly reason?: string | null;
  /** The account that was signed in. */
  readonly actorId?: number | null;
  /** The account that it was done to, or that somebody tried to get into. */
  readonly accountId?: number | null;
  readonly productId?: number | null;
  /** The names of what was given: for a change, of what was changed. */
  readonly fields?: readonly string[];
  /** The client's. */
  readonly address?: string | null;
  /** Whether it gets a row of its own, as what administrators do does; all others are merged with their repeats. */
  readonly single?: boolean;
}

/** That whoever runs the server has made an administrator of an account, by a command or a setting. */
export const madeAdministrator = (act: "createUser" | "updateUser", accountId: number): AuditEvent => ({
  act,
  door: "operator",
  outcome: "OK",
  accountId,
  fields: ["isAdmin"],
  single: true,
});

/** A row that is to be written, or added to the one that has its key already. */
export interface AuditRow {
  readonly at: Date;
  readonly lastAt: Date;
  readonly count: number;
  readonly act: string;
  readonly door: string;
  readonly outcome: string;
  readonly reason: string | null;
  readonly actorId: number | null;
  readonly accountId: number | null;
  readonly productId: number | null;
  /** With spaces between. */
  readonly fields: string;
  readonly address: string | null;
  readonly mergeKey: string;
}

/**
 * An event as a row. What one stranger repeats within an hour has one key, so that the rows of an hour are bounded by what
 * there is to try, however often it is tried and from however many addresses of a network.
 * @param writer whose row it is: two that wrote the same rows in another order would wait for each other for ever
 * @param now milliseconds since the epoch
 */
export function rowOf(event: AuditEvent, writer: string, now: number): AuditRow {
  const { act, door, outcome, reason = null, actorId = null, accountId = null, productId = null } = event;
  const { fields: names = [], address = null, single = false } = event;
  const fields = names.join(" ");
  const what = [writer, act, door, outcome, reason, actorId, accountId, productId, fields];
  return {
    at: new Date(now),
    lastAt: new Date(now),
    count: 1,
    act,
    door,
    outcome,
    reason,
    actorId,
    accountId,
    productId,
    fields,
    address,
    mergeKey: single ? randomUUID() : repeatKey(now, [...what, address === null ? null : strangerAt(address)]),
  };
}

/** Two rows of one key as one. */
export const merged = (first: AuditRow, again: AuditRow): AuditRow => ({
  ...first,
  count: first.count + again.count,
  lastAt: again.lastAt,
});
