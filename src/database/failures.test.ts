import { describe, expect, test } from "vitest";
import { isDatabaseAway, isRowMissing, takenColumn } from "./failures.ts";
import { engines, open } from "./test-databases.ts";

const failure = (act: Promise<unknown>): Promise<unknown> =>
  act.then(
    () => expect.unreachable("it should have failed"),
    (error: unknown) => error,
  );

describe.for(engines)("on $name", (engine) => {
  test("a collision names its column", async () => {
    const db = await open(await engine.create());
    const user = (name: string) => ({ email: name, username: name, searchKey: name, passwordHash: "" });
    await db.user.create({ data: { ...user("a"), emailKey: "a", usernameKey: "a" } });
    await db.milestone.create({ data: { name: "once" } });
    const sameEmail = db.user.create({ data: { ...user("b"), emailKey: "a", usernameKey: "b" } });
    expect(takenColumn(await failure(sameEmail))).toBe("emailKey");
    const sameUsername = db.user.create({ data: { ...user("c"), emailKey: "c", usernameKey: "a" } });
    expect(takenColumn(await failure(sameUsername))).toBe("usernameKey");
    expect(takenColumn(await failure(db.milestone.create({ data: { name: "once" } })))).not.toBeNull();
  });

  test("a row that is missing is told from one that collides", async () => {
    const db = await open(await engine.create());
    const error = await failure(db.milestone.update({ where: { name: "never" }, data: { name: "x" } }));
    expect([isRowMissing(error), takenColumn(error), isDatabaseAway(error)]).toEqual([true, null, false]);
  });
});

test.each([
  [true, Object.assign(new Error("x"), { code: "P1001" })],
  [true, Object.assign(new Error("x"), { code: "ECONNRESET" })],
  [true, new Error("Connection terminated unexpectedly")],
  [
    true,
    Object.assign(new Error("x"), {
      code: "P2010",
      meta: { driverAdapterError: { cause: { originalCode: "57P01" } } },
    }),
  ],
  [
    false,
    Object.assign(new Error("x"), {
      code: "P2010",
      meta: { driverAdapterError: { cause: { originalCode: "42P01" } } },
    }),
  ],
  [false, new Error("Something else")],
  [false, "P1001"],
])("that the database is away is %s of %o", (away, error) => {
  expect(isDatabaseAway(error)).toBe(away);
});
