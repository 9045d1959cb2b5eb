import type { Database } from "../../database/client.ts";
import { engineOf } from "../../database/open.ts";
import { bearerReader } from "./bearer.ts";
import { envelopeReader } from "./envelope.ts";
import type { OldRows } from "./old-rows.ts";
import { ImportError, type OldShop, openOldShop } from "./old-shop.ts";
import { missingPictures } from "./pictures.ts";
import { type Plan, planImport } from "./plan.ts";
import { readShop } from "./shop-state.ts";
import { type Advance, writePlan } from "./write.ts";

export type OldServer = "bearer" | "envelope";

const readers = { bearer: bearerReader, envelope: envelopeReader } as const;

/** Long enough for a shop of millions; whoever else writes waits, or is turned away. */
const PATIENCE_MS = 30 * 60_000;

export interface ImportOptions {
  readonly server: OldServer;
  /** A file, or a URL. */
  readonly source: string;
  /** The name that the old shop goes by; a second shop of the same kind needs one of its own. */
  readonly origin: string;
  /** The IANA name of the zone that times without one are of. */
  readonly timezone: string;
  readonly offsetIds: boolean;
  readonly catalogDir: string;
}

/** An import that has been thought through, and not begun. */
export interface PreparedImport {
  /** The old database, without user and password. */
  readonly from: string;
  readonly leftBehind: readonly string[];
  readonly plan: Plan;
  /**
   * Writes everything but what conflicts, or nothing; thinks it through once more with the shop locked.
   * @returns what was written
   * @throws {ImportError} when there are other conflicts by now
   */
  write(advance: Advance): Promise<Plan>;
}

/**
 * Reads an old server's database and holds it against this shop.
 * @throws {ImportError}
 */
export async function prepareImport(db: Database, options: ImportOptions): Promise<PreparedImport> {
  const shop = await openOldShop(options.source);
  const rows = await readAll(shop, options);
  const rules = { offsetIds: options.offsetIds, missingPictures: await picturesMissing(rows, options.catalogDir) };
  const plan = planImport(rows, await readShop(db, options.origin), rules);
  return {
    from: shop.name,
    leftBehind: rows.leftBehind,
    plan,
    write: (advance) =>
      db.$transaction(
        async (tx) => {
          const now = planImport(rows, await readShop(tx, options.origin), rules);
          if (now.conflicts.length > plan.conflicts.length) {
            throw new ImportError("The shop has changed meanwhile, and there are new conflicts; nothing was imported.");
          }
          const countsApart = engineOf(db) === "postgresql";
          await writePlan(tx, now, { origin: options.origin, now: new Date(), countsApart, advance });
          return now;
        },
        { isolationLevel: "Serializable", maxWait: PATIENCE_MS, timeout: PATIENCE_MS },
      ),
  };
}

async function readAll(shop: OldShop, { server, timezone }: ImportOptions): Promise<OldRows> {
  try {
    return await readers[server].read(shop, timezone);
  } finally {
    await shop.close();
  }
}

function picturesMissing({ products }: OldRows, catalogDir: string): Promise<ReadonlySet<string>> {
  const names = products.flatMap((read) => ("row" in read && !read.row.isDeleted ? [read.row.image] : []));
  return missingPictures(catalogDir, new Set(names));
}
