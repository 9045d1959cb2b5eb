import { describe, expect, it } from "vitest";
import { createHashQueue } from "./hash-queue.ts";

const A = { network: "192.0.2.1" };
const B = { network: "192.0.2.2" };

/** A queue of one place whose tasks end when told, on a clock that moves when told. */
function setUp(atOnce = 1) {
  let clock = 0;
  const queue = createHashQueue(atOnce, () => clock);
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const run = (name: string, asker: Parameters<typeof queue.run>[1]) =>
    queue.run(async () => {
      begun.push(name);
      await new Promise<void>((resolve) => ends.push(resolve));
      return name;
    }, asker);
  /** Ends the task that began first, `ms` later. */
  const end = async (ms = 60) => {
    clock += ms;
    ends.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { queue, run, end, begun };
}

const refused = (retryAfter?: number) =>
  expect.objectContaining({ code: "UNAVAILABLE", ...(retryAfter !== undefined && { retryAfter }) });

describe("the queue of hashes", () => {
  it("runs no more at once than it may, and hands on what a task gives", async () => {
    const { run, end, begun } = setUp(2);
    const all = ["a", "b", "c"].map((name) => run(name, A));
    expect(begun).toEqual(["a", "b"]);
    await end();
    expect(begun).toEqual(["a", "b", "c"]);
    await end();
    await end();
    expect(await Promise.all(all)).toEqual(["a", "b", "c"]);
  });

  it("gives a newcomer's network its turn before the others of a network that has sent many", async () => {
    const { run, end, begun } = setUp();
    const flood = Array.from({ length: 20 }, (_, n) => run(`A${n}`, A));
    const honest = run("B", B);
    await end();
    await end();
    await end();
    expect(begun.indexOf("B")).toBeLessThanOrEqual(2);
    expect(await honest).toBe("B");
    for (let n = 0; n < 20; n += 1) await end();
    expect(await Promise.all(flood)).toHaveLength(20);
  });

  it("refuses, with the time to come again, who would wait for more than three seconds, and nobody else", async () => {
    const { run, begun } = setUp();
    const flood = Array.from({ length: 60 }, (_, n) => run(`A${n}`, A));
    const outcomes = await Promise.all(
      flood.map((each) => Promise.race([each.catch((error: unknown) => error), new Promise((r) => setImmediate(r))])),
    );
    // 60 ms each until one has been timed: 3 s are 49 others in front and the one that runs.
    expect(outcomes.filter((each) => each !== undefined)).toEqual(Array.from({ length: 9 }, () => refused(4)));
    expect(begun).toEqual(["A0"]);
    const late = run("B", B).catch((error: unknown) => error);
    expect(await Promise.race([late, new Promise((r) => setImmediate(() => r("waits")))])).toBe("waits");
  });

  it("learns how long a hash takes on this machine", async () => {
    const { run, end } = setUp();
    const first = Array.from({ length: 6 }, (_, n) => run(`A${n}`, A));
    for (let n = 0; n < 6; n += 1) await end(3000);
    await Promise.all(first);
    const busy = [run("x", A), run("y", A), run("z", A)];
    await expect(busy[2]).rejects.toEqual(refused());
  });

  it("drops what nobody waits for any more, before it costs anything", async () => {
    const { run, end, begun } = setUp();
    const gone = new AbortController();
    const first = run("A", A);
    const abandoned = run("abandoned", { ...B, signal: gone.signal });
    const last = run("C", B);
    gone.abort();
    await expect(abandoned).rejects.toEqual(refused());
    await end();
    await end();
    expect(await Promise.all([first, last])).toEqual(["A", "C"]);
    expect(begun).toEqual(["A", "C"]);
    await expect(run("dead at once", { ...A, signal: gone.signal })).rejects.toEqual(refused());
  });

  it("refuses everybody when it is closed, whoever has a turn included", async () => {
    const { queue, run } = setUp();
    const running = run("A", A);
    const waits = run("B", B);
    queue.close();
    for (const each of [running, waits, run("C", A)]) await expect(each).rejects.toEqual(refused());
  });

  it("goes on after a task that fails", async () => {
    const queue = createHashQueue(1);
    await expect(queue.run(() => Promise.reject(new Error("no hash")), A)).rejects.toThrow("no hash");
    expect(await queue.run(() => Promise.resolve(1), A)).toBe(1);
  });
});
