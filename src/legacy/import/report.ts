import type { PreparedImport } from "./index.ts";
import type { Conflict, Plan, Remark } from "./plan.ts";

/** What fits on a screen; `--report` has all of them. */
const SHOWN = 20;

/** What an import would do, or has done, for whoever started it. */
export function describePlan({ from, leftBehind }: PreparedImport, plan: Plan): string {
  const deleted = plan.accounts.filter(({ row }) => row.isDeleted).length;
  return [
    `From ${from}:`,
    `  ${count(plan.accounts.length, "new account")}${deleted > 0 ? ` (${deleted} of them deleted)` : ""}, ` +
      `${count(plan.merges.length, "account")} that this shop has too, ${plan.known.account} brought before`,
    `  ${count(plan.products.length, "new product")}, ${plan.known.product} brought before` +
      (plan.deletedProducts.length > 0 ? `, ${plan.deletedProducts.length} deleted ones stay deleted` : ""),
    ...(leftBehind.length > 0 ? [`  not taken: ${leftBehind.join(", ")}`] : []),
    ...list("What changes on the way", plan.changes, (remark) => line(remark)),
    ...list(
      "Conflicts",
      plan.conflicts,
      (conflict) => `${line(conflict)} (with --skip-conflicts: ${conflict.skipped})`,
    ),
  ].join("\n");
}

/** The same for programs, with every line. */
export function reportOf({ from, leftBehind }: PreparedImport, plan: Plan, written: boolean) {
  const ids = (placed: readonly { readonly id: number; readonly row: { readonly oldId: string } }[]) =>
    Object.fromEntries(placed.map(({ id, row }) => [row.oldId, id]));
  return {
    from,
    written,
    leftBehind,
    /** Old ids and what they are here. */
    accounts: ids(plan.accounts),
    merged: ids(plan.merges),
    products: ids(plan.products),
    known: plan.known,
    conflicts: plan.conflicts satisfies readonly Conflict[],
    changes: plan.changes satisfies readonly Remark[],
  };
}

function list<Item>(title: string, items: readonly Item[], words: (item: Item) => string): string[] {
  if (items.length === 0) return [];
  const more = items.length > SHOWN ? [`  … and ${items.length - SHOWN} more: --report FILE writes all of them`] : [];
  return [`${title}: ${items.length}`, ...items.slice(0, SHOWN).map((item) => `  ${words(item)}`), ...more];
}

const line = ({ kind, oldId, says }: Remark): string => `${kind} ${oldId}: ${says}`;

const count = (number: number, noun: string): string =>
  `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
