import { once } from "node:events";
import { renameSync, symlinkSync, unlinkSync } from "node:fs";
import {
  mkdir,
  open,
  readdir,
  readlink,
  rename,
  rm,
  stat,
  symlink,
  truncate,
  utimes,
  writeFile,
} from "node:fs/promises";
import { get as httpGet, type IncomingMessage } from "node:http";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { sendFile } from "./answer.ts";
import { readImage } from "./image.ts";
import { openBelow } from "./open.ts";
import { listen, startServer, type Fixture } from "./server.fixture.ts";

/** The promise is a second; a busy machine gets more. */
const SOON_MS = 10_000;
const LARGE = 24_000_000;

let shop: Fixture;
const path = (name: string) => join(shop.catalog, name);
const text = async (name: string) => (await shop.get(name)).body.toString();

/** Makes all files as old as if they had long stood still: nobody can set ctime, so the present has to move. */
const growOld = () => vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 10_000 });

beforeEach(async () => {
  shop = await startServer();
  await mkdir(shop.catalog);
});

afterEach(async () => {
  vi.useRealTimers();
  await shop[Symbol.asyncDispose]();
});

async function seenWithinASecond(change: () => Promise<unknown>, now: () => Promise<boolean>) {
  await change();
  await expect.poll(now, { timeout: SOON_MS, interval: 40 }).toBe(true);
}

describe("a change shows within a second", () => {
  beforeEach(async () => {
    await writeFile(path("a.jpg"), "old");
  });

  it.each(["young", "old"])(
    "when a file is rewritten in place that is %s, even with its size and dates kept",
    async (age) => {
      if (age === "old") growOld();
      const { mtime, atime } = await stat(path("a.jpg"));
      const { etag } = (await shop.get("a.jpg")).headers;
      await seenWithinASecond(
        () => writeFile(path("a.jpg"), "new").then(() => utimes(path("a.jpg"), atime, mtime)),
        async () => (await text("a.jpg")) === "new",
      );
      expect((await shop.get("a.jpg")).headers.etag).not.toBe(etag);
    },
  );

  it("when it is replaced by another, and by a link", async () => {
    growOld();
    expect(await text("a.jpg")).toBe("old");
    await writeFile(path("b.jpg"), "new");
    await seenWithinASecond(
      () => rename(path("b.jpg"), path("a.jpg")),
      async () => (await text("a.jpg")) === "new",
    );
    await writeFile(path("b.jpg"), "link");
    await seenWithinASecond(
      () => rm(path("a.jpg")).then(() => symlink("b.jpg", path("a.jpg"))),
      async () => (await shop.get("a.jpg")).status === 404,
    );
  });

  it("when it is deleted, and when it is back", async () => {
    growOld();
    expect(await text("a.jpg")).toBe("old");
    await seenWithinASecond(
      () => rm(path("a.jpg")),
      async () => (await shop.get("a.jpg")).status === 404,
    );
    await writeFile(path("a.jpg"), "back");
    expect(await text("a.jpg")).toBe("back");
  });

  it("when the spelling that was asked for appears beside another", async () => {
    await writeFile(path("\u00e9.jpg"), "other");
    growOld();
    const asked = encodeURIComponent("e\u0301.jpg");
    expect(await text(asked)).toBe("other");
    await seenWithinASecond(
      () => writeFile(path("e\u0301.jpg"), "literal"),
      async () => (await text(asked)) === "literal",
    );
  });

  it("when it is large", async () => {
    await writeFile(path("l.jpg"), Buffer.alloc(2_000_000, "o"));
    const before = (await shop.get("l.jpg")).headers.etag;
    await writeFile(path("l.jpg"), Buffer.alloc(2_000_000, "n"));
    const { status, headers, body } = await shop.get("l.jpg");
    expect({ status, first: body.toString("latin1", 0, 1) }).toEqual({ status: 200, first: "n" });
    expect(headers.etag).not.toBe(before);
  });
});

describe("a file that has long stood still", () => {
  it("is kept while it stands, and given up when a folder above becomes a link to the same file", async () => {
    await mkdir(path("folder"));
    await writeFile(path("folder/a.jpg"), "still");
    growOld();
    expect(await text("folder/a.jpg")).toBe("still");
    await sleep(600);
    expect(await text("folder/a.jpg")).toBe("still");
    await seenWithinASecond(
      () => rename(path("folder"), path("moved")).then(() => symlink("moved", path("folder"))),
      async () => (await shop.get("folder/a.jpg")).status === 404,
    );
  });
});

describe("a race for a folder", () => {
  it("never yields what lies outside", async () => {
    await mkdir(join(shop.base, "outside"));
    await mkdir(path("folder"));
    for (let i = 0; i < 100; i++) {
      await writeFile(path(`folder/${i}.jpg`), "inside");
      await writeFile(join(shop.base, "outside", `${i}.jpg`), "outside");
    }
    const requests: Promise<string>[] = [];
    for (let i = 0; i < 100; i++) {
      requests.push(text(`folder/${i}.jpg`));
      for (let turn = 0; turn < 5; turn++) {
        renameSync(path("folder"), path("aside"));
        symlinkSync("../outside", path("folder"));
        await new Promise(setImmediate);
        unlinkSync(path("folder"));
        renameSync(path("aside"), path("folder"));
        await new Promise(setImmediate);
      }
    }
    const bodies = new Set(await Promise.all(requests));
    expect(bodies).not.toContain("outside");
    expect(shop.errors).toEqual([]);
  });
});

describe("a large file", () => {
  beforeEach(() => writeFile(path("l.jpg"), Buffer.alloc(LARGE, "x")));

  /** The answer after its head, paused, with most of its bytes still to be sent. */
  async function begun(): Promise<IncomingMessage> {
    const request = httpGet({ port: shop.port, host: "127.0.0.1", path: "/cache/catalog/l.jpg", agent: false });
    const [response] = (await once(request, "response")) as [IncomingMessage];
    return response.pause();
  }

  async function received(response: IncomingMessage): Promise<{ length: number; complete: boolean }> {
    let length = 0;
    response.on("data", (chunk: Buffer) => (length += chunk.length)).on("error", () => {});
    await new Promise((resolve) => response.on("close", resolve).resume());
    return { length, complete: response.complete };
  }

  it("arrives whole when nothing happens to it, or when it is replaced or deleted meanwhile", async () => {
    const [first, second] = [await begun(), await begun()];
    await writeFile(path("next.jpg"), "next");
    await rename(path("next.jpg"), path("l.jpg"));
    expect(await received(first)).toEqual({ length: LARGE, complete: true });
    await rm(path("l.jpg"));
    expect(await received(second)).toEqual({ length: LARGE, complete: true });
  });

  it("that is cut short meanwhile ends the connection", async () => {
    const response = await begun();
    await truncate(path("l.jpg"), 1000);
    expect(await received(response)).toMatchObject({ complete: false });
  });

  it("that is rewritten meanwhile is never passed off as whole", async () => {
    const response = await begun();
    await using file = await open(path("l.jpg"), "r+");
    await file.write("changed", LARGE - 100);
    expect(await received(response)).toMatchObject({ complete: false });
    expect(shop.errors).toEqual([]);
  });

  it.runIf(process.platform === "linux")("is closed when the client goes away", async () => {
    const response = await begun();
    expect(await descriptorsBelow(shop.base)).toBe(1);
    response.destroy();
    await vi.waitFor(async () => expect(await descriptorsBelow(shop.base)).toBe(0), { timeout: SOON_MS });
    expect(shop.errors).toEqual([]);
  });

  it("is closed when the client stays but takes nothing", async () => {
    const { port, stop } = await listen((_req, res) => void stall(res));
    let ended: Promise<void> | undefined;
    const stall = async (res: Parameters<typeof sendFile>[0]) => {
      const file = await openBelow(shop.catalog, "l.jpg");
      if (file === null) throw new Error("There is no such file.");
      const image = await readImage(file);
      ended = sendFile(res, image, { kind: "whole" }, file, 100);
      await ended;
      await file.handle.close();
    };
    const [response] = (await once(httpGet({ port, host: "127.0.0.1", agent: false }), "response")) as [
      IncomingMessage,
    ];
    response.pause().on("error", () => {});
    await vi.waitFor(() => expect(ended).toBeDefined(), { timeout: 120_000 });
    await ended;
    await stop();
  });
});

async function descriptorsBelow(path: string): Promise<number> {
  const descriptors = await readdir("/proc/self/fd");
  const targets = await Promise.allSettled(descriptors.map((fd) => readlink(`/proc/self/fd/${fd}`)));
  return targets.filter((target) => target.status === "fulfilled" && target.value.startsWith(path)).length;
}
