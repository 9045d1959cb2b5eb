import type { Logger } from "pino";
import type { Database, Prisma } from "../database/client.ts";
import { type Flushing, flushing } from "../flushing.ts";
import { remembered } from "../remembered.ts";
import { clientFamily, OTHER } from "./client-family.ts";

/** How long calls may wait in memory: what a process that is killed forgets at most. */
const FLUSH_MS = 60_000;
/** More kinds of clients than any shop has; beyond them, somebody makes names up. */
const MAX_FAMILIES = 200;
/** For remembering which family a user agent is of: to find out takes several regular expressions. */
const MAX_FAMILY_BYTES = 256 * 1024;
const KEPT_DAYS = 800;
const DAY_MS = 86_400_000;
/** The row at which processes that write at once wait for each other. */
const GUARD = "legacy-usage-guard";

/** Who still uses the routes of the old contracts, noted so that a call is not a write. */
export interface LegacyUsage extends Flushing {
  /** Makes a route known: one that nobody calls is what is looked for. */
  expect(route: string): void;
  /** A call, before it is known who is signed in. */
  note(route: string, userAgent: string): void;
  /** The account that a call was signed by. */
  noteAccount(route: string, userAgent: string, userId: number): void;
  /** The routes that are known, by name. */
  readonly routes: readonly string[];
}

/** The calls of a route by one kind of client on one day. */
interface Noted {
  readonly day: string;
  readonly route: string;
  readonly family: string;
  calls: number;
  /** Milliseconds since the epoch. */
  lastAt: number;
  readonly accounts: Set<number>;
}

interface Parts {
  readonly db: Database;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  readonly log: Logger;
}

export function createLegacyUsage({ db, clock, log }: Parts): LegacyUsage {
  const routes = new Set<string>();
  let noted = new Map<string, Noted>();
  const familyOf = remembered(MAX_FAMILY_BYTES, clientFamily);

  const entryFor = (route: string, userAgent: string): Noted => {
    const now = clock();
    const full = noted.size >= routes.size * MAX_FAMILIES;
    const family = full ? OTHER : familyOf(userAgent);
    const key = `${Math.floor(now / DAY_MS)}\n${route}\n${family}`;
    let entry = noted.get(key);
    if (entry === undefined) {
      entry = { day: dayOf(new Date(now)), route, family, calls: 0, lastAt: now, accounts: new Set() };
      noted.set(key, entry);
    }
    entry.lastAt = now;
    return entry;
  };
  const write = async (): Promise<void> => {
    if (noted.size === 0) return;
    const batch = noted;
    noted = new Map();
    try {
      await db.$transaction((tx) => writeAll(tx, [...batch.values()], clock()), { timeout: 60_000 });
    } catch (error) {
      log.warn({ err: error }, "who uses the old routes could not be written; it is tried again");
      for (const [key, entry] of batch) noted.set(key, merged(entry, noted.get(key)));
    }
  };
  return {
    expect: (route) => void routes.add(route),
    note: (route, userAgent) => void (entryFor(route, userAgent).calls += 1),
    noteAccount: (route, userAgent, userId) => void entryFor(route, userAgent).accounts.add(userId),
    get routes() {
      return [...routes].sort();
    },
    ...flushing(FLUSH_MS, write),
  };
}

export const dayOf = (time: Date): string => time.toISOString().slice(0, 10);

function merged(one: Noted, other: Noted | undefined): Noted {
  if (!other) return one;
  return { ...other, calls: one.calls + other.calls, accounts: new Set([...one.accounts, ...other.accounts]) };
}

async function writeAll(tx: Prisma.TransactionClient, batch: readonly Noted[], now: number): Promise<void> {
  await tx.milestone.upsert({ where: { name: GUARD }, create: { name: GUARD }, update: { reachedAt: new Date(now) } });
  for (const day of new Set(batch.map((entry) => entry.day))) {
    const found = await tx.legacyUsage.findMany({ where: { day }, distinct: ["family"], select: { family: true } });
    const families = new Set(found.map(({ family }) => family));
    for (const entry of batch.filter((one) => one.day === day)) {
      const known = families.has(entry.family) || families.size < MAX_FAMILIES - 1;
      const family = known ? entry.family : OTHER;
      families.add(family);
      await writeEntry(tx, { ...entry, family });
    }
  }
  const ago = (days: number) => dayOf(new Date(now - days * DAY_MS));
  // Nobody's call of a day comes later than the next one.
  await tx.legacyCaller.deleteMany({ where: { day: { lt: ago(1) } } });
  await tx.legacyUsage.deleteMany({ where: { day: { lt: ago(KEPT_DAYS) } } });
}

async function writeEntry(tx: Prisma.TransactionClient, entry: Noted): Promise<void> {
  const { day, route, family, calls } = entry;
  const lastAt = new Date(entry.lastAt);
  for (const userId of entry.accounts) {
    const caller = { day, route, family, userId };
    await tx.legacyCaller.upsert({ where: { day_route_family_userId: caller }, create: caller, update: {} });
  }
  const accounts = await tx.legacyCaller.count({ where: { day, route, family } });
  await tx.legacyUsage.upsert({
    where: { day_route_family: { day, route, family } },
    create: { day, route, family, calls, accounts, lastAt },
    update: { calls: { increment: calls }, accounts, lastAt },
  });
}
