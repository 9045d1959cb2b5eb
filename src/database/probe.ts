import type { Database } from "./client.ts";
import { engineOf } from "./open.ts";

/**
 * Whether the database can be used, by what a shop does with it: a table of ours is read, from the file that was opened, by
 * a server that takes writes.
 * @throws what is wrong
 */
export async function probe(db: Database): Promise<void> {
  await db.milestone.findFirst();
  if (engineOf(db) !== "postgresql") return;
  const [state] = await db.$queryRaw<{ readOnly: string }[]>`
    SELECT current_setting('transaction_read_only') AS "readOnly"`;
  if (state?.readOnly !== "off") throw new Error("The database is read-only");
}
