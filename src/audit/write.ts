import type { Database } from "../database/client.ts";
import { join, sql } from "../database/sql.ts";
import type { AuditRow } from "./event.ts";

/** As many rows as one statement takes: SQLite has 32,766 values for each. */
const MOST_ROWS = 1000;

/** Adds rows, and counts those that are there already. Raw, since Prisma has no such statement for many rows. */
export async function writeRows(db: Database, rows: readonly AuditRow[]): Promise<void> {
  for (let from = 0; from < rows.length; from += MOST_ROWS) {
    const values = rows.slice(from, from + MOST_ROWS).map(valuesOf);
    await db.$executeRaw`
      INSERT INTO "AuditEvent"
        ("at", "lastAt", "count", "act", "door", "outcome", "reason", "actorId", "accountId", "productId", "fields", "address", "mergeKey")
      VALUES ${join(values)}
      ON CONFLICT ("mergeKey") DO UPDATE
      SET "count" = "AuditEvent"."count" + excluded."count", "lastAt" = excluded."lastAt"`;
  }
}

const valuesOf = (row: AuditRow) => sql`(
  ${row.at}, ${row.lastAt}, ${row.count}, ${row.act}, ${row.door}, ${row.outcome}, ${row.reason},
  ${row.actorId}, ${row.accountId}, ${row.productId}, ${row.fields}, ${row.address}, ${row.mergeKey})`;
