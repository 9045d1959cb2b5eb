import { mkdir, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { end, run, SLOWLY, temporaryFolder } from "../fixtures/process.ts";

const SECRET = "hunter2-hunter2";

/** Starts a server that must refuse to, and hands over what it says. */
async function refusal(env: Record<string, string>): Promise<string> {
  const shop = run({ DATA_DIR: join(await temporaryFolder(), "data"), ...env });
  expect(await end(shop), shop.stdout()).toEqual({ code: 1, signal: null });
  const said = shop.stderr();
  expect(said).not.toMatch(/^\s+at /m);
  expect(said).not.toMatch(/^\w*Error\b/m);
  expect(said).toMatch(/^[^]{10,}\n$/);
  expect(shop.stdout() + said).not.toContain(SECRET);
  expect(shop.stdout()).not.toContain("The shop is open");
  return said;
}

test("all bad settings are named at once, and none of their values", SLOWLY, async () => {
  const said = await refusal({
    PORT: "99999",
    DATABASE_URL: `mysql://shop:${SECRET}@127.0.0.1/shop`,
    REDIS_URL: `http://:${SECRET}@127.0.0.1`,
    SMTP_URL: `imap://shop:${SECRET}@127.0.0.1`,
    JWT_PRIVATE_KEY: SECRET,
    ADMIN_EMAIL: SECRET,
    ADMIN_PASSWORD: SECRET.repeat(20),
  });
  expect(said.split("\n").map((line) => line.split(":", 1)[0])).toEqual([
    "The settings cannot be used",
    "PORT",
    "DATABASE_URL",
    "REDIS_URL",
    "SMTP_URL",
    "ADMIN_EMAIL",
    "ADMIN_PASSWORD",
    "JWT_PRIVATE_KEY",
    "",
  ]);
});

test.for([
  ["a key that is none", { JWT_PRIVATE_KEY: `-----BEGIN PRIVATE KEY-----\n${SECRET}\n-----END PRIVATE KEY-----` }],
  ["a database server that is not there", { DATABASE_URL: `postgresql://shop:${SECRET}@127.0.0.1:1/shop` }],
  ["a host that is not there", { HOST: "nowhere.invalid" }],
] as const)("%s", SLOWLY, async ([, env]) => {
  const said = await refusal(env);
  expect(said).toMatch(/JWT_PRIVATE_KEY|127\.0\.0\.1:1\/shop|HOST/);
});

test("an administrator's password that guessers try first", SLOWLY, async () => {
  const said = await refusal({ ADMIN_EMAIL: "owner@example.com", ADMIN_PASSWORD: "Password123", DEMO_DATA: "off" });
  expect(said).toBe("The settings cannot be used:\nADMIN_PASSWORD: is one of the most common passwords\n");
});

test("a port that is taken", SLOWLY, async () => {
  const other = createServer().listen(0, "127.0.0.1");
  onTestFinished(() => void other.close());
  await new Promise((resolve) => other.once("listening", resolve));
  const { port } = other.address() as AddressInfo; // a server on a TCP port has no other kind
  expect(await refusal({ PORT: String(port) })).toContain("PORT");
});

test("a database that is a folder or no database", SLOWLY, async () => {
  const folder = await temporaryFolder();
  const file = join(folder, "notes.txt");
  await writeFile(file, "not a database, whatever its name may be ".repeat(100));
  for (const path of [folder, file]) {
    expect(await refusal({ DATABASE_URL: `file:${path}` })).toContain(path);
  }
});

test("a folder that is a file", SLOWLY, async () => {
  const file = join(await temporaryFolder(), "file");
  await writeFile(file, "");
  const said = await refusal({ DATA_DIR: file });
  expect(said).toContain("DATA_DIR");
  expect(said).toContain(file);
});

// Linux lets nobody write there, not even the superuser, who may write everywhere else.
test.runIf(process.platform === "linux")("a folder that may not be written", SLOWLY, async () => {
  expect(await refusal({ DATA_DIR: "/sys/kernel/shop" })).toContain("DATA_DIR");
});

test("files of its own that are no longer what it wrote", SLOWLY, async () => {
  for (const name of ["jwt-key.pem", "store.db"]) {
    const folder = join(await temporaryFolder(), "data");
    await mkdir(folder);
    await writeFile(join(folder, name), `${SECRET} `.repeat(400));
    expect(await refusal({ DATA_DIR: folder })).toMatch(name === "store.db" ? /store/ : name);
  }
});
