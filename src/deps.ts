import { mkdir } from "node:fs/promises";
import type { Logger } from "pino";
import type { Database } from "./database/client.ts";
import { openDatabase } from "./database/open.ts";
import { type Retention, startRetention } from "./audit/retention.ts";
import { createTrail, type Trail } from "./audit/trail.ts";
import { type Keyring, openKeyring } from "./auth/keys.ts";
import { type AccountCache, createAccountCache } from "./auth/account-cache.ts";
import { type Codes, createCodes } from "./auth/codes.ts";
import { createNotices, type Notices } from "./auth/notices.ts";
import { createPasswords, type HashCost, type PasswordHashing } from "./auth/passwords.ts";
import { createSessions, type Sessions } from "./auth/sessions.ts";
import { createTokens } from "./auth/tokens.ts";
import type { Config } from "./config.ts";
import type { Counting } from "./limits/exact-limiter.ts";
import { createLegacyUsage, type LegacyUsage } from "./legacy/usage.ts";
import { membership } from "./limits/network.ts";
import { createMailer, type Mailer } from "./mail/mailer.ts";
import { Catalogue } from "./catalogue/cache.ts";
import { createViewCounter, type ViewCounter } from "./catalogue/views.ts";
import { Tallies } from "./figures/tallies.ts";
import type { TraceExport } from "./traces/otlp.ts";
import { openStore } from "./stores/open.ts";
import type { Store } from "./stores/store.ts";

/** What resolvers work with. */
export interface Services {
  /** What clients may know of the settings. */
  readonly shop: Pick<Config, "currency" | "publicUrl" | "version" | "adminSecondFactor">;
  readonly db: Database;
  readonly accounts: AccountCache;
  readonly passwords: PasswordHashing;
  readonly sessions: Sessions;
  readonly codes: Codes;
  readonly notices: Notices;
  readonly catalogue: Catalogue;
  readonly views: ViewCounter;
  readonly counting: Counting;
  readonly legacyUsage: LegacyUsage;
  readonly trail: Trail;
}

/** What lives as long as the process, and every request shares. */
export interface Deps extends Services {
  readonly config: Config;
  readonly store: Store;
  readonly keys: Keyring;
  readonly mailer: Mailer;
  readonly tallies: Tallies;
  /** Undefined unless the settings name a collector. */
  readonly traceExport: TraceExport | undefined;
  readonly retention: Retention;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
  readonly log: Logger;
}

interface TestHooks {
  readonly clock?: () => number;
  /** Cheap hashes keep a suite of hundreds of logins short. */
  readonly hashCost?: HashCost;
}

/** Opens everything the server stands on. What it opened before a failure is closed again. */
export async function connect(config: Config, log: Logger, hooks: TestHooks = {}): Promise<Deps> {
  const clock = hooks.clock ?? Date.now;
  await mkdir(config.dataDir, { recursive: true, mode: 0o700 });
  const { production } = config;
  const mailer = createMailer({ ...config.mail, production, log });
  const keys = await openKeyring(config);
  const db = await openDatabase(config);
  try {
    const store = await openStore(config, clock, log);
    const tokens = createTokens(keys, clock);
    const catalogue = Catalogue.open({ db, messages: store.messages, log });
    const accounts = createAccountCache({ db, messages: store.messages, log });
    const tallies = new Tallies();
    for (const part of ["product", "list", "views"] as const) tallies.caches.set(part, () => catalogue.figures(part));
    tallies.caches.set("accounts", () => accounts.figures());
    const { refreshTtlSeconds, sessionMaxSeconds } = config;
    return {
      config,
      shop: {
        currency: config.currency,
        publicUrl: config.publicUrl,
        version: config.version,
        adminSecondFactor: config.adminSecondFactor,
      },
      db,
      store,
      keys,
      accounts,
      passwords: createPasswords(hooks.hashCost),
      sessions: createSessions({ store: store.sessions, tokens, clock, refreshTtlSeconds, sessionMaxSeconds, log }),
      codes: createCodes({ store: store.codes, mailer, key: keys.signing, clock }),
      notices: createNotices({ mailer, enabled: config.securityMails, log }),
      mailer,
      tallies,
      traceExport: await traceExport(config, log),
      catalogue,
      counting: {
        throttle: store.throttle,
        factor: config.rateLimitFactor,
        isUnlimitedReader: membership(config.unlimitedReaders),
        clock,
      },
      legacyUsage: createLegacyUsage({ db, clock, log }),
      trail: createTrail({ db, clock, log }),
      retention: startRetention({ db, clock, log, ...config.historyDays }),
      views: createViewCounter({ db, store: store.views, catalogue, clock, log }),
      clock,
      log,
    };
  } catch (error) {
    await db.$disconnect();
    throw error;
  }
}

/** Nothing of OpenTelemetry is loaded where nobody collects. */
async function traceExport(config: Config, log: Logger): Promise<TraceExport | undefined> {
  if (config.traceCollector === undefined) return undefined;
  const { openTraceExport } = await import("./traces/otlp.ts");
  return openTraceExport(config, config.traceCollector, log);
}

/** What the rest takes, once the mails are out or given up. */
const CLOSING_MS = 1500;

/**
 * Writes what is still in memory, then closes.
 * @param leftMs how long all of it may take; mails that are under way get what the rest leaves
 */
export async function disconnect(deps: Deps, leftMs = CLOSING_MS): Promise<void> {
  const { mailer, views, legacyUsage, trail, retention, traceExport, store, db, log } = deps;
  await mailer.drain(Math.max(0, leftMs - CLOSING_MS));
  mailer.close();
  // Nothing else may be left open because the store or the database went away first.
  await views.close().catch((error: unknown) => log.warn({ err: error }, "the last views could not be written"));
  retention.close();
  await Promise.all([legacyUsage.close(), trail.close()]);
  await traceExport?.close();
  await store.close();
  await db.$disconnect();
}
