import { pino } from "pino";
import { expect, onTestFinished, test } from "vitest";
import { openDatabase } from "../database/open.ts";
import { engines } from "../database/test-databases.ts";
import type { AuditEvent } from "./event.ts";
import { createTrail } from "./trail.ts";

const refused = (accountId: number): AuditEvent => ({
  act: "login",
  door: "rest",
  outcome: "INVALID_CREDENTIALS",
  accountId,
  address: "192.0.2.1",
});

async function openTrail(databaseUrl: string) {
  const lines: Record<string, unknown>[] = [];
  const log = pino({}, { write: (line: string) => void lines.push(JSON.parse(line)) });
  const db = await openDatabase({ databaseUrl });
  const trail = createTrail({ db, clock: () => Date.UTC(2026, 0, 31, 12), log });
  onTestFinished(async () => {
    await trail.close();
    await db.$disconnect();
  });
  return { db, trail, lines };
}

test.each(engines)("on $name: what cannot be written waits, and what finds no room is logged whole", async (engine) => {
  const { db, trail, lines } = await openTrail(await engine.create());
  await db.$executeRaw`ALTER TABLE "AuditEvent" RENAME TO "AuditEventAway"`;
  for (let account = 1; account <= 10_001; account += 1) {
    trail.note(refused(account));
    trail.note(refused(account));
  }
  await trail.flush();
  const errors = (text: string) => lines.filter(({ level, msg }) => level === 50 && String(msg).includes(text));
  expect(errors("could not be written").length).toBeGreaterThan(0);
  // The first of them and its repeat.
  expect(errors("no room")).toHaveLength(2);
  expect(errors("no room")[0]).toMatchObject({ event: { act: "login", accountId: 10_001, address: "192.0.2.1" } });

  await db.$executeRaw`ALTER TABLE "AuditEventAway" RENAME TO "AuditEvent"`;
  await trail.flush();
  expect(await db.auditEvent.aggregate({ _count: true, _sum: { count: true } })).toEqual({
    _count: 10_000,
    _sum: { count: 20_000 },
  });
});

test.each(engines)("on $name: two processes that tell of the same do not wait for each other", async (engine) => {
  const url = await engine.create();
  const { db, trail } = await openTrail(url);
  const other = createTrail({ db, clock: () => Date.UTC(2026, 0, 31, 12), log: pino({ level: "silent" }) });
  for (let account = 1; account <= 200; account += 1) {
    trail.note(refused(account));
    other.note(refused(201 - account));
  }
  await Promise.all([trail.flush(), other.close()]);
  trail.note(refused(1));
  await trail.close();
  expect(await db.auditEvent.count()).toBe(400);
  expect((await db.auditEvent.aggregate({ _sum: { count: true } }))._sum.count).toBe(401);
});
