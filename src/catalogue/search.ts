import type { Database, Prisma } from "../database/client.ts";
import type { ProductRow } from "./conditions.ts";

/** Each kind of match is read only as far as the better ones left room, so a short text does not read the whole table. */
export async function bestMatches(db: Database, key: string, limit: number): Promise<ProductRow[]> {
  if (key === "") return [];
  const found: ProductRow[] = [];
  const kinds: Prisma.StringFilter[] = [
    { equals: key },
    { startsWith: key },
    { contains: ` ${key}` },
    { contains: key },
  ];
  for (const nameKey of kinds) {
    const room = limit - found.length;
    if (room === 0) break;
    const better = found.map(({ id }) => id);
    const more = await db.product.findMany({
      where: { nameKey, id: { notIn: better } },
      orderBy: [{ nameKey: "asc" }, { id: "asc" }],
      take: room,
    });
    found.push(...more);
  }
  return found;
}
