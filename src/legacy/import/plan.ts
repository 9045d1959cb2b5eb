import { emailKey } from "../../auth/accounts.ts";
import { idBook } from "./ids.ts";
import { type Merge, mergeOf } from "./merge.ts";
import type { OldAccount, OldProduct, OldRows, Read } from "./old-rows.ts";
import type { KnownAccount, ShopState } from "./shop-state.ts";
import { usernames } from "./usernames.ts";

export type Kind = "account" | "product";

/** Something about one row that whoever imports should know. */
export interface Remark {
  readonly kind: Kind;
  readonly oldId: string;
  readonly says: string;
}

/** A reason to stop. */
export interface Conflict extends Remark {
  /** What `--skip-conflicts` makes of it. */
  readonly skipped: "left out" | "taken as it is";
}

export interface Placed<Row> {
  readonly id: number;
  readonly row: Row;
}

/** What an import would write, and what speaks against it. */
export interface Plan {
  readonly accounts: readonly Placed<OldAccount & { readonly username: string }>[];
  readonly merges: readonly Merge[];
  readonly products: readonly Placed<OldProduct>[];
  /** Rows that an earlier run has brought. */
  readonly known: Readonly<Record<Kind, number>>;
  /** Products that the old shop has deleted: only their ids stay used. */
  readonly deletedProducts: readonly OldProduct[];
  readonly conflicts: readonly Conflict[];
  readonly changes: readonly Remark[];
}

export interface Rules {
  readonly offsetIds: boolean;
  /** The names of pictures that are not in the catalogue's folder. */
  readonly missingPictures: ReadonlySet<string>;
}

/** Holds an old shop's rows against this shop: what would become of each. Reads nothing and writes nothing. */
export function planImport(rows: OldRows, shop: ShopState, rules: Rules): Plan {
  const conflicts: Conflict[] = [];
  const changes: Remark[] = [];
  const accounts = planAccounts(rows.accounts, shop, rules, conflicts, changes);
  const products = planProducts(rows.products, shop, rules, conflicts, changes);
  return { ...accounts, ...products, known: knownRows(rows, shop), conflicts, changes };
}

function knownRows(rows: OldRows, shop: ShopState): Plan["known"] {
  return {
    account: rows.accounts.filter(({ oldId }) => shop.imported.account.has(oldId)).length,
    product: rows.products.filter(({ oldId }) => shop.imported.product.has(oldId)).length,
  };
}

/** The rows that are new here and can be read; what is wrong with the others goes into `conflicts`. */
function fresh<Row>(
  kind: Kind,
  rows: readonly Read<Row>[],
  shop: ShopState,
  conflicts: Conflict[],
  changes: Remark[],
): { readonly oldId: string; readonly row: Row }[] {
  const inOrder = rows.toSorted((a, b) => Number(a.oldId) - Number(b.oldId));
  return inOrder.flatMap((read) => {
    if (shop.imported[kind].has(read.oldId)) return [];
    if ("problems" in read) {
      conflicts.push({ kind, oldId: read.oldId, says: read.problems.join("; "), skipped: "left out" });
      return [];
    }
    changes.push(...read.changes.map((says) => ({ kind, oldId: read.oldId, says })));
    return [read];
  });
}

function planAccounts(
  rows: OldRows["accounts"],
  shop: ShopState,
  { offsetIds }: Rules,
  conflicts: Conflict[],
  changes: Remark[],
): Pick<Plan, "accounts" | "merges"> {
  const readable = fresh("account", rows, shop, conflicts, changes);
  const merges: Merge[] = [];
  const coming: OldAccount[] = [];
  const holders = broughtBefore(rows, shop);
  for (const { row } of readable) {
    const key = emailKey(row.email);
    const [holder, here] = row.isDeleted ? [] : [holders.get(key), shop.byAddress.get(key)];
    if (!row.isDeleted) holders.set(key, holder ?? row.oldId);
    if (holder !== undefined) {
      conflicts.push(conflict("account", row.oldId, `has the same address as account ${holder}: ${row.email}`));
    } else if (here) merges.push(merged(row, here, changes));
    else coming.push(row);
  }
  const ids = idBook({ taken: shop.userIds, wanted: coming.map(({ oldId }) => oldId), offset: offsetIds });
  const names = usernames(shop.usernameKeys, coming);
  const accounts = coming.flatMap((row) => {
    const id = ids.place(row.oldId);
    if (id === undefined) {
      conflicts.push(conflict("account", row.oldId, ids.whyNot(row.oldId)));
      return [];
    }
    if (String(id) !== row.oldId) changes.push({ kind: "account", oldId: row.oldId, says: `its id becomes ${id}` });
    const username = names.nameFor(row);
    if (row.username !== null && row.username !== username) {
      changes.push({ kind: "account", oldId: row.oldId, says: `its username ${row.username} is taken: ${username}` });
    }
    return [{ id, row: { ...row, username } }];
  });
  return { accounts, merges };
}

/** Who has come with which address: whoever shares one conflicts in a later run as in the first. */
const broughtBefore = (rows: OldRows["accounts"], { imported }: ShopState): Map<string, string> =>
  new Map(
    rows.flatMap((read) =>
      imported.account.has(read.oldId) && "row" in read && !read.row.isDeleted
        ? [[emailKey(read.row.email), read.oldId] as const]
        : [],
    ),
  );

function merged(row: OldAccount, here: KnownAccount, changes: Remark[]): Merge {
  const merge = mergeOf(row, here);
  changes.push({ kind: "account", oldId: row.oldId, says: merge.says });
  return merge;
}

function planProducts(
  rows: OldRows["products"],
  shop: ShopState,
  { offsetIds, missingPictures }: Rules,
  conflicts: Conflict[],
  changes: Remark[],
): Pick<Plan, "products" | "deletedProducts"> {
  const readable = fresh("product", rows, shop, conflicts, changes).map(({ row }) => row);
  const coming = readable.filter(({ isDeleted }) => !isDeleted);
  const ids = idBook({ taken: shop.productIds, wanted: coming.map(({ oldId }) => oldId), offset: offsetIds });
  const products = coming.flatMap((row) => {
    const id = ids.place(row.oldId);
    if (missingPictures.has(row.image)) {
      const says = `its picture ${row.image} is not in the catalogue's folder`;
      conflicts.push({ kind: "product", oldId: row.oldId, says, skipped: "taken as it is" });
    }
    if (id === undefined) {
      conflicts.push(conflict("product", row.oldId, ids.whyNot(row.oldId)));
      return [];
    }
    if (String(id) !== row.oldId) changes.push({ kind: "product", oldId: row.oldId, says: `its id becomes ${id}` });
    return [{ id, row }];
  });
  return { products, deletedProducts: readable.filter(({ isDeleted }) => isDeleted) };
}

const conflict = (kind: Kind, oldId: string, says: string): Conflict => ({ kind, oldId, says, skipped: "left out" });
