import { spawnSync } from "node:child_process";
import { describe, expect, it, onTestFinished } from "vitest";
import { startServer, type TestServer } from "../fixtures/server.ts";

const admin = { ADMIN_EMAIL: "owner@example.com", ADMIN_PASSWORD: "correct horse" };
const OKHTTP = { "user-agent": "okhttp/4.9.1" };
const USAGE = `{ legacyUsage { route calls lastCalledAt lastCalledBy clients { day family calls accounts } } }`;

async function shop(): Promise<TestServer> {
  const server = await startServer({ DEMO_DATA: "off", ...admin });
  onTestFinished(() => server.close());
  return server;
}

async function signIn({ send }: TestServer, headers = OKHTTP): Promise<Record<string, string>> {
  const body = { email: admin.ADMIN_EMAIL, password: admin.ADMIN_PASSWORD };
  const { json } = await send("POST", "/api/users/login", { body, headers });
  return { ...headers, authorization: `Bearer ${json.access_token}` };
}

async function usage(server: TestServer, headers: Record<string, string>) {
  const token = headers["authorization"]?.slice("Bearer ".length);
  const { data } = await server.graphql(USAGE, {}, token);
  return new Map(data.legacyUsage.map((one: { route: string }) => [one.route, one]));
}

describe("the ledger of the old contracts", () => {
  it("has the calls of a day by route and kind of client, with how many accounts made them", async () => {
    const server = await shop();
    const headers = await signIn(server);
    for (let call = 0; call < 3; call += 1) await server.send("GET", "/api/users/me", { headers });
    await server.send("GET", "/api/users/me", { headers: { ...headers, "user-agent": "okhttp/4.12.0" } });
    await server.send("GET", "/api/users/me", { headers: { "user-agent": "Dart/3.2 (dart:io)" } });
    await server.deps.legacyUsage.flush();
    await server.send("GET", "/api/users/me", { headers });
    await server.deps.legacyUsage.flush();
    const routes = await usage(server, headers);
    const day = new Date(server.deps.clock()).toISOString().slice(0, 10);
    expect(routes.get("GET /api/users/me")).toEqual({
      route: "GET /api/users/me",
      calls: 6,
      lastCalledAt: expect.stringMatching(/^\d{4}-/),
      lastCalledBy: "okhttp 4",
      clients: [
        { day, family: "okhttp 4", calls: 5, accounts: 1 },
        { day, family: "Dart 3", calls: 1, accounts: 0 },
      ],
    });
    expect(routes.get("GET /api/products")).toEqual({
      route: "GET /api/products",
      calls: 0,
      lastCalledAt: null,
      lastCalledBy: null,
      clients: [],
    });
    expect(routes.size).toBe(28);
  });

  it("writes nothing for a call, and a few rows for many", async () => {
    const server = await shop();
    await Promise.all(
      Array.from({ length: 50 }, () => server.send("GET", "/api/products?limit=3", { headers: OKHTTP })),
    );
    expect(await server.deps.db.legacyUsage.count()).toBe(0);
    await server.deps.legacyUsage.flush();
    expect(await server.deps.db.legacyUsage.findMany({ select: { calls: true } })).toEqual([{ calls: 50 }]);
  });

  it("has 200 kinds of clients a day at most, however many names somebody makes up", async () => {
    const server = await shop();
    const { legacyUsage, db } = server.deps;
    for (let round = 0; round < 2; round += 1) {
      for (let name = 0; name < 300; name += 1) legacyUsage.note("GET /api/products", `client${round}x${name}/1`);
      await legacyUsage.flush();
    }
    const rows = await db.legacyUsage.findMany();
    expect(rows.length).toBe(200);
    expect(rows.find(({ family }) => family === "other")?.calls).toBe(401);
  });

  it("keeps what was noted while the database was away, and forgets accounts when their day is over", async () => {
    const server = await shop();
    const { legacyUsage, db } = server.deps;
    const headers = await signIn(server);
    await server.send("GET", "/api/users/me", { headers });
    await db.$executeRawUnsafe(`ALTER TABLE "LegacyUsage" RENAME TO "Away"`);
    await legacyUsage.flush();
    await db.$executeRawUnsafe(`ALTER TABLE "Away" RENAME TO "LegacyUsage"`);
    await legacyUsage.flush();
    expect(
      await db.legacyUsage.findMany({
        orderBy: { route: "asc" },
        select: { route: true, calls: true, accounts: true },
      }),
    ).toEqual([
      { route: "GET /api/users/me", calls: 1, accounts: 1 },
      { route: "POST /api/users/login", calls: 1, accounts: 0 },
    ]);
    expect(await db.legacyCaller.count()).toBe(1);
    server.advance(3 * 86_400_000);
    await server.send("GET", "/api/products/popular");
    await legacyUsage.flush();
    expect([await db.legacyCaller.count(), await db.legacyUsage.count()]).toEqual([0, 3]);
  });

  it("is for administrators", async () => {
    const server = await shop();
    expect((await server.graphql(USAGE)).errors?.[0]?.extensions["code"]).toBe("UNAUTHENTICATED");
  });

  it("is printed in the terminal, with the routes that nobody calls any more", { timeout: 120_000 }, async () => {
    const server = await shop();
    await server.send("GET", "/api/products/popular", { headers: OKHTTP });
    await server.deps.legacyUsage.flush();
    const { databaseUrl, dataDir } = server.deps.config;
    const env = { PATH: process.env["PATH"], NODE_ENV: "test", DATABASE_URL: databaseUrl, DATA_DIR: dataDir };
    const { stdout, stderr, status } = spawnSync(process.execPath, ["scripts/legacy-usage.ts"], {
      env,
      encoding: "utf8",
    });
    expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
    expect(stdout).toMatch(/^ {2}GET \/api\/products\/popular +1 call \(okhttp 4\); last called by okhttp 4 on \d{4}/m);
    expect(stdout).toMatch(/Nobody calls any more:\n(?: {2}.* never called\n){27}$/);
  });
});
