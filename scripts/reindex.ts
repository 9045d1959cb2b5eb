/** `npm run reindex`: makes the search index and the counters of the shop's database anew. The shop may go on meanwhile. */
import { loadConfig } from "../src/config.ts";
import { progressOn } from "../src/database/move-data/progress.ts";
import { openDatabase } from "../src/database/open.ts";
import { reindex } from "../src/database/reindex.ts";

const db = await openDatabase(loadConfig());
try {
  const report = progressOn(process.stdout);
  await reindex(db, (done, total) => report({ step: "indexed", table: "Product", done, total }));
} finally {
  await db.$disconnect();
}
