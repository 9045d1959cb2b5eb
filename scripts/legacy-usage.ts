/** `npm run legacy-usage -- [--days N]`: who still uses the routes of the old contracts. */
import { parseArgs } from "node:util";
import { loadConfig } from "../src/config.ts";
import { openDatabase } from "../src/database/open.ts";
import { knownRoutes } from "../src/legacy/rehearsal/routes.ts";
import { type RouteUsage, usageOf } from "../src/legacy/usage-report.ts";

const { values } = parseArgs({ options: { days: { type: "string", default: "30" } } });
const days = Number(values.days);
if (!Number.isInteger(days) || days < 1) {
  console.error("Usage: npm run legacy-usage -- [--days N]\nN: how many days, today included; 30 unless given.");
  process.exit(2);
}

const db = await openDatabase(loadConfig());
try {
  // Pictures are served for everybody, and not counted.
  const routes = knownRoutes.map(({ name }) => name).filter((name) => !name.includes("/cache/"));
  print(await usageOf(db, { routes, days, now: Date.now() }));
} finally {
  await db.$disconnect();
}
// Prisma's schema engine leaves a timer of 10 s behind when it has migrated.
process.exit();

function print(usage: readonly RouteUsage[]): void {
  const width = Math.max(...usage.map(({ route }) => route.length));
  const used = usage.filter(({ calls }) => calls > 0).toSorted((a, b) => b.calls - a.calls);
  console.log(`In the last ${days} days:`);
  for (const one of used) {
    const families = new Map<string, number>();
    for (const { family, calls } of one.clients) families.set(family, (families.get(family) ?? 0) + calls);
    const [most] = [...families].toSorted(([, a], [, b]) => b - a);
    const clients = families.size === 1 ? most?.[0] : `${families.size} kinds of clients, most by ${most?.[0]}`;
    const calls = `${one.calls.toLocaleString("en")} call${one.calls === 1 ? "" : "s"}`;
    console.log(`  ${one.route.padEnd(width)}  ${calls} (${clients}); ${lastCall(one)}`);
  }
  const unused = usage.filter(({ calls }) => calls === 0);
  if (used.length === 0) console.log("  no calls");
  if (unused.length > 0) console.log("\nNobody calls any more:");
  for (const one of unused) console.log(`  ${one.route.padEnd(width)}  ${lastCall(one)}`);
}

function lastCall({ lastCalledAt, lastCalledBy }: RouteUsage): string {
  if (lastCalledAt === null) return "never called";
  return `last called by ${lastCalledBy} on ${lastCalledAt.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
