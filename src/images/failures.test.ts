import type { BigIntStats } from "node:fs";
import fs, { mkdir, stat, symlink, utimes, writeFile, type FileHandle } from "node:fs/promises";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { startServer, type Fixture } from "./server.fixture.ts";

interface Failing {
  open: string | null;
  /** Held on to, since the garbage collector would close forgotten ones in the end. */
  handles: FileHandle[];
  lstat: BigIntStats | null;
  beforeRead: (() => Promise<void>) | null;
}

const failing: Failing = { open: null, handles: [], lstat: null, beforeRead: null };

const { open, lstat } = fs;

const failingOpen: typeof open = async (...args) => {
  if (failing.open) throw Object.assign(new Error(failing.open), { code: failing.open });
  const handle = await open(...args);
  failing.handles.push(handle);
  const read: unknown = handle.read;
  const value = async (...args: unknown[]) => {
    await failing.beforeRead?.();
    return typeof read === "function" ? Reflect.apply(read, handle, args) : undefined;
  };
  Object.defineProperty(handle, "read", { value });
  return handle;
};

// The module itself, and not a copy for these tests: others have loaded what imports it.
beforeAll(() => {
  const failingLstat = async (path: string) => failing.lstat ?? lstat(path, { bigint: true });
  Object.assign(fs, { open: failingOpen, lstat: failingLstat });
  syncBuiltinESMExports();
});
afterAll(() => {
  Object.assign(fs, { open, lstat });
  syncBuiltinESMExports();
});

let shop: Fixture;

beforeEach(async () => {
  shop = await startServer();
  await mkdir(shop.catalog);
  await writeFile(join(shop.catalog, "a.jpg"), "a");
});

afterEach(async () => {
  failing.open = null;
  failing.lstat = null;
  failing.beforeRead = null;
  await shop[Symbol.asyncDispose]();
});

describe("when the file cannot be opened", () => {
  it.each(["EACCES", "EPERM", "ELOOP", "ENAMETOOLONG"])("%s is a 404", async (code) => {
    failing.open = code;
    expect((await shop.get("a.jpg")).status).toBe(404);
    expect(shop.errors).toEqual([]);
  });

  it.each(["EMFILE", "ENFILE", "EIO"])("%s goes to the error handler, and is not remembered", async (code) => {
    failing.open = code;
    expect((await shop.get("a.jpg")).status).toBe(500);
    expect(shop.errors).toEqual([expect.objectContaining({ code })]);
    failing.open = null;
    expect((await shop.get("a.jpg")).status).toBe(200);
  });
});

describe("when a large file cannot be read", () => {
  const broken = () => Promise.reject(Object.assign(new Error("EIO"), { code: "EIO" }));

  beforeEach(() => writeFile(join(shop.catalog, "l.jpg"), Buffer.alloc(2_000_000)));

  it("before the answer, the failure goes to the error handler", async () => {
    failing.beforeRead = broken;
    expect((await shop.get("l.jpg")).status).toBe(500);
    expect(shop.errors).toEqual([expect.objectContaining({ code: "EIO" })]);
  });

  it("in the midst of it, the connection ends too", async () => {
    expect((await shop.get("l.jpg", {}, "HEAD")).status).toBe(200);
    failing.beforeRead = broken;
    await expect(shop.get("l.jpg")).rejects.toThrow();
    await vi.waitFor(() => expect(shop.errors).toEqual([expect.objectContaining({ code: "EIO" })]), {
      timeout: 120_000,
    });
  });

  it("because it is just being written, the client is asked to come again", async () => {
    let second = 0;
    failing.beforeRead = () => utimes(join(shop.catalog, "l.jpg"), 0, ++second);
    const { status, headers, body } = await shop.get("l.jpg");
    expect({ status, retry: headers["retry-after"] }).toEqual({ status: 503, retry: "1" });
    expect(JSON.parse(body.toString())).toEqual({ detail: "The image is being replaced" });
    failing.beforeRead = null;
    expect((await shop.get("l.jpg")).status).toBe(200);
  });
});

describe("a crowd", () => {
  it("is served by one reading", async () => {
    failing.handles = [];
    const answers = await Promise.all(Array.from({ length: 20 }, () => shop.get("a.jpg")));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(failing.handles.length).toBeLessThan(3);
  });
});

describe("a clock of the file system that stands still between two changes", () => {
  it("hides none of them", async () => {
    const path = join(shop.catalog, "a.jpg");
    expect((await shop.get("a.jpg")).body.toString()).toBe("a");
    failing.lstat = await stat(path, { bigint: true });
    await writeFile(path, "b");
    await expect.poll(async () => (await shop.get("a.jpg")).body.toString(), { timeout: 120_000 }).toBe("b");
  });
});

describe("descriptors", () => {
  it("are all closed again, whatever the answer", async () => {
    failing.handles = [];
    const path = (name: string) => join(shop.catalog, name);
    await mkdir(path("folder.jpg"));
    await writeFile(path("l.jpg"), Buffer.alloc(2_000_000));
    await symlink(".", path("link"));
    for (const name of ["a.jpg", "folder.jpg", "link/a.jpg", "l.jpg", "missing.jpg"]) {
      for (const method of ["GET", "HEAD"]) await shop.get(name, { Range: "bytes=1-" }, method);
    }
    expect(failing.handles.length).toBeGreaterThan(5);
    // -1 is what a closed one has.
    await vi.waitFor(() => expect(failing.handles.filter(({ fd }) => fd !== -1)).toEqual([]), { timeout: 120_000 });
  });
});
