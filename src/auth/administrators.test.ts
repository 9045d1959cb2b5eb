import { describe, expect, test } from "vitest";
import type { Database } from "../database/client.ts";
import { engines, open } from "../database/test-databases.ts";
import { nameColumns } from "./accounts.ts";
import { keepAnAdministrator } from "./administrators.ts";

async function administrators(db: Database, count: number): Promise<number[]> {
  const names = Array.from({ length: count }, (_, i) => `admin-${i}`);
  const rows = await db.user.createManyAndReturn({
    data: names.map((username) => ({
      ...nameColumns({ email: `${username}@example.com`, username }),
      passwordHash: "",
      isAdmin: true,
    })),
  });
  return rows.map(({ id }) => id);
}

const demote = (db: Database, id: number): Promise<string> =>
  keepAnAdministrator(db, id, (tx) => tx.user.update({ where: { id }, data: { isAdmin: false } })).then(
    () => "demoted",
    (error: unknown) => (error instanceof Error && "code" in error ? String(error.code) : String(error)),
  );

// SQLite has one writer at a time anyway; PostgreSQL is where the guard earns its keep.
describe.for(engines)("administrators on $name", (engine) => {
  test("who demote each other at once: exactly one stays, every time", async () => {
    const db = await open(await engine.create());
    const ids = await administrators(db, 3);
    for (let round = 0; round < 10; round += 1) {
      await db.user.updateMany({ data: { isAdmin: true } });
      const outcomes = await Promise.all(ids.map((id) => demote(db, id)));
      expect(outcomes.sort()).toEqual(["LAST_ADMINISTRATOR", "demoted", "demoted"]);
      expect(await db.user.count({ where: { isAdmin: true } })).toBe(1);
    }
  });

  test("who are disabled or deleted do not count as staying", async () => {
    const db = await open(await engine.create());
    const [active = 0, disabled = 0, deleted = 0] = await administrators(db, 3);
    await db.user.update({ where: { id: disabled }, data: { isActive: false } });
    await db.user.update({ where: { id: deleted }, data: { deletedAt: new Date() } });
    expect(await demote(db, active)).toBe("LAST_ADMINISTRATOR");
    expect(await demote(db, disabled)).toBe("demoted");
    expect(await demote(db, deleted)).toBe("USER_NOT_FOUND");
    expect(await demote(db, 2_147_483_647)).toBe("USER_NOT_FOUND");
  });

  test("stay as they were when the change fails", async () => {
    const db = await open(await engine.create());
    const [one = 0] = await administrators(db, 2);
    const change = keepAnAdministrator(db, one, async (tx) => {
      await tx.user.update({ where: { id: one }, data: { isAdmin: false } });
      throw new Error("on second thoughts");
    });
    await expect(change).rejects.toThrow("on second thoughts");
    expect(await db.user.count({ where: { isAdmin: true } })).toBe(2);
  });
});
