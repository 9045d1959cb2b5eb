import { describe, expect, it } from "vitest";
import { SESSIONS_PER_USER } from "../store.ts";
import { newSession, newUser, START, type Pair, parallel } from "./sample.ts";

export function sessionsSuite(pair: () => Pair): void {
  describe("sessions", () => {
    it("gives back what was kept, to the other instance too", async () => {
      const { one, two } = pair();
      for (const renewal of ["access-token", "rotating", "fixed"] as const) {
        const given = { renewal, generation: 7, ip: "", userAgent: `Ünïcode "雪" \\ / \u0000 {}` };
        const session = newSession(newUser(), given);
        await one.sessions.create(session);
        expect(await one.sessions.find(session.id, START)).toEqual(session);
        expect(await two.sessions.find(session.id, START)).toEqual(session);
        // Written anew by the engine, not just handed back.
        await two.sessions.touch(session.id, { at: START + 1, ip: "\u0000ß" });
        expect(await one.sessions.find(session.id, START)).toEqual({
          ...session,
          lastUsedAt: START + 1,
          ip: "\u0000ß",
        });
      }
    });

    it("keeps retiring generations, and shows each until its time", async () => {
      const { one } = pair();
      const retiring = [
        { generation: 3, until: START + 10 },
        { generation: 4, until: START + 20 },
      ];
      const session = newSession(newUser(), { generation: 5, retiring });
      await one.sessions.create(session);
      expect((await one.sessions.find(session.id, START + 9))?.retiring).toEqual(retiring);
      expect((await one.sessions.find(session.id, START + 10))?.retiring).toEqual(retiring.slice(1));
      expect((await one.sessions.find(session.id, START + 20))?.retiring).toEqual([]);
    });

    it("is gone from its expiry on", async () => {
      const { sessions } = pair().one;
      const session = newSession(newUser());
      await sessions.create(session);
      expect(await sessions.find(session.id, session.expiresAt - 1)).not.toBeNull();
      expect(await sessions.find(session.id, session.expiresAt)).toBeNull();
      expect(await sessions.list(session.userId, session.expiresAt)).toEqual([]);
      expect(await sessions.end(session.id, session.expiresAt)).toBe(false);
    });

    it("knows no session of an id that has another form", async () => {
      const { sessions } = pair().one;
      for (const id of [
        "",
        "1",
        "garbage",
        "0.aaaaaaaaaaaaaaaaaaaaaa",
        "1.short",
        "1.{aaaaaaaaaaaaaaaaaaaa}",
        "1e3.aaaaaaaaaaaaaaaaaaaaaa",
      ]) {
        expect(await sessions.find(id, START)).toBeNull();
        expect(
          await sessions.rotate(id, 1, { now: START, graceMs: 1, expiresAt: START + 1, whenReplaced: "end" }),
        ).toEqual({
          outcome: "gone",
        });
        expect(await sessions.end(id, START)).toBe(false);
        await sessions.touch(id, { at: START, ip: "" });
        await expect(sessions.create(newSession(1, { id }))).rejects.toThrow(TypeError);
      }
    });

    it("refuses another user's id, and one that is taken", async () => {
      const { one, two } = pair();
      const session = newSession(newUser());
      await expect(one.sessions.create({ ...session, userId: newUser() })).rejects.toThrow(TypeError);
      await one.sessions.create(session);
      await expect(two.sessions.create({ ...session, ip: "192.0.2.1" })).rejects.toThrow(TypeError);
      expect(await one.sessions.find(session.id, START)).toEqual(session);
    });

    it("notes a use, and never an earlier one over a later", async () => {
      const { one, two } = pair();
      const session = newSession(newUser());
      await one.sessions.create(session);
      await one.sessions.touch(session.id, { at: START + 50, ip: "192.0.2.1" });
      await two.sessions.touch(session.id, { at: START + 40, ip: "192.0.2.2" });
      const expected = { ...session, lastUsedAt: START + 50, ip: "192.0.2.1" };
      expect(await two.sessions.find(session.id, START)).toEqual(expected);
    });

    it("does not bring back a session by noting a use", async () => {
      const { sessions } = pair().one;
      const ended = newSession(newUser());
      await sessions.create(ended);
      await sessions.end(ended.id, START);
      await sessions.touch(ended.id, { at: START + 1, ip: "192.0.2.1" });
      expect(await sessions.find(ended.id, START + 1)).toBeNull();
      expect(await sessions.list(ended.userId, START + 1)).toEqual([]);
      const expired = newSession(newUser());
      await sessions.create(expired);
      await sessions.touch(expired.id, { at: expired.expiresAt, ip: "192.0.2.1" });
      expect(await sessions.find(expired.id, expired.expiresAt)).toBeNull();
    });

    it("ends one session for exactly one caller", async () => {
      const { one, two } = pair();
      const session = newSession(newUser());
      await one.sessions.create(session);
      const ends = await parallel(20, (i) => (i % 2 ? one : two).sessions.end(session.id, START));
      expect(ends.filter(Boolean)).toHaveLength(1);
      expect(await one.sessions.find(session.id, START)).toBeNull();
      expect(await two.sessions.list(session.userId, START)).toEqual([]);
    });

    it("ends all live sessions of a user, and counts them", async () => {
      const { one, two } = pair();
      const userId = newUser();
      const other = newSession(newUser());
      const short = newSession(userId, { expiresAt: START + 10 });
      for (const session of [other, short, newSession(userId), newSession(userId)]) await one.sessions.create(session);
      expect(await two.sessions.endAll(userId, { now: START + 10 })).toBe(2);
      expect(await one.sessions.list(userId, START)).toHaveLength(0);
      expect(await one.sessions.endAll(userId, { now: START + 10 })).toBe(0);
      expect(await one.sessions.find(other.id, START)).toEqual(other);
    });

    it("spares one when asked to, which has the new stamp", async () => {
      const { sessions } = pair().one;
      const userId = newUser();
      const spared = newSession(userId);
      for (const session of [newSession(userId), spared, newSession(userId)]) await sessions.create(session);
      const except = { id: spared.id, stamp: "renewed" };
      expect(await sessions.endAll(userId, { now: START, except })).toBe(2);
      expect(await sessions.list(userId, START)).toEqual([{ ...spared, stamp: "renewed" }]);
      const nobody = { id: `${userId}.${"z".repeat(22)}`, stamp: "renewed" };
      expect(await sessions.endAll(userId, { now: START, except: nobody })).toBe(1);
      expect(await sessions.find(nobody.id, START)).toBeNull();
    });

    it("either ends a session that starts meanwhile, or leaves it live: nothing between", async () => {
      const { one, two } = pair();
      const userId = newUser();
      const created = Array.from({ length: 40 }, () => newSession(userId));
      const counts = await parallel(45, async (i) => {
        const session = created[i - Math.ceil(i / 9)];
        if (i % 9 === 0 || session === undefined) return two.sessions.endAll(userId, { now: START });
        await one.sessions.create(session);
        return 0;
      });
      const listed = await two.sessions.list(userId, START);
      const found = await Promise.all(created.map(({ id }) => one.sessions.find(id, START)));
      expect(found.filter((session) => session !== null)).toHaveLength(listed.length);
      const ended = counts.reduce((sum, count) => sum + count, 0);
      expect(ended + listed.length).toBe(40);
    });

    it("lists the live sessions of one user, newest first", async () => {
      const { one, two } = pair();
      const userId = newUser();
      const sessions = [1, 3, 2, 0].map((i) =>
        newSession(userId, { createdAt: START + i, expiresAt: START + 100 - i }),
      );
      for (const session of [...sessions, newSession(newUser())]) await one.sessions.create(session);
      const [second, newest, middle, oldest] = sessions;
      expect(await two.sessions.list(userId, START)).toEqual([newest, middle, second, oldest]);
      expect(await two.sessions.list(userId, START + 98)).toEqual([second, oldest]);
    });

    it("holds a hundred sessions of one user, however many have expired", async () => {
      const { one } = pair();
      const userId = newUser();
      const old = { createdAt: START - 200, lastUsedAt: START - 200, expiresAt: START - 100 };
      await parallel(249, (i) => one.sessions.create(newSession(userId, i < 150 ? old : {})));
      const last = newSession(userId);
      await one.sessions.create(last);
      expect(await one.sessions.list(userId, START)).toHaveLength(SESSIONS_PER_USER);
      expect(await one.sessions.endAll(userId, { now: START })).toBe(SESSIONS_PER_USER);
    });

    it("ends the one unused longest when there is one too many, and never the new one", async () => {
      const { one, two } = pair();
      const userId = newUser();
      const made = Array.from({ length: SESSIONS_PER_USER }, (_, i) =>
        newSession(userId, { createdAt: START + i, lastUsedAt: START + i }),
      );
      for (const session of made) await one.sessions.create(session);
      const [first, second, third] = made;
      await two.sessions.touch(first?.id ?? "", { at: START + 1000, ip: "" });
      // By its clock, nobody has been here for longer than the new one.
      const late = newSession(userId, { createdAt: START - 5, lastUsedAt: START - 5 });
      await two.sessions.create(late);
      const left = await one.sessions.list(userId, START);
      expect(left).toHaveLength(SESSIONS_PER_USER);
      expect(left.map(({ id }) => id)).not.toContain(second?.id);
      for (const kept of [first, third, late]) expect(left.map(({ id }) => id)).toContain(kept?.id);
    });

    it("never holds more of one user, however many begin at once", async () => {
      const { one, two } = pair();
      const userId = newUser();
      const other = newSession(newUser());
      await one.sessions.create(other);
      await parallel(SESSIONS_PER_USER + 60, (i) => (i % 2 ? one : two).sessions.create(newSession(userId)));
      expect(await two.sessions.list(userId, START)).toHaveLength(SESSIONS_PER_USER);
      expect(await two.sessions.find(other.id, START)).toEqual(other);
    });
  });
}
