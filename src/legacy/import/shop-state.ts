import type { Prisma } from "../../database/client.ts";

/** An account of this shop, as far as an import has to know it. */
export interface KnownAccount {
  readonly id: number;
  readonly email: string;
  readonly phone: string | null;
  readonly isAdmin: boolean;
  readonly isActive: boolean;
  readonly lastLoginAt: Date | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly hasInfo: boolean;
  readonly updatedAt: Date;
  /** When it was last changed; null for one from an old shop that kept no times, and has not been changed here. */
  readonly changedAt: Date | null;
}

/** What this shop holds already, as far as an import can collide with it. */
export interface ShopState {
  readonly userIds: ReadonlySet<number>;
  readonly productIds: ReadonlySet<number>;
  readonly usernameKeys: ReadonlySet<string>;
  /** Live accounts by the key of their address. */
  readonly byAddress: ReadonlyMap<string, KnownAccount>;
  /** The old ids that have come from this origin before. */
  readonly imported: Readonly<Record<"account" | "product", ReadonlySet<string>>>;
}

/** @param origin the name of the old shop */
export async function readShop(db: Prisma.TransactionClient, origin: string): Promise<ShopState> {
  const users = await db.user.findMany({ include: { info: true } });
  const products = await db.product.findMany({ select: { id: true } });
  const rows = await db.importedRow.findMany();
  // What is known of an account that several old shops had comes last.
  const byKnowledge = rows.toSorted((a, b) => (a.changedAt?.getTime() ?? 0) - (b.changedAt?.getTime() ?? 0));
  const cameAs = new Map(byKnowledge.filter(({ kind }) => kind === "ACCOUNT").map((row) => [row.newId, row]));
  const own = rows.filter((row) => row.origin === origin);
  const byAddress = new Map<string, KnownAccount>();
  for (const { info, emailKey, ...user } of users) {
    if (emailKey === null) continue;
    const came = cameAs.get(user.id);
    const untouched = came !== undefined && user.updatedAt <= came.importedAt;
    const names = { firstName: info?.firstName ?? null, lastName: info?.lastName ?? null, hasInfo: info !== null };
    byAddress.set(emailKey, { ...user, ...names, changedAt: untouched ? came.changedAt : user.updatedAt });
  }
  return {
    userIds: new Set(users.map(({ id }) => id)),
    productIds: new Set(products.map(({ id }) => id)),
    usernameKeys: new Set(users.flatMap(({ usernameKey }) => usernameKey ?? [])),
    byAddress,
    imported: {
      account: new Set(own.filter(({ kind }) => kind === "ACCOUNT").map(({ oldId }) => oldId)),
      product: new Set(own.filter(({ kind }) => kind === "PRODUCT").map(({ oldId }) => oldId)),
    },
  };
}
