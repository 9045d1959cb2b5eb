/** `npm run move-data -- FROM TO`: moves a whole shop from one database into another, empty one. */
import { DatabaseError } from "../src/database/client.ts";
import { progressOn } from "../src/database/move-data/progress.ts";
import { MoveError } from "../src/database/move-data/shop.ts";
import { moveData } from "../src/database/move-data/index.ts";
import { ConfigError, loadConfig } from "../src/config.ts";

const [from, to, ...more] = process.argv.slice(2);
if (!from || !to || more.length > 0) {
  console.error(
    "Usage: npm run move-data -- FROM TO\nBoth as DATABASE_URL has them: file:… or postgresql://…; TO has to be empty.",
  );
  process.exit(2);
}

try {
  await main(databaseUrl("FROM", from), databaseUrl("TO", to));
} catch (error) {
  process.exitCode = 1;
  const expected = error instanceof MoveError || error instanceof DatabaseError || error instanceof ConfigError;
  if (expected) console.error(error.message);
  // In words only: whoever moves a shop has no use for a stack, and an error's other fields may hold rows.
  else console.error(`Nothing was moved (${error instanceof Error ? error.message : String(error)}).`);
}
// Prisma's schema engine leaves a timer of 10 s behind when it has migrated.
process.exit();

async function main(from: string, to: string): Promise<void> {
  const began = performance.now();
  const { rows, leftBehind, writtenMeanwhile } = await moveData(from, to, progressOn(process.stdout));
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`\nMoved ${rows.toLocaleString("en")} rows in ${seconds} s; every table was read again and is the same.`);
  if (leftBehind.length > 0) console.log(`Not the shop's, and left behind: ${leftBehind.join(", ")}.`);
  if (writtenMeanwhile) {
    console.log(
      "ATTENTION: FROM was written to meanwhile, and that is not in TO. Stop the shop, empty TO and move again.",
    );
  } else if (writtenMeanwhile === undefined) {
    console.log("What a shop that ran meanwhile has written to FROM since the beginning is not in TO.");
  }
  console.log(`Next: set DATABASE_URL to what was TO here, and start the shop.
Sessions are not in the database but in the store: DATA_DIR's store.db, or Redis. With the same DATA_DIR (and REDIS_URL)
people stay signed in. FROM is as it was; keep it until you are content.`);
}

/** Checked and made absolute just as the shop does it, so that the same value means the same database. */
function databaseUrl(argument: string, value: string): string {
  try {
    return loadConfig({ DATABASE_URL: value }).databaseUrl;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new ConfigError(error.message.replace(/^DATABASE_URL:/, argument), { cause: error });
  }
}
