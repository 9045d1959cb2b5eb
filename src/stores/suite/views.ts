import { setImmediate } from "node:timers/promises";
import { beforeEach, describe, expect, it } from "vitest";
import type { ViewBatch, ViewStore } from "../store.ts";
import { START, type Pair, parallel } from "./sample.ts";

const LEASE = 10_000;

export function viewsSuite(pair: () => Pair): void {
  const one = () => pair().one.views;
  const two = () => pair().two.views;
  const take = (views: ViewStore, now = START) => views.take({ now, leaseMs: LEASE });
  /** Takes what must be there. */
  const taken = async (views: ViewStore, now = START): Promise<ViewBatch> => {
    const batch = await take(views, now);
    if (batch === null) throw new Error("Nothing was handed out");
    return batch;
  };
  const counts = (...pairs: [number, number][]) => new Map(pairs);

  describe("views", () => {
    // The views of a store are one heap: what an earlier test or run has left goes first.
    beforeEach(async () => {
      const longAfter = START + 1e9;
      for (let batch = await take(one(), longAfter); batch !== null; batch = await take(one(), longAfter)) {
        await one().settle(batch.id);
      }
    });

    it("add up, whoever adds them, and are handed out together under an id", async () => {
      await one().add(counts([1, 2], [2, 1]));
      await two().add(counts([2, 4], [2 ** 40, 1_000_000]));
      const batch = await taken(one());
      expect(batch.counts).toEqual(counts([1, 2], [2, 5], [2 ** 40, 1_000_000]));
      expect(batch.id).toMatch(/^[\w-]{20,}$/);
    });

    it("are not handed out when there are none", async () => {
      expect(await take(one())).toBeNull();
      await one().add(new Map());
      expect(await take(one())).toBeNull();
    });

    it("are out with one caller at a time, while the lease lasts", async () => {
      await one().add(counts([1, 1]));
      const batch = await taken(one());
      await two().add(counts([2, 1]));
      for (const views of [one(), two()]) {
        expect(await take(views)).toBeNull();
        expect(await take(views, START + LEASE - 1)).toBeNull();
      }
      await one().settle(batch.id);
      expect((await taken(two())).counts).toEqual(counts([2, 1]));
    });

    it("come again with the same id and counts when the lease ran out, before anything newer", async () => {
      await one().add(counts([1, 3], [2, 2]));
      const first = await taken(one());
      await two().add(counts([1, 5]));
      const again = await taken(two(), START + LEASE);
      expect(again).toEqual(first);
      // That is a lease of its own.
      expect(await take(one(), START + 2 * LEASE - 1)).toBeNull();
      expect(await taken(one(), START + 2 * LEASE)).toEqual(first);
      await one().settle(first.id);
      expect((await taken(one(), START + 2 * LEASE)).counts).toEqual(counts([1, 5]));
    });

    it("are forgotten when settled, even by one whose lease ran out", async () => {
      await one().add(counts([1, 1]));
      const batch = await taken(one());
      expect((await taken(two(), START + LEASE)).id).toBe(batch.id);
      await one().settle(batch.id);
      expect(await take(two(), START + 9 * LEASE)).toBeNull();
    });

    it("stay as they are when something unknown is settled", async () => {
      await one().settle("never-was");
      await one().settle("");
      await one().add(counts([1, 1]));
      const first = await taken(one());
      await one().settle("never-was");
      expect(await take(one())).toBeNull();
      await one().settle(first.id);
      await one().add(counts([1, 2]));
      const second = await taken(one());
      await two().settle(first.id);
      expect(await taken(two(), START + LEASE)).toEqual(second);
    });

    it("wait for the next batch when they are added while one is out", async () => {
      await one().add(counts([1, 1]));
      const first = await taken(one());
      await one().add(counts([1, 7]));
      await two().add(counts([1, 1]));
      expect(first.counts).toEqual(counts([1, 1]));
      await two().settle(first.id);
      const second = await taken(two());
      expect(second.counts).toEqual(counts([1, 8]));
      expect(second.id).not.toBe(first.id);
    });

    it("go to exactly one of many takers at once, new or come again", async () => {
      await one().add(counts([1, 1]));
      const takers = (now: number) => parallel(40, (i) => take(i % 2 ? one() : two(), now));
      const [first, ...others] = (await takers(START)).filter((batch) => batch !== null);
      expect(others).toEqual([]);
      const again = (await takers(START + LEASE)).filter((batch) => batch !== null);
      expect(again).toEqual([first]);
    });

    it("are neither lost nor doubled by adding, taking, dying and settling at once", async () => {
      const written = new Map<string, ReadonlyMap<number, number>>();
      // The database refuses a batch that it has; its counts must have been these, then.
      const write = ({ id, counts }: ViewBatch) => {
        expect(written.get(id) ?? counts).toEqual(counts);
        written.set(id, counts);
      };
      let now = START;
      const writer = async (i: number) => {
        const views = i % 2 ? one() : two();
        await views.add(counts([1 + (i % 7), 1], [100, 2]));
        now += LEASE / 8;
        const batch = await take(views, now);
        if (batch === null) return;
        for (let turns = i % 4; turns > 0; turns--) await setImmediate();
        // Some die before they write, some before they settle.
        if (i % 5 === 0) return;
        write(batch);
        if (i % 3 !== 0) await views.settle(batch.id);
      };
      await parallel(12, async (first) => {
        for (let i = first; i < 300; i += 12) await writer(i);
      });
      now += LEASE;
      for (let batch = await take(one(), now); batch !== null; batch = await take(one(), now)) {
        write(batch);
        await one().settle(batch.id);
      }
      const all = Array.from(written.values()).flatMap((batch) => [...batch]);
      const sum = (of: typeof all) => of.reduce((total, [, count]) => total + count, 0);
      expect(sum(all.filter(([id]) => id === 100))).toBe(600);
      expect(sum(all.filter(([id]) => id === 1))).toBe(43);
      expect(sum(all)).toBe(900);
      expect(written.size).toBeGreaterThan(5);
    });

    it("may be of many products", async () => {
      const many = new Map(Array.from({ length: 20_000 }, (_, i) => [i + 1, i + 1]));
      await one().add(many);
      expect((await taken(two())).counts).toEqual(many);
    });

    it("must be counts of products: all of them are taken, or none", async () => {
      for (const bad of [
        [0, 1],
        [1, 0],
        [-1, 1],
        [1, -1],
        [1.5, 1],
        [1, 0.5],
        [NaN, 1],
        [1, Infinity],
      ] as const) {
        await expect(one().add(counts([5, 5], [...bad]))).rejects.toThrow(TypeError);
      }
      expect(await take(one())).toBeNull();
    });
  });
}
