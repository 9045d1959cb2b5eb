import { isAbsolute, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";

const root = fileURLToPath(new URL("..", import.meta.url));
const inRoot = (path: string) => (isAbsolute(path) ? path : resolve(root, path));

const seconds = (fallback: number) => z.coerce.number().int().positive().max(315_360_000).default(fallback);
const onOff = (fallback: "on" | "off") => z.enum(["on", "off"]).default(fallback);

const url = (...protocols: string[]) =>
  z.string().refine((value) => protocols.some((protocol) => value.startsWith(protocol)), {
    error: `must start with ${protocols.join(" or ")}`,
  });

/** `true`, `false`, a number of hops, or addresses and names as Express's `trust proxy` takes them. */
const trustProxy = z
  .string()
  .default("false")
  .transform((value) =>
    value === "true" ? true : value === "false" ? false : /^\d+$/.test(value) ? Number(value) : value,
  );

const Environment = z
  .object({
    NODE_ENV: z.enum(["development", "production", "test"]).default("development"),
    PORT: z.coerce.number().int().min(0).max(65_535).default(4000),
    HOST: z.string().min(1).optional(),
    DATABASE_URL: url("file:", "postgresql://", "postgres://").optional(),
    REDIS_URL: url("redis://", "rediss://").optional(),
    SMTP_URL: url("smtp://", "smtps://").optional(),
    MAIL_FROM: z.string().min(3).default("Storefront <no-reply@localhost>"),
    ADMIN_EMAIL: z.email().optional(),
    ADMIN_PASSWORD: z.string().min(8).max(128).optional(),
    DEMO_DATA: onOff("on").optional(),
    CATALOG_DIR: z.string().min(1).default("catalog"),
    DATA_DIR: z.string().min(1).default("data"),
    RATE_LIMITS: z.union([z.enum(["on", "off"]), z.coerce.number().int().positive()]).default("on"),
    TRUST_PROXY: trustProxy,
    WORKERS: z.union([z.literal("auto"), z.coerce.number().int().min(1).max(256)]).default(1),
    ACCESS_TTL_SECONDS: seconds(1800),
    BEARER_ACCESS_TTL_SECONDS: seconds(10_800),
    REFRESH_TTL_SECONDS: seconds(604_800),
    BEARER_PASSWORD_MIN_LENGTH: z.coerce.number().int().min(1).max(128).default(1),
    JWT_PRIVATE_KEY: z.string().includes("PRIVATE KEY", { error: "must be a PEM private key" }).optional(),
    LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "silent"]).default("info"),
  })
  .refine((env) => (env.ADMIN_EMAIL === undefined) === (env.ADMIN_PASSWORD === undefined), {
    path: ["ADMIN_EMAIL"],
    error: "ADMIN_EMAIL and ADMIN_PASSWORD go together",
  });

/** A setting that cannot be used; the message names the variable and never repeats its value, which may be a secret. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

export type Config = Readonly<ReturnType<typeof loadConfig>>;

/**
 * The settings of contract.md's table, read from the environment; the only place that does.
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
    production,
    port: env.PORT,
    host: env.HOST ?? (production ? "0.0.0.0" : "127.0.0.1"),
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
    rateLimitFactor: env.RATE_LIMITS === "on" ? 1 : env.RATE_LIMITS === "off" ? 0 : env.RATE_LIMITS,
    trustProxy: env.TRUST_PROXY,
    workers: env.WORKERS,
    accessTtlSeconds: env.ACCESS_TTL_SECONDS,
    bearerAccessTtlSeconds: env.BEARER_ACCESS_TTL_SECONDS,
    refreshTtlSeconds: env.REFRESH_TTL_SECONDS,
    bearerPasswordMinLength: env.BEARER_PASSWORD_MIN_LENGTH,
    jwtPrivateKey: env.JWT_PRIVATE_KEY,
    logLevel: env.LOG_LEVEL,
  });
}

function databaseUrl(given: string | undefined, dataDir: string): string {
  if (given === undefined) return `file:${resolve(dataDir, "shop.db")}`;
  if (!given.startsWith("file:")) return given;
  return `file:${inRoot(given.slice("file:".length))}`;
}
