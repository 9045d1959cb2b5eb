import { describe, expect, it } from "vitest";
import { newSession, newUser, START, type Pair, parallel } from "./sample.ts";

const GRACE = 10_000;

const at = (now: number, graceMs = GRACE, whenReplaced: "end" | "keep" = "end") => ({
  now,
  graceMs,
  expiresAt: now + 60_000,
  whenReplaced,
});

export function rotationSuite(pair: () => Pair): void {
  const started = async () => {
    const session = newSession(newUser());
    await pair().one.sessions.create(session);
    return session;
  };

  describe("rotation", () => {
    it("replaces the generation, moves the expiry and keeps the old one good for the grace", async () => {
      const { one, two } = pair();
      const session = await started();
      const rotation = await one.sessions.rotate(session.id, 1, at(START + 5));
      const retiring = [{ generation: 1, until: START + 5 + GRACE }];
      const next = { ...session, generation: 2, retiring, expiresAt: START + 60_005 };
      expect(rotation).toEqual({ outcome: "rotated", session: next });
      expect(await two.sessions.find(session.id, START + 5)).toEqual(next);
      expect(await two.sessions.find(session.id, START + 60_004)).not.toBeNull();
      expect(await two.sessions.find(session.id, START + 60_005)).toBeNull();
      expect(await two.sessions.list(session.userId, START + 5)).toEqual([next]);
    });

    it("changes nothing for a generation within its grace", async () => {
      const { one, two } = pair();
      const session = await started();
      await one.sessions.rotate(session.id, 1, at(START));
      const before = await one.sessions.find(session.id, START + GRACE - 1);
      const again = await two.sessions.rotate(session.id, 1, at(START + GRACE - 1));
      expect(again).toEqual({ outcome: "in-grace", session: before });
      expect(await one.sessions.find(session.id, START + GRACE - 1)).toEqual(before);
    });

    it("ends the session when a generation comes back after its grace", async () => {
      const { one, two } = pair();
      const session = await started();
      await one.sessions.rotate(session.id, 1, at(START));
      expect(await two.sessions.rotate(session.id, 1, at(START + GRACE))).toEqual({ outcome: "reused" });
      expect(await one.sessions.find(session.id, START + GRACE)).toBeNull();
      expect(await one.sessions.rotate(session.id, 2, at(START + GRACE))).toEqual({ outcome: "gone" });
      expect(await one.sessions.list(session.userId, START + GRACE)).toEqual([]);
    });

    it("gives each generation of a chain its own time", async () => {
      const { sessions } = pair().one;
      const session = await started();
      for (const generation of [1, 2, 3]) {
        const { outcome } = await sessions.rotate(session.id, generation, at(START + generation * 1000));
        expect(outcome).toBe("rotated");
      }
      const state = await sessions.find(session.id, START + 3000);
      expect(state?.retiring).toEqual(
        [1, 2, 3].map((generation) => ({ generation, until: START + generation * 1000 + GRACE })),
      );
      for (const generation of [1, 2, 3]) {
        const last = await sessions.rotate(session.id, generation, at(START + generation * 1000 + GRACE - 1));
        expect(last).toMatchObject({ outcome: "in-grace", session: { generation: 4 } });
      }
      // By now 1 and 2 are past their time, and only 3 is left.
      const now = START + 2000 + GRACE;
      expect((await sessions.find(session.id, now))?.retiring.map(({ generation }) => generation)).toEqual([3]);
      expect(await sessions.rotate(session.id, 2, at(now))).toEqual({ outcome: "reused" });
      expect(await sessions.find(session.id, now)).toBeNull();
    });

    it("forgets generations past their grace as it goes on", async () => {
      const { sessions } = pair().one;
      const session = await started();
      await sessions.rotate(session.id, 1, at(START));
      const later = await sessions.rotate(session.id, 2, at(START + GRACE));
      const retiring = [{ generation: 2, until: START + 2 * GRACE }];
      expect(later).toMatchObject({ outcome: "rotated", session: { generation: 3, retiring } });
    });

    it("takes a generation that never was for a reused one", async () => {
      const { sessions } = pair().one;
      for (const generation of [2, 0, -1]) {
        const session = await started();
        expect(await sessions.rotate(session.id, generation, at(START))).toEqual({ outcome: "reused" });
        expect(await sessions.find(session.id, START)).toBeNull();
      }
    });

    it("lets the session stand, and last longer, where holders do not know of each other", async () => {
      const { one, two } = pair();
      const session = await started();
      await one.sessions.rotate(session.id, 1, at(START));
      await two.sessions.rotate(session.id, 2, at(START + GRACE));
      const now = START + 3 * GRACE;
      const next = { ...session, generation: 3, retiring: [], expiresAt: now + 60_000 };
      expect(await one.sessions.rotate(session.id, 1, at(now, GRACE, "keep"))).toEqual({
        outcome: "stands",
        session: next,
      });
      expect(await two.sessions.find(session.id, now + 59_999)).toEqual(next);
      expect(await two.sessions.find(session.id, now + 60_000)).toBeNull();
      expect(await two.sessions.rotate(session.id, 3, at(now, GRACE, "keep"))).toMatchObject({ outcome: "rotated" });
      // One that never was is nobody's.
      expect(await two.sessions.rotate(session.id, 9, at(now, GRACE, "keep"))).toEqual({ outcome: "reused" });
    });

    it("works without a grace", async () => {
      const { sessions } = pair().one;
      const session = await started();
      const rotation = await sessions.rotate(session.id, 1, at(START, 0));
      expect(rotation).toMatchObject({ outcome: "rotated", session: { generation: 2, retiring: [] } });
      expect(await sessions.rotate(session.id, 1, at(START, 0))).toEqual({ outcome: "reused" });
    });

    it("finds no session that has ended or expired", async () => {
      const { sessions } = pair().one;
      const ended = await started();
      await sessions.end(ended.id, START);
      expect(await sessions.rotate(ended.id, 1, at(START))).toEqual({ outcome: "gone" });
      const expired = await started();
      expect(await sessions.rotate(expired.id, 1, at(expired.expiresAt))).toEqual({ outcome: "gone" });
      // The attempt must not have prolonged it either.
      expect(await sessions.find(expired.id, expired.expiresAt)).toBeNull();
    });

    it("leaves a note of use alone, and keeps what a note of use changed", async () => {
      const { sessions } = pair().one;
      const session = await started();
      await sessions.rotate(session.id, 1, at(START));
      await sessions.touch(session.id, { at: START + 7, ip: "192.0.2.9" });
      const next = await sessions.rotate(session.id, 2, at(START + 8));
      expect(next).toMatchObject({ session: { generation: 3, lastUsedAt: START + 7, ip: "192.0.2.9" } });
    });

    it("rotates for exactly one of many at once; the others are in grace with the same generation", async () => {
      const { one, two } = pair();
      const session = await started();
      const all = await parallel(40, (i) => (i % 2 ? one : two).sessions.rotate(session.id, 1, at(START + i)));
      expect(all.filter(({ outcome }) => outcome === "rotated")).toHaveLength(1);
      expect(all.filter(({ outcome }) => outcome === "in-grace")).toHaveLength(39);
      const generations = all.map((rotation) => ("session" in rotation ? rotation.session.generation : 0));
      expect(new Set(generations)).toEqual(new Set([2]));
    });
  });
}
