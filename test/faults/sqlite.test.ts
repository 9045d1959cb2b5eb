import { copyFile, open, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, onTestFinished, test } from "vitest";
import {
  CHEAP_HASHES,
  end,
  migratedFolder,
  run,
  type Shop,
  SLOWLY,
  start,
  temporaryFolder,
} from "../fixtures/process.ts";
import { eventually } from "../fixtures/waiting.ts";
import { login, register, send } from "../process/client.ts";
import { readiness } from "./support.ts";

const shopIn = (folder: string): Promise<Shop> => start({ DATA_DIR: folder, DEMO_DATA: "off", ...CHEAP_HASHES });

const newcomer = async ({ url }: Shop, name: string): Promise<number> =>
  (await register(url, `${name}@example.com`, "correct horse")).status;

/** Takes a file's write lock as another program does. @returns what gives it back */
function lock(folder: string, file: "shop.db" | "store.db" = "shop.db"): () => void {
  const other = new Database(join(folder, file));
  onTestFinished(() => void other.close());
  other.exec("BEGIN IMMEDIATE");
  return () => void other.exec("ROLLBACK");
}

test("a lock of another process: writes wait for it, and nothing else does", SLOWLY, async () => {
  const folder = await migratedFolder();
  const shop = await shopIn(folder);
  const unlock = lock(folder);
  let written = false;
  const writing = newcomer(shop, "ada").then((status) => {
    written = true;
    return status;
  });
  // Each answer takes a turn of the event loop, which a blocked one would not give before the lock is gone.
  for (let i = 0; i < 20; i += 1) expect((await send(`${shop.url}/health/live`)).status).toBe(200);
  expect((await send(`${shop.url}/api/products?limit=1`)).status).toBe(200);
  expect(written).toBe(false);
  unlock();
  expect(await writing).toBe(200);
});

test("a lock that is not given back: 503 to whoever writes, and 200 when it is", SLOWLY, async () => {
  const folder = await migratedFolder();
  const shop = await shopIn(folder);
  const unlock = lock(folder);
  const names = ["ada", "grace", "mei"];
  expect(await Promise.all(names.map((name) => newcomer(shop, name)))).toEqual([503, 503, 503]);
  unlock();
  expect(await newcomer(shop, "ada")).toBe(200);
});

test(
  "a lock on the sessions' file: who signs in waits for it, nothing else does, and 503 in the end",
  SLOWLY,
  async () => {
    const folder = await migratedFolder();
    const shop = await shopIn(folder);
    expect(await newcomer(shop, "ada")).toBe(200);
    const signIn = async () => (await login(shop.url, "ada@example.com", "correct horse")).status;
    const unlock = lock(folder, "store.db");
    let answered = false;
    const waiting = signIn().finally(() => (answered = true));
    for (let i = 0; i < 5; i += 1) expect((await send(`${shop.url}/health/live`)).status).toBe(200);
    expect((await send(`${shop.url}/api/products?limit=1`)).status).toBe(200);
    expect(answered).toBe(false);
    expect(await waiting).toBe(503);
    const second = signIn();
    unlock();
    expect(await second).toBe(200);
  },
);

test.for([
  ["deleted", (file: string) => rm(file)],
  [
    "replaced",
    async (file: string) => {
      await copyFile(file, `${file}.other`);
      await rename(`${file}.other`, file);
    },
  ],
] as const)(
  "a file that was %s: nothing is acknowledged that would be lost, and ready says so",
  SLOWLY,
  async ([, act]) => {
    const folder = await migratedFolder();
    const shop = await shopIn(folder);
    expect(await newcomer(shop, "ada")).toBe(200);
    await act(join(folder, "shop.db"));
    expect(await newcomer(shop, "grace")).toBe(503);
    expect(await readiness(shop, 503)).toEqual(["database"]);
  },
);

test("a damaged file at the start: one sentence, exit 1", SLOWLY, async () => {
  const folder = await migratedFolder();
  const file = await open(join(folder, "shop.db"), "r+");
  const { size } = await file.stat();
  await file.write(Buffer.alloc(size - 4096, 0xa5), 0, size - 4096, 4096);
  await file.close();
  const shop = run({ DATA_DIR: folder });
  expect(await end(shop)).toEqual({ code: 1, signal: null });
  expect(shop.stderr()).toMatch(/^The database [^\n]*shop\.db is damaged: put a backup in its place\.\n$/);
});

/** A disk of its own that holds little, which whoever may use user namespaces can have. */
test.runIf(process.platform === "linux")("a full disk: 503, and 200 when there is room again", SLOWLY, async () => {
  const folder = await temporaryFolder();
  const disk = join(folder, "disk");
  const script = `mkdir "${disk}" && mount -t tmpfs -o size=24m shop "${disk}" && exec "$0" src/main.ts`;
  const command = ["unshare", "-rm", "sh", "-c", script, process.execPath];
  const shop = await start({ DATA_DIR: disk, DEMO_DATA: "off", ...CHEAP_HASHES }, command);
  expect(await newcomer(shop, "ada")).toBe(200);
  const filler = join("/proc", String(shop.child.pid), "root", disk, "filler");
  await expect(writeFile(filler, Buffer.alloc(24 * 1024 * 1024))).rejects.toThrow("ENOSPC");
  // Pages that the file and its log have already take a few.
  const status = await eventually(async () => {
    const answer = await newcomer(shop, `grace${Math.random()}`);
    return answer !== 200 && answer;
  }, "the disk is full");
  expect(status).toBe(503);
  await rm(filler);
  expect(await newcomer(shop, "mei")).toBe(200);
});
