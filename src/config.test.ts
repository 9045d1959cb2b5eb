import { describe, expect, test } from "vitest";
import { ConfigError, loadConfig } from "./config.ts";

function complaint(env: Record<string, string>): string {
  try {
    loadConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  throw new Error(`accepted: ${JSON.stringify(env)}`);
}

/** In no bad value but the ones that are made of it, so that a message that has it repeats a value. */
const SECRET = "hunter2";

const bad: Readonly<Record<string, readonly string[]>> = {
  NODE_ENV: ["staging", "PRODUCTION"],
  PORT: ["-1", "65536", "4000a", " ", "0x10", "1e3", "80.5", SECRET],
  HEALTH_PORT: ["0", "65536", "x"],
  DATABASE_URL: [`mysql://shop:${SECRET}@db/shop`, "file:", `postgres://a:${SECRET}@h:port/x`, SECRET],
  REDIS_URL: [
    `http://:${SECRET}@cache`,
    `redis://:${SECRET}@cache:port`,
    `redis://:${SECRET}@cache/2?cluster=true`,
    SECRET,
  ],
  SMTP_URL: [`imap://me:${SECRET}@mail`, `smtp://me:${SECRET}@mail:port`, SECRET],
  MAIL_FROM: ["Shop", "Shop <>", "a@b\r\nBcc: c@d", SECRET],
  ADMIN_EMAIL: [SECRET, "owner@", "@example.com"],
  ADMIN_PASSWORD: [SECRET, SECRET.repeat(30)],
  DEMO_DATA: ["yes", "true", SECRET],
  RATE_LIMITS: ["0", "-1", "1.5", "sometimes", SECRET],
  CORS_ORIGINS: ["*", "shop.example", "https://shop.example/", "https://a.example https://b.example", SECRET],
  COOKIE_SECURE: ["no", "false", SECRET],
  UNLIMITED_READERS: ["localhost", "10.0.0.0/33", "10.0.0.0/0", "10.0.0.1-10.0.0.9", SECRET],
  TRUST_PROXY: ["yes", "10.0.0.0/33", "10.0.0.0/0", "loopback, 10.0.0", "::1/129", "10.0.0.1/8/8", SECRET],
  DEVELOPMENT_ANYWHERE: ["yes", SECRET],
  WORKERS: ["0", "257", "many", "1.5", SECRET],
  ACCESS_TTL_SECONDS: ["0", "-5", "30m", SECRET],
  BEARER_ACCESS_TTL_SECONDS: ["0", "315360001"],
  REFRESH_TTL_SECONDS: ["0", "7d"],
  BEARER_PASSWORD_MIN_LENGTH: ["0", "129"],
  PUBLIC_MAX_AGE_SECONDS: ["-1", "1h", SECRET],
  JWT_PRIVATE_KEY: [SECRET, `-----BEGIN PUBLIC KEY-----${SECRET}`],
  PUBLIC_URL: [
    SECRET,
    `https://shop:${SECRET}@shop.example`,
    "ftp://shop.example",
    "https://shop.example/api",
    "https://",
  ],
  SHOP_CURRENCY: ["usd", "US", "XXY", "$", SECRET],
  PERSISTED_OPERATIONS: ["on", "all", SECRET],
  LOG_LEVEL: ["loud", "INFO", SECRET],
};

describe("a bad setting is named, and its value is not repeated", () => {
  const cases = Object.entries(bad).flatMap(([name, values]) => values.map((value) => ({ name, value })));
  test.for(cases)("$name: $value", ({ name, value }) => {
    const partner = name.startsWith("ADMIN_") && { ADMIN_EMAIL: "owner@example.com", ADMIN_PASSWORD: "long enough" };
    const said = complaint({ ...partner, [name]: value });
    expect(said).toMatch(new RegExp(`^${name}: (must |is not )[^\\n]+$`));
    expect(said).not.toContain(SECRET);
  });

  test("every one of several", () => {
    const said = complaint(Object.fromEntries(Object.entries(bad).map(([name, [value = ""]]) => [name, value])));
    expect(said.split("\n").map((line) => line.split(":", 1)[0])).toEqual(Object.keys(bad));
  });

  test("an administrator without a password, or a password without an administrator", () => {
    expect(complaint({ ADMIN_EMAIL: "owner@example.com" })).toContain("ADMIN_PASSWORD");
    expect(complaint({ ADMIN_PASSWORD: `${SECRET}${SECRET}` })).toMatch(/^ADMIN_EMAIL: [^\n]*ADMIN_PASSWORD$/);
  });
});

describe("defaults", () => {
  test("no setting at all: an SQLite file and the demo catalogue, for this machine only", () => {
    const config = loadConfig({});
    expect(config).toMatchObject({ production: false, port: 4000, host: "127.0.0.1", demoData: true, workers: 1 });
    expect(config).toMatchObject({
      accessTtlSeconds: 1800,
      bearerAccessTtlSeconds: 10_800,
      refreshTtlSeconds: 604_800,
    });
    expect(config).toMatchObject({ rateLimitFactor: 1, trustProxy: false, redisUrl: undefined, admin: undefined });
    expect(config.databaseUrl).toMatch(/^file:\/.*\/data\/shop\.db$/);
    expect(config.catalogDir).toMatch(/^\/.*\/catalog$/);
    expect(Object.isFrozen(config)).toBe(true);
  });

  test("production: every address, and no demo catalogue even if one is asked for", () => {
    const config = loadConfig({ NODE_ENV: "production", DEMO_DATA: "on" });
    expect(config).toMatchObject({ production: true, host: "0.0.0.0", demoData: false });
  });

  test("an empty value is as good as none", () => {
    const empty = Object.fromEntries(
      [...Object.keys(bad), "HOST", "DATA_DIR", "CATALOG_DIR"].map((name) => [name, ""]),
    );
    expect(loadConfig(empty)).toEqual(loadConfig({}));
  });

  test("the database is in the data folder unless it has an address of its own", () => {
    expect(loadConfig({ DATA_DIR: "/srv/shop" }).databaseUrl).toBe("file:/srv/shop/shop.db");
    expect(loadConfig({ DATABASE_URL: "file:/srv/x.db" }).databaseUrl).toBe("file:/srv/x.db");
    expect(loadConfig({ DATABASE_URL: "file:./x.db" }).databaseUrl).toMatch(/^file:\/.+\/x\.db$/);
    const address = "postgresql://shop:secret@db:5432/shop?schema=public";
    expect(loadConfig({ DATABASE_URL: address }).databaseUrl).toBe(address);
  });
});

test.for([
  ["true", true],
  ["false", false],
  ["2", 2],
  ["loopback", "loopback"],
  ["10.0.0.0/8, fd00::/8, uniquelocal", "10.0.0.0/8, fd00::/8, uniquelocal"],
] as const)("TRUST_PROXY=%s", ([value, meant]) => {
  expect(loadConfig({ NODE_ENV: "test", TRUST_PROXY: value }).trustProxy).toBe(meant);
});

test.for([
  ["on", 1],
  ["off", 0],
  ["1000", 1000],
] as const)("RATE_LIMITS=%s", ([value, factor]) => {
  expect(loadConfig({ RATE_LIMITS: value }).rateLimitFactor).toBe(factor);
});

test("lists are by commas, with or without space", () => {
  const origins = "https://shop.example, http://localhost:5173,capacitor://localhost,null";
  const { pages, unlimitedReaders } = loadConfig({
    CORS_ORIGINS: origins,
    UNLIMITED_READERS: "192.0.2.7, 2001:db8::/32",
  });
  expect([...pages.origins]).toEqual([
    "https://shop.example",
    "http://localhost:5173",
    "capacitor://localhost",
    "null",
  ]);
  expect(unlimitedReaders).toEqual(["192.0.2.7", "2001:db8::/32"]);
});

test("pages of this machine may call in development only", () => {
  expect(loadConfig({}).pages.local).toBe(true);
  expect(loadConfig({ NODE_ENV: "production" }).pages.local).toBe(false);
});

test("COOKIE_SECURE=off is for test networks", () => {
  expect(loadConfig({ COOKIE_SECURE: "off" }).cookieSecure).toBe(false);
  expect(() => loadConfig({ COOKIE_SECURE: "off", NODE_ENV: "production" })).toThrow("COOKIE_SECURE: must be on");
});

test("WORKERS=auto is at least one", () => {
  expect(loadConfig({ WORKERS: "auto" }).workers).toBeGreaterThanOrEqual(1);
});

describe("development", () => {
  const OPEN = [
    { HOST: "0.0.0.0" },
    { HOST: "::" },
    { HOST: "192.168.1.7" },
    { HOST: "shop.internal" },
    { TRUST_PROXY: "1" },
  ];

  test.each(OPEN)("does not start for others than this machine: %o", (env) => {
    expect(complaint(env)).toMatch(/^NODE_ENV: is development, which is for this machine alone/);
    expect(complaint({ NODE_ENV: "development", ...env })).toContain("DEVELOPMENT_ANYWHERE=on");
  });

  test.each(OPEN)("unless a setting says so, nor is production meant: %o", (env) => {
    expect(loadConfig({ ...env, DEVELOPMENT_ANYWHERE: "on" }).production).toBe(false);
    expect(loadConfig({ ...env, NODE_ENV: "production" }).production).toBe(true);
  });

  test.each(["127.0.0.1", "localhost", "::1"])("starts on %s", (host) => {
    expect(loadConfig({ HOST: host })).toMatchObject({ host, production: false });
  });
});

test("operations of manifests alone need a folder of them, and leave no explorer", () => {
  expect(complaint({ PERSISTED_OPERATIONS: "log" })).toMatch(/^PERSISTED_OPERATIONS_DIR: is needed/);
  const only = { PERSISTED_OPERATIONS: "only", PERSISTED_OPERATIONS_DIR: "operations" };
  expect(complaint({ ...only, GRAPHQL_EXPLORER: "on" })).toMatch(/^GRAPHQL_EXPLORER: cannot be on/);
  expect(loadConfig(only).explorer).toBe(false);
  expect(loadConfig({ ...only, PERSISTED_OPERATIONS: "log" }).explorer).toBe(true);
});
