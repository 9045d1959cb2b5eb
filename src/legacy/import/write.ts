import { nameColumns, newStamp } from "../../auth/accounts.ts";
import { columnsOfDeleted } from "../../auth/changes.ts";
import type { Prisma } from "../../database/client.ts";
import type { Merge } from "./merge.ts";
import type { OldAccount, OldProduct } from "./old-rows.ts";
import type { Placed, Plan } from "./plan.ts";

/** How far the writing is. */
export type Advance = (table: "accounts" | "products", done: number, total: number) => void;

interface Circumstances {
  readonly origin: string;
  readonly now: Date;
  /** Whether the engine counts ids apart from the rows, so that it has to be told of those that were given. */
  readonly countsApart: boolean;
  readonly advance: Advance;
}

/** Rows that go in with one statement; each has some twenty values, and SQLite takes 32,766 of them. */
const CHUNK = 500;

type Transaction = Prisma.TransactionClient;

/** Writes a plan. Its conflicts are left out; the caller's transaction makes it all or nothing. */
export async function writePlan(tx: Transaction, plan: Plan, given: Circumstances): Promise<void> {
  await writeAccounts(tx, plan.accounts, given);
  for (const merge of plan.merges) await writeMerge(tx, merge, given.now);
  await writeProducts(tx, plan.products, given);
  const came = (kind: "ACCOUNT" | "PRODUCT", placed: readonly Placed<OldAccount | OldProduct>[]) =>
    placed.map(({ id, row }) => ({
      origin: given.origin,
      kind,
      oldId: row.oldId,
      newId: id,
      changedAt: row.changedAt,
      importedAt: given.now,
    }));
  const rows = [...came("ACCOUNT", plan.accounts), ...came("ACCOUNT", plan.merges), ...came("PRODUCT", plan.products)];
  for (const data of chunks(rows)) await tx.importedRow.createMany({ data });
  await countOn(tx, plan, given);
}

async function writeAccounts(tx: Transaction, accounts: Plan["accounts"], given: Circumstances): Promise<void> {
  let done = 0;
  for (const chunk of chunks(accounts)) {
    await tx.user.createMany({ data: chunk.map((placed) => userColumns(placed, given.now)) });
    const infos = chunk.flatMap(({ id, row }) => (row.names && !row.isDeleted ? [{ userId: id, ...row.names }] : []));
    await tx.userInfo.createMany({ data: infos });
    given.advance("accounts", (done += chunk.length), accounts.length);
  }
}

function userColumns({ id, row }: Plan["accounts"][number], now: Date): Prisma.UserCreateManyInput {
  const { email, username, phone, passwordHash, isAdmin, isActive, lastLoginAt, lastLoginIp } = row;
  const [createdAt, updatedAt] = [row.createdAt ?? now, row.changedAt ?? row.createdAt ?? now];
  const columns = {
    ...nameColumns({ email, username }),
    id,
    phone,
    phoneSince: createdAt,
    passwordHash,
    mailboxProvenAt: row.mailboxProven ? createdAt : null,
    isAdmin,
    isActive,
    lastLoginAt,
    lastLoginIp,
    createdAt,
    updatedAt,
  };
  return row.isDeleted ? { ...columns, ...columnsOfDeleted(updatedAt) } : columns;
}

async function writeMerge(tx: Transaction, { id, row, here, takesPassword }: Merge, now: Date): Promise<void> {
  const lastLogin = (row.lastLoginAt?.getTime() ?? 0) > (here.lastLoginAt?.getTime() ?? 0);
  const names = {
    firstName: here.firstName ?? row.names?.firstName ?? null,
    lastName: here.lastName ?? row.names?.lastName ?? null,
  };
  await tx.user.update({
    where: { id },
    data: {
      ...(takesPassword && { passwordHash: row.passwordHash, mailboxProvenAt: row.mailboxProven ? now : null }),
      ...((takesPassword || !row.isActive) && { credentialStamp: newStamp() }),
      ...(lastLogin && { lastLoginAt: row.lastLoginAt, lastLoginIp: row.lastLoginIp }),
      phone: here.phone ?? row.phone,
      isAdmin: here.isAdmin || row.isAdmin,
      isActive: here.isActive && row.isActive,
      updatedAt: takesPassword ? (row.changedAt ?? now) : here.updatedAt,
      ...(here.hasInfo && { info: { update: names } }),
      ...(!here.hasInfo && row.names && { info: { create: names } }),
    },
  });
}

async function writeProducts(tx: Transaction, products: Plan["products"], given: Circumstances): Promise<void> {
  let done = 0;
  for (const chunk of chunks(products)) {
    await tx.product.createMany({ data: chunk.map((placed) => productColumns(placed, given.now)) });
    given.advance("products", (done += chunk.length), products.length);
  }
}

function productColumns({ id, row }: Placed<OldProduct>, now: Date): Prisma.ProductCreateManyInput {
  const { name, model, description, price, quantity, category, image, views } = row;
  return {
    id,
    name,
    model,
    description,
    quantity,
    category,
    image,
    views,
    price,
    createdAt: row.createdAt ?? now,
    updatedAt: row.changedAt ?? row.createdAt ?? now,
  };
}

/** No id of the old shop is given to something new, nor one of a product that it has deleted. */
async function countOn(tx: Transaction, plan: Plan, { countsApart }: Circumstances): Promise<void> {
  const deleted = plan.deletedProducts.map(({ oldId }) => Number(oldId)).filter((id) => id <= 2_147_483_647);
  const highest = (ids: readonly number[]) => ids.reduce((most, id) => Math.max(most, id), 0);
  const last = {
    User: highest(plan.accounts.map(({ id }) => id)),
    Product: highest([...plan.products.map(({ id }) => id), ...deleted]),
  };
  for (const [table, id] of Object.entries(last).filter(([, id]) => id > 0)) {
    if (countsApart) {
      const sequence = `"${table}"`;
      await tx.$queryRaw`SELECT setval(seq, greatest(${id}, coalesce(pg_sequence_last_value(seq), 0)))::text
        FROM (SELECT pg_get_serial_sequence(${sequence}, 'id')::regclass AS seq) AS counter`;
    } else {
      await tx.$executeRaw`UPDATE sqlite_sequence SET seq = max(seq, ${id}) WHERE name = ${table}`;
    }
  }
}

function* chunks<T>(items: readonly T[]): Generator<T[]> {
  for (let start = 0; start < items.length; start += CHUNK) yield items.slice(start, start + CHUNK);
}
