import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import type { Bucket } from "../store.ts";
import { newName, START, type Pair, parallel } from "./sample.ts";

const bucket = (limit: number, windowMs = 60_000): Bucket => ({ key: `login:${newName()}`, limit, windowMs });

export function throttleSuite(pair: () => Pair): void {
  describe("throttle", () => {
    it("takes as many acts as the limit says within one window, which opens with the first", async () => {
      const { one, two } = pair();
      const login = bucket(2);
      const resetAt = START + 60_000;
      expect(await one.throttle.consume([login], START)).toEqual({
        allowed: true,
        states: [{ remaining: 1, resetAt }],
      });
      const second = await two.throttle.consume([login], START + 59_998);
      expect(second).toEqual({ allowed: true, states: [{ remaining: 0, resetAt }] });
      const third = await one.throttle.consume([login], START + 59_999);
      expect(third).toEqual({ allowed: false, states: [{ remaining: 0, resetAt }] });
      const next = await two.throttle.consume([login], resetAt);
      expect(next).toEqual({ allowed: true, states: [{ remaining: 1, resetAt: resetAt + 60_000 }] });
    });

    it("neither counts a refused try nor moves the window for it", async () => {
      const { throttle } = pair().one;
      const login = bucket(1, 1000);
      await throttle.consume([login], START);
      for (let i = 1; i < 20; i++) {
        const refused = { allowed: false, states: [{ remaining: 0, resetAt: START + 1000 }] };
        expect(await throttle.consume([login], START + i * 50)).toEqual(refused);
      }
      expect((await throttle.consume([login], START + 1000)).allowed).toBe(true);
    });

    it("goes by the callers' clock alone, which may be ahead of the engine's", async () => {
      const { one, two } = pair();
      const login = bucket(2, 1000);
      await one.throttle.consume([login], START);
      await two.throttle.consume([login], START + 999);
      await sleep(20);
      expect((await one.throttle.consume([login], START + 999)).allowed).toBe(false);
    });

    it("is closed for no longer than a window when the clock goes back an hour, and forgets nothing", async () => {
      const { one, two } = pair();
      const login = bucket(2);
      await one.throttle.consume([login], START);
      const back = START - 3_600_000;
      const states = [{ remaining: 0, resetAt: back + 60_000 }];
      expect(await two.throttle.consume([login], back)).toEqual({ allowed: true, states });
      expect(await one.throttle.consume([login], back + 59_999)).toEqual({ allowed: false, states });
      expect((await two.throttle.consume([login], back + 60_000)).allowed).toBe(true);
    });

    it("and when it was full before", async () => {
      const { one, two } = pair();
      const login = bucket(1);
      await one.throttle.consume([login], START);
      expect((await one.throttle.consume([login], START)).allowed).toBe(false);
      const back = START - 3_600_000;
      expect((await one.throttle.consume([login], back)).allowed).toBe(false);
      expect((await two.throttle.consume([login], back + 60_000)).allowed).toBe(true);
    });

    it("keeps buckets apart", async () => {
      const { throttle } = pair().one;
      const first = bucket(1);
      await throttle.consume([first], START);
      expect((await throttle.consume([bucket(1)], START)).allowed).toBe(true);
      expect((await throttle.consume([{ ...first, key: `${first.key}0` }], START)).allowed).toBe(true);
    });

    it("is exact under 200 acts at once", async () => {
      const { one, two } = pair();
      const login = bucket(37);
      const all = await parallel(200, (i) => (i % 2 ? one : two).throttle.consume([login], START + i));
      const allowed = all.filter((act) => act.allowed);
      expect(allowed).toHaveLength(37);
      const remaining = allowed.map(({ states }) => states[0]?.remaining ?? -1).sort((a, b) => a - b);
      expect(remaining).toEqual(Array.from({ length: 37 }, (_, i) => i));
    });

    it("counts in every bucket, and tells their states in the order given", async () => {
      const { one, two } = pair();
      const [client, mailbox] = [bucket(5, 1000), bucket(3, 9000)];
      await one.throttle.consume([client], START);
      const act = await two.throttle.consume([client, mailbox], START + 10);
      const states = [
        { remaining: 3, resetAt: START + 1000 },
        { remaining: 2, resetAt: START + 9010 },
      ];
      expect(act).toEqual({ allowed: true, states });
      const turned = await one.throttle.consume([mailbox, client], START + 20);
      expect(turned.states.map(({ remaining }) => remaining)).toEqual([1, 2]);
    });

    it("counts in no bucket when any of them is full, and opens no window", async () => {
      const { throttle } = pair().one;
      const [full, roomy, untouched] = [bucket(1), bucket(5), bucket(5, 1000)];
      await throttle.consume([full], START);
      await throttle.consume([roomy], START);
      for (const buckets of [
        [roomy, untouched, full],
        [full, untouched, roomy],
      ]) {
        const act = await throttle.consume(buckets, START + 1);
        expect(act.allowed).toBe(false);
        expect(act.states[buckets.indexOf(roomy)]).toEqual({ remaining: 4, resetAt: START + 60_000 });
        expect(act.states[buckets.indexOf(full)]).toEqual({ remaining: 0, resetAt: START + 60_000 });
        expect(act.states[buckets.indexOf(untouched)]).toEqual({ remaining: 5, resetAt: START + 1001 });
      }
      expect((await throttle.consume([roomy], START + 2)).states[0]?.remaining).toBe(3);
      const opened = await throttle.consume([untouched], START + 500);
      expect(opened.states).toEqual([{ remaining: 4, resetAt: START + 1500 }]);
    });

    it("is exact over two buckets at once", async () => {
      const { one, two } = pair();
      const [narrow, wide] = [bucket(11), bucket(1000)];
      const all = await parallel(120, (i) => {
        const buckets = i % 3 ? [narrow, wide] : [wide, narrow];
        return (i % 2 ? one : two).throttle.consume(buckets, START);
      });
      expect(all.filter(({ allowed }) => allowed)).toHaveLength(11);
      expect((await one.throttle.consume([wide], START)).states[0]?.remaining).toBe(1000 - 11 - 1);
    });

    it("decides acts of one turn one after the other, each by its own clock", async () => {
      const { throttle } = pair().one;
      const [narrow, wide, short] = [bucket(2), bucket(50), bucket(1, 1000)];
      const acts = [
        [[narrow, wide], START],
        [[short], START],
        [[wide, narrow], START],
        [[narrow, wide], START],
        [[short], START + 999],
        [[short], START + 1000],
        [[wide], START],
      ] as const;
      const verdicts = await Promise.all(acts.map(([buckets, now]) => throttle.consume(buckets, now)));
      expect(verdicts.map(({ allowed }) => allowed)).toEqual([true, true, true, false, false, true, true]);
      expect(verdicts.map(({ states }) => states.map(({ remaining }) => remaining))).toEqual([
        [1, 49],
        [0],
        [48, 0],
        [0, 48],
        [0],
        [0],
        [47],
      ]);
      expect(verdicts[5]?.states).toEqual([{ remaining: 0, resetAt: START + 2000 }]);
      expect((await throttle.consume([wide], START)).states[0]?.remaining).toBe(46);
      expect((await throttle.consume([short], START + 1999)).allowed).toBe(false);
    });

    it("is exact over turns of a thousand acts", async () => {
      const { one, two } = pair();
      const login = bucket(1234);
      const all = await parallel(2000, (i) => (i % 2 ? one : two).throttle.consume([login], START));
      expect(all.filter(({ allowed }) => allowed)).toHaveLength(1234);
      expect((await one.throttle.consume([{ ...login, limit: 2000 }], START)).states[0]?.remaining).toBe(765);
    });

    it("follows a limit that was changed meanwhile", async () => {
      const { throttle } = pair().one;
      const login = bucket(3);
      await throttle.consume([login], START);
      await throttle.consume([login], START);
      const tighter = await throttle.consume([{ ...login, limit: 1 }], START);
      expect(tighter).toEqual({ allowed: false, states: [{ remaining: 0, resetAt: START + 60_000 }] });
      expect((await throttle.consume([{ ...login, limit: 10 }], START)).states[0]?.remaining).toBe(7);
    });

    it("allows nothing with a limit of nought, and anything without a bucket", async () => {
      const { throttle } = pair().one;
      expect((await throttle.consume([bucket(0)], START)).allowed).toBe(false);
      expect(await throttle.consume([], START)).toEqual({ allowed: true, states: [] });
    });

    it("refuses one bucket named twice in an act", async () => {
      const login = bucket(5);
      await expect(pair().one.throttle.consume([login, login], START)).rejects.toThrow(TypeError);
    });
  });
}
