import type { OldAccount } from "./old-rows.ts";
import type { KnownAccount } from "./shop-state.ts";

/** An account that both shops have, by its address: it becomes one, under the id that it has here. */
export interface Merge {
  readonly id: number;
  readonly row: OldAccount;
  readonly here: KnownAccount;
  readonly takesPassword: boolean;
  /** The decision, in words. */
  readonly says: string;
}

/**
 * The newer password wins, and where one of the two shops kept no times, the other's. An administrator's never yields to
 * that of somebody who is none: the old servers let anybody register any address, and it would be a way into the office.
 * Only what is missing here is filled in; who is disabled in one of the shops stays so.
 */
export function mergeOf(row: OldAccount, here: KnownAccount): Merge {
  const [takesPassword, because] = decide(row, here);
  const says = `is account ${here.id} here (${here.email}); ${takesPassword ? "its password replaces" : "its password yields to"} that one's: ${because}`;
  return { id: here.id, row, here, takesPassword, says };
}

function decide(row: OldAccount, here: KnownAccount): [takesPassword: boolean, because: string] {
  if (row.isAdmin !== here.isAdmin) return [row.isAdmin, "an administrator's never yields"];
  if (row.changedAt === null) return [false, "nobody knows when it was set"];
  if (here.changedAt === null) return [true, "nobody knows when that one was set"];
  return row.changedAt > here.changedAt ? [true, "it is newer"] : [false, "that one is newer"];
}
