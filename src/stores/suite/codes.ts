import { describe, expect, it } from "vitest";
import { newName, START, type Pair, parallel } from "./sample.ts";

const LIFE = 300_000;

export function codesSuite(pair: () => Pair): void {
  /** A mailbox of its own, with the two acts on it. */
  const mailboxOf = (store: "one" | "two" = "one", mailbox = `${newName()}@example.com`) => ({
    mailbox,
    put: (hash: string, now = START, purpose: "register" | "sign-in" = "sign-in") =>
      pair()[store].codes.put({ mailbox, purpose, hash, expiresAt: now + LIFE, now }),
    redeem: (hash: string, now = START, purpose: "register" | "sign-in" = "sign-in") =>
      pair()[store].codes.redeem({ mailbox, purpose, hash, maxTries: 5, now }),
  });
  const wrongTries = async (box: ReturnType<typeof mailboxOf>, count: number, now = START) => {
    for (let i = 0; i < count; i++) expect(await box.redeem(`wrong-${i}`, now)).toBe(false);
  };

  describe("codes", () => {
    it("are good once, at any instance", async () => {
      const box = mailboxOf();
      const there = mailboxOf("two", box.mailbox);
      await box.put("right");
      expect(await there.redeem("right")).toBe(true);
      expect(await there.redeem("right")).toBe(false);
      expect(await box.redeem("right")).toBe(false);
    });

    it("are good for exactly one of many at once", async () => {
      const box = mailboxOf();
      const there = mailboxOf("two", box.mailbox);
      await box.put("right");
      const all = await parallel(40, (i) => (i % 2 ? box : there).redeem("right"));
      expect(all.filter(Boolean)).toHaveLength(1);
    });

    it("are good until they expire", async () => {
      const [early, late] = [mailboxOf(), mailboxOf()];
      await early.put("right");
      expect(await early.redeem("right", START + LIFE - 1)).toBe(true);
      await late.put("right");
      expect(await late.redeem("right", START + LIFE)).toBe(false);
    });

    it("are good for their own purpose and mailbox only", async () => {
      const [box, other] = [mailboxOf(), mailboxOf()];
      await box.put("right", START, "register");
      expect(await box.redeem("right", START, "sign-in")).toBe(false);
      expect(await other.redeem("right", START, "register")).toBe(false);
      expect(await box.redeem("right", START, "register")).toBe(true);
    });

    it("replace an older one", async () => {
      const box = mailboxOf();
      await box.put("older");
      await box.put("newer");
      expect(await box.redeem("older")).toBe(false);
      expect(await box.redeem("newer")).toBe(true);
    });

    it("survive fewer wrong tries than the limit", async () => {
      const box = mailboxOf();
      await box.put("right");
      await wrongTries(box, 4);
      expect(await box.redeem("right")).toBe(true);
    });

    it("die of as many wrong tries as the limit, for good", async () => {
      const box = mailboxOf();
      await box.put("right");
      await wrongTries(box, 5);
      expect(await box.redeem("right")).toBe(false);
      expect(await box.redeem("right", START + LIFE - 1)).toBe(false);
    });

    it("die of wrong tries at once as well, whatever the order", async () => {
      const box = mailboxOf();
      const there = mailboxOf("two", box.mailbox);
      await box.put("right");
      const four = await parallel(4, (i) => (i % 2 ? box : there).redeem(`wrong-${i}`));
      expect(four).toEqual([false, false, false, false]);
      expect(await box.redeem("right")).toBe(true);
      await box.put("right");
      await parallel(5, (i) => (i % 2 ? box : there).redeem(`wrong-${i}`));
      expect(await box.redeem("right")).toBe(false);
    });

    it("have all their tries again when they are sent anew: a stranger's do not lock the owner out", async () => {
      const box = mailboxOf();
      const there = mailboxOf("two", box.mailbox);
      await box.put("first");
      await wrongTries(box, 5);
      await there.put("second");
      await wrongTries(box, 4);
      expect(await there.redeem("second")).toBe(true);
      await box.put("third");
      await wrongTries(there, 4);
      expect(await box.redeem("third")).toBe(true);
    });

    it("count no try while there is no live code", async () => {
      const box = mailboxOf();
      await wrongTries(box, 9);
      await box.put("first");
      await wrongTries(box, 1, START + LIFE);
      await box.put("second", START + LIFE);
      await wrongTries(box, 4, START + LIFE);
      expect(await box.redeem("second", START + LIFE)).toBe(true);
    });

    it("keep wrong tries of the purposes apart, and take any mailbox's name", async () => {
      for (const name of ["{a}", "}b{", "a:b", "ü@例え.jp", `${"x".repeat(240)}@example.com`]) {
        const box = mailboxOf("one", `${newName()}${name}`);
        await box.put("right", START, "register");
        await box.put("right");
        await wrongTries(box, 5);
        expect(await box.redeem("right", START, "register")).toBe(true);
        expect(await box.redeem("right")).toBe(false);
      }
    });
  });
}
