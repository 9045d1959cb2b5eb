/** `npm run import-legacy -- bearer|envelope SOURCE`: brings the accounts and products of an old server into this shop. */
import { writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { confirm } from "@inquirer/prompts";
import { IANAZone } from "luxon";
import { pino } from "pino";
import { ConfigError, loadConfig } from "../src/config.ts";
import { DatabaseError } from "../src/database/client.ts";
import { progressOn } from "../src/database/move-data/progress.ts";
import { connect, type Deps, disconnect } from "../src/deps.ts";
import { type OldServer, type PreparedImport, prepareImport } from "../src/legacy/import/index.ts";
import { ImportError } from "../src/legacy/import/old-shop.ts";
import type { Plan } from "../src/legacy/import/plan.ts";
import { describePlan, reportOf } from "../src/legacy/import/report.ts";

const USAGE = `Usage: npm run import-legacy -- bearer|envelope SOURCE [options]
SOURCE is the old server's database: a file, sqlite:///… or postgresql://…; it is only read.

  --dry-run         says what would happen, and writes nothing
  --skip-conflicts  goes on without the rows that conflict; otherwise they stop it
  --offset-ids      gives rows whose id is taken another one; otherwise they conflict
  --timezone ZONE   of times that the old server wrote without a zone (UTC), such as Asia/Shanghai
  --name NAME       of the old shop (bearer or envelope); a second one of its kind needs one of its own
  --report FILE     writes everything that is said, as JSON
  --yes             does not ask before it writes`;

/** What comes from the command line. */
type Arguments = NonNullable<ReturnType<typeof readArguments>>;

const given = readArguments();
if (given === undefined) {
  console.error(USAGE);
  process.exit(2);
}
process.exitCode = await run(given).catch((error: unknown) => {
  // Ctrl-C at the question is an answer.
  if (error instanceof Error && error.name === "ExitPromptError") return 1;
  const expected = error instanceof ImportError || error instanceof DatabaseError || error instanceof ConfigError;
  // In words only: an error's other fields may hold rows.
  const words = error instanceof Error ? error.message : String(error);
  console.error(expected ? words : `Nothing was imported (${words}).`);
  return 1;
});
// Prisma's schema engine leaves a timer of 10 s behind when it has migrated.
process.exit();

function readArguments() {
  const flag = { type: "boolean", default: false } as const;
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        "dry-run": flag,
        "skip-conflicts": flag,
        "offset-ids": flag,
        yes: flag,
        timezone: { type: "string", default: "UTC" },
        name: { type: "string" },
        report: { type: "string" },
      },
    });
    const [server, source, ...more] = positionals;
    if (!isOldServer(server) || source === undefined || more.length > 0) return undefined;
    return IANAZone.isValidZone(values.timezone) ? { ...values, server, source } : undefined;
  } catch {
    return undefined;
  }
}

function isOldServer(name: string | undefined): name is OldServer {
  return name === "bearer" || name === "envelope";
}

async function run(given: Arguments): Promise<number> {
  const deps = await connect(loadConfig(), pino({ level: "error" }));
  try {
    const prepared = await prepareImport(deps.db, {
      ...given,
      origin: given.name ?? given.server,
      offsetIds: given["offset-ids"],
      catalogDir: deps.config.catalogDir,
    });
    return await decide(deps, prepared, given);
  } finally {
    await disconnect(deps);
  }
}

async function decide(deps: Deps, prepared: PreparedImport, given: Arguments): Promise<number> {
  const { plan } = prepared;
  console.log(describePlan(prepared, plan));
  const stopped = plan.conflicts.length > 0 && !given["skip-conflicts"];
  const rows = plan.accounts.length + plan.merges.length + plan.products.length;
  if (given["dry-run"] || stopped || rows === 0) {
    await writeReport(prepared, plan, false, given.report);
    if (stopped) {
      console.error(
        `Nothing was imported. Mend the conflicts in the old database, or go on without them: --skip-conflicts`,
      );
    } else console.log(given["dry-run"] ? "Nothing was written: this was a dry run." : "There is nothing new.");
    return stopped ? 1 : 0;
  }
  const asks = process.stdin.isTTY && process.stdout.isTTY && !given.yes;
  if (asks && !(await confirm({ message: "Import this?", default: false }))) return 1;
  const written = await write(deps, prepared);
  await writeReport(prepared, written, true, given.report);
  console.log("Imported. The old database is as it was; keep it until you are content.");
  return 0;
}

async function write({ db, accounts, catalogue, sessions }: Deps, prepared: PreparedImport): Promise<Plan> {
  const show = progressOn(process.stdout);
  const written = await prepared.write((table, done, total) => show({ step: "written", table, done, total }));
  await accounts.drop();
  await catalogue.drop();
  // The credential stamp has ended their sessions; this takes them out of the store.
  const ended = written.merges.filter(({ takesPassword, row }) => takesPassword || !row.isActive);
  const ids = ended.map(({ id }) => id);
  for (const account of await db.user.findMany({ where: { id: { in: ids } } })) await sessions.tidy(account);
  return written;
}

async function writeReport(prepared: PreparedImport, plan: Plan, written: boolean, file?: string): Promise<void> {
  if (file === undefined) return;
  // It has people's addresses.
  await writeFile(file, `${JSON.stringify(reportOf(prepared, plan, written), null, 2)}\n`, { mode: 0o600 });
}
