import type { Prisma } from "../src/database/client.ts";
import type { Database } from "../src/database/client.ts";
import { takenColumn } from "../src/database/failures.ts";
import { engineOf } from "../src/database/open.ts";
import { toStoredPrice } from "../src/database/price.ts";

const MILESTONE = "demo-data";

/**
 * Loads the demo catalogue into a database without users and products, once in its life: an owner who deletes all of
 * it doesn't get it back. Of several processes that start at once, one loads it. Call it before the first
 * administrator is made.
 * @returns whether this call loaded it
 */
export async function loadDemoData(database: Database): Promise<boolean> {
  // Saves the later starts a write lock.
  if (await database.milestone.findUnique({ where: { name: MILESTONE } })) return false;
  const { demoProducts } = await import("./demo/products/index.ts");
  const products = demoProducts.map(({ price, ...product }) => ({
    ...product,
    price: toStoredPrice(price),
  }));
  try {
    return await database.$transaction((tx) => load(tx, products, engineOf(database) === "postgresql"), {
      maxWait: 30_000,
      timeout: 30_000,
    });
  } catch (error) {
    // Another process has inserted the milestone since; on PostgreSQL this one has waited for its commit.
    if (takenColumn(error) !== null) return false;
    throw error;
  }
}

async function load(
  tx: Prisma.TransactionClient,
  products: Prisma.ProductCreateManyInput[],
  countsApart: boolean,
): Promise<boolean> {
  await tx.milestone.create({ data: { name: MILESTONE } });
  if ((await tx.user.count()) > 0 || (await tx.product.count()) > 0) return false;
  await tx.product.createMany({ data: products });
  // SQLite's counter follows the ids that it is given, PostgreSQL's doesn't.
  if (countsApart) {
    await tx.$queryRaw`SELECT setval(pg_get_serial_sequence('"Product"', 'id'), max("id"))::text FROM "Product"`;
  }
  return true;
}
