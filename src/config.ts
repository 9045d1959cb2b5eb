import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import { availableParallelism } from "node:os";
import { isAbsolute, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";

const root = fileURLToPath(new URL("..", import.meta.url));
const inRoot = (path: string) => (isAbsolute(path) ? path : resolve(root, path));

const whole = (least: number, most: number) =>
  z
    .string()
    .refine((value) => /^\d{1,12}$/.test(value) && Number(value) >= least && Number(value) <= most, {
      error: `must be a whole number from ${least} to ${most}`,
    })
    .transform(Number);
const seconds = (fallback: number) => whole(1, 315_360_000).default(fallback);
const oneOf = <const T extends readonly string[]>(...values: T) =>
  z.enum(values, { error: `must be ${values.join(" or ")}` });
const text = (least: number, most: number) =>
  z.string().refine((value) => value.length >= least && value.length <= most, {
    error: `must have ${least} to ${most} characters`,
  });

const url = (...protocols: string[]) =>
  z
    .string()
    .refine((value) => protocols.some((protocol) => value.startsWith(protocol)), {
      error: `must start with ${protocols.join(" or ")}`,
      abort: true,
    })
    .refine((value) => URL.canParse(value) && value !== "file:", { error: "is not a complete address" });

/** `true`, `false`, a number of hops, or addresses and names as Express's `trust proxy` takes them. */
const trustProxy = z
  .string()
  .default("false")
  .refine((value) => /^(true|false|\d{1,3})$/.test(value) || value.split(",").every(isTrustable), {
    error:
      "must be true, false, a number of hops, or a list of addresses, of subnets, and of loopback, linklocal or uniquelocal",
  })
  .transform((value) =>
    value === "true" ? true : value === "false" ? false : /^\d+$/.test(value) ? Number(value) : value,
  );

const isTrustable = (entry: string): boolean =>
  /^(loopback|linklocal|uniquelocal)$/.test(entry.trim()) || isNetwork(entry.trim());

/** An address, or a network in CIDR notation. */
function isNetwork(entry: string): boolean {
  const [address = "", bits, ...more] = entry.split("/");
  if (bits === undefined) return isIP(address) > 0;
  const most = isIP(address) === 4 ? 32 : isIP(address) === 6 ? 128 : 0;
  return more.length === 0 && /^\d{1,3}$/.test(bits) && Number(bits) >= 1 && Number(bits) <= most;
}

/** As browsers send it: apps in a shell have schemes of their own, and pages without an origin call themselves null. */
const isOrigin = (entry: string): boolean => entry === "null" || /^[a-z][a-z0-9+.-]*:\/\/[^\s/?#@,*]+$/.test(entry);

const listOf = (isEntry: (entry: string) => boolean, error: string) =>
  z
    .string()
    .default("")
    .transform((value) => value.split(",").map((entry) => entry.trim()))
    .transform((entries) => entries.filter((entry) => entry !== ""))
    .refine((entries) => entries.every(isEntry), { error });

const Settings = z.object({
  NODE_ENV: oneOf("development", "production", "test").default("development"),
  PORT: whole(0, 65_535).default(4000),
  HOST: z.string().optional(),
  HEALTH_PORT: whole(1, 65_535).optional(),
  DATABASE_URL: url("file:", "postgresql://", "postgres://").optional(),
  REDIS_URL: url("redis://", "rediss://")
    .refine((value) => !/cluster=true/.test(value) || /^\/?0?$/.test(new URL(value).pathname), {
      error: "must not name a numbered database: a cluster has none",
    })
    .optional(),
  SMTP_URL: url("smtp://", "smtps://").optional(),
  MAIL_FROM: z
    .string()
    .regex(/^[^\r\n]*[^\s<>]+@[^\s<>]+>?$/, {
      error: "must be an address, or a name and an address in angle brackets",
    })
    .default("Storefront <no-reply@localhost>"),
  ADMIN_EMAIL: z.email({ error: "must be an e-mail address" }).optional(),
  ADMIN_PASSWORD: text(8, 128).optional(),
  DEMO_DATA: oneOf("on", "off").default("on"),
  CATALOG_DIR: z.string().default("catalog"),
  DATA_DIR: z.string().default("data"),
  RATE_LIMITS: z
    .string()
    .refine((value) => /^(on|off|[1-9]\d{0,8})$/.test(value), { error: "must be on, off or a whole number from 1" })
    .default("on"),
  CORS_ORIGINS: listOf(isOrigin, "must be origins by commas, such as https://shop.example, without a path; or null"),
  COOKIE_SECURE: oneOf("on", "off").default("on"),
  UNLIMITED_READERS: listOf(isNetwork, "must be addresses and networks by commas, such as 192.0.2.7,2001:db8::/32"),
  TRUST_PROXY: trustProxy,
  DEVELOPMENT_ANYWHERE: oneOf("on", "off").default("off"),
  WORKERS: z
    .union([z.literal("auto"), whole(1, 256)], { error: "must be auto or a whole number from 1 to 256" })
    .default(1),
  ACCESS_TTL_SECONDS: seconds(1800),
  BEARER_ACCESS_TTL_SECONDS: seconds(10_800),
  REFRESH_TTL_SECONDS: seconds(604_800),
  SESSION_MAX_SECONDS: seconds(7_776_000),
  BEARER_PASSWORD_MIN_LENGTH: whole(1, 128).default(1),
  PUBLIC_MAX_AGE_SECONDS: whole(0, 31_536_000).default(0),
  AUDIT_DAYS: whole(1, 36_500).default(400),
  LOGIN_HISTORY_DAYS: whole(1, 36_500).default(180),
  SECURITY_MAILS: oneOf("on", "off").default("on"),
  JWT_PRIVATE_KEY: z.string().includes("PRIVATE KEY", { error: "must be a PEM private key" }).optional(),
  PUBLIC_URL: z
    .string()
    .refine((value) => /^https?:\/\/[^/?#@]+\/?$/i.test(value) && URL.canParse(value), {
      error: "must be the address of a server without a path, such as https://shop.example",
    })
    .transform((value) => new URL(value).origin)
    .optional(),
  SHOP_CURRENCY: z
    .string()
    .refine((value) => Intl.supportedValuesOf("currency").includes(value), {
      error: "must be the three capital letters of an ISO 4217 currency, such as USD",
    })
    .default("USD"),
  ADMIN_SECOND_FACTOR: oneOf("optional", "required").default("optional"),
  GRAPHQL_EXPLORER: oneOf("on", "off").optional(),
  PERSISTED_OPERATIONS: oneOf("off", "log", "only").default("off"),
  PERSISTED_OPERATIONS_DIR: z.string().optional(),
  JWT_PREVIOUS_KEY: z.string().includes(" KEY-----", { error: "must be a PEM key" }).optional(),
  LEGACY_CALENDAR: z.string().optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: url("http://", "https://").optional(),
  METRICS_TOKEN: text(16, 200).optional(),
  LOG_LEVEL: oneOf("trace", "debug", "info", "warn", "error", "silent").default("info"),
});

const LOOPBACK = /^(localhost|127(\.\d+){3}|::1)$/;

/** Whether others than this machine would reach a server in development. */
function isOpenDevelopment(env: z.infer<typeof Settings>): boolean {
  if (env.NODE_ENV !== "development" || env.DEVELOPMENT_ANYWHERE === "on") return false;
  return env.TRUST_PROXY !== false || !LOOPBACK.test(env.HOST ?? "localhost");
}

const Environment = Settings.refine((env) => (env.ADMIN_EMAIL === undefined) === (env.ADMIN_PASSWORD === undefined), {
  path: ["ADMIN_EMAIL"],
  error: "goes together with ADMIN_PASSWORD",
})
  .refine((env) => env.NODE_ENV !== "production" || env.COOKIE_SECURE === "on", {
    path: ["COOKIE_SECURE"],
    error: "must be on in production: without it the access token goes over plain HTTP",
  })
  .refine((env) => env.PERSISTED_OPERATIONS === "off" || env.PERSISTED_OPERATIONS_DIR !== undefined, {
    path: ["PERSISTED_OPERATIONS_DIR"],
    error: "is needed for PERSISTED_OPERATIONS: the folder that frontends' builds put their manifests into",
  })
  .refine((env) => env.PERSISTED_OPERATIONS !== "only" || env.GRAPHQL_EXPLORER !== "on", {
    path: ["GRAPHQL_EXPLORER"],
    error: "cannot be on with PERSISTED_OPERATIONS=only: what people write in it is in no manifest",
  })
  // Its pages show everybody's codes, its demo data and defaults are for trying things out.
  .refine((env) => !isOpenDevelopment(env), {
    path: ["NODE_ENV"],
    when: ({ issues }) => issues.length === 0,
    error:
      "is development, which is for this machine alone: set it to production, leave out HOST and TRUST_PROXY, or set DEVELOPMENT_ANYWHERE=on",
  })
  // A key of each host's own would make every other host refuse its tokens.
  .refine((env) => env.NODE_ENV !== "production" || env.REDIS_URL === undefined || env.JWT_PRIVATE_KEY !== undefined, {
    path: ["JWT_PRIVATE_KEY"],
    error: "is needed in production together with REDIS_URL: hosts that share sessions have to sign with one key",
  });

const Manifest = z.object({ version: z.string() });
const { version } = Manifest.parse(JSON.parse(readFileSync(inRoot("package.json"), "utf8")));

/** The names of all settings. */
export const settings: readonly string[] = Object.keys(Settings.shape);

/** A setting that cannot be used; the message names the variable and never repeats its value, which may be a secret. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

export type Config = Readonly<ReturnType<typeof loadConfig>>;

/**
 * The settings of docs/contracts's table, read from the environment; the only place that does.
 * @throws {ConfigError} naming every variable that is wrong
 */
export function loadConfig(source: NodeJS.ProcessEnv = process.env) {
  // An empty value means unset, as in `PORT= npm start` or a compose file's `${PORT:-}`.
  const parsed = Environment.safeParse(Object.fromEntries(Object.entries(source).filter(([, value]) => value !== "")));
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("\n"));
  }
  const env = parsed.data;
  const production = env.NODE_ENV === "production";
  const dataDir = inRoot(env.DATA_DIR);
  return Object.freeze({
    /** The server's own, from its manifest. */
    version,
    production,
    port: env.PORT,
    host: env.HOST ?? (production ? "0.0.0.0" : "127.0.0.1"),
    /** Where `/health` answers besides; undefined: on `port` alone. */
    healthPort: env.HEALTH_PORT,
    databaseUrl: databaseUrl(env.DATABASE_URL, dataDir),
    redisUrl: env.REDIS_URL,
    mail: { smtpUrl: env.SMTP_URL, from: env.MAIL_FROM },
    admin:
      env.ADMIN_EMAIL !== undefined && env.ADMIN_PASSWORD !== undefined
        ? { email: env.ADMIN_EMAIL, password: env.ADMIN_PASSWORD }
        : undefined,
    demoData: !production && env.DEMO_DATA !== "off",
    catalogDir: inRoot(env.CATALOG_DIR),
    dataDir,
    /** What every limit is multiplied by; 0: no limits. */
    rateLimitFactor: env.RATE_LIMITS === "on" ? 1 : env.RATE_LIMITS === "off" ? 0 : Number(env.RATE_LIMITS),
    /** Origins whose pages may call; `local`: every page of this machine besides. */
    pages: { origins: new Set(env.CORS_ORIGINS), local: env.NODE_ENV === "development" },
    /** Whether the cookie goes over TLS only. */
    cookieSecure: env.COOKIE_SECURE === "on",
    /** Addresses and networks whose plain reads are not limited. */
    unlimitedReaders: env.UNLIMITED_READERS,
    trustProxy: env.TRUST_PROXY,
    workers: env.WORKERS === "auto" ? availableParallelism() : env.WORKERS,
    accessTtlSeconds: env.ACCESS_TTL_SECONDS,
    bearerAccessTtlSeconds: env.BEARER_ACCESS_TTL_SECONDS,
    refreshTtlSeconds: env.REFRESH_TTL_SECONDS,
    sessionMaxSeconds: env.SESSION_MAX_SECONDS,
    bearerPasswordMinLength: env.BEARER_PASSWORD_MIN_LENGTH,
    publicMaxAgeSeconds: env.PUBLIC_MAX_AGE_SECONDS,
    /** How long what happened is kept. */
    historyDays: { audit: env.AUDIT_DAYS, logins: env.LOGIN_HISTORY_DAYS },
    securityMails: env.SECURITY_MAILS === "on",
    jwtPrivateKey: env.JWT_PRIVATE_KEY,
    /** Of tokens that are still good, when `jwtPrivateKey` is a new one. */
    jwtPreviousKey: env.JWT_PREVIOUS_KEY,
    /** Scheme and host under which clients reach the server; undefined: as each request has it. */
    publicUrl: env.PUBLIC_URL,
    currency: env.SHOP_CURRENCY,
    /** Whether administrators need a second factor for what only they may do. */
    adminSecondFactor: env.ADMIN_SECOND_FACTOR === "required",
    /** GraphiQL, introspection, and suggestions in errors. */
    explorer:
      env.GRAPHQL_EXPLORER === undefined
        ? !production && env.PERSISTED_OPERATIONS !== "only"
        : env.GRAPHQL_EXPLORER === "on",
    /** Operations that frontends' builds have declared: not heeded, missed in the log, or the only ones. */
    persisted: { mode: env.PERSISTED_OPERATIONS, folder: inRoot(env.PERSISTED_OPERATIONS_DIR ?? "") },
    legacyCalendar: env.LEGACY_CALENDAR === undefined ? undefined : inRoot(env.LEGACY_CALENDAR),
    /** What whoever asks for `/metrics` has to have; undefined: they have to be on this machine. */
    metricsToken: env.METRICS_TOKEN,
    /** Where traces go, by OTLP over HTTP; undefined: there are none. */
    traceCollector: env.OTEL_EXPORTER_OTLP_ENDPOINT,
    logLevel: env.LOG_LEVEL,
  });
}

function databaseUrl(given: string | undefined, dataDir: string): string {
  if (given === undefined) return `file:${resolve(dataDir, "shop.db")}`;
  if (!given.startsWith("file:")) return given;
  return `file:${inRoot(given.slice("file:".length))}`;
}
