import { describe, expect, it } from "vitest";
import { freshEmail, freshIp } from "../fixtures/fresh.ts";
import { PASSWORD, person } from "../fixtures/person.ts";
import { eventually } from "../fixtures/waiting.ts";
import { auditedServer, call, eventsFrom, toldOf } from "./support.ts";

const server = auditedServer();
const DAY = 86_400_000;

const guess = (ip: string, account: string, password = "wrong password") =>
  call(server(), { ip }, "POST /api/v2/sessions", { account, password });

const total = (rows: readonly { readonly count: number }[]): number => rows.reduce((sum, { count }) => sum + count, 0);

/** Rows of repeats: one, or two when the tests run across the end of an hour. */
const MOST_ROWS = 2;

describe("one stranger", () => {
  it("who tries many names that no account has fills one row of the trail and one of the history", async () => {
    const ip = freshIp();
    const { db } = server().deps;
    await guess(ip, freshEmail());
    const answers = await Promise.all(Array.from({ length: 14 }, () => guess(ip, freshEmail())));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 401));
    const events = await eventsFrom(server(), ip);
    const attempts = await db.loginAttempt.findMany({ where: { ip } });
    for (const rows of [events, attempts]) {
      expect(rows.length).toBeLessThanOrEqual(MOST_ROWS);
      expect(total(rows)).toBe(15);
    }
    expect(events[0]?.lastAt.getTime()).toBeGreaterThan(events[0]?.at.getTime() ?? 0);
    expect(attempts[0]?.lastAt?.getTime()).toBeGreaterThan(attempts[0]?.at.getTime() ?? 0);
  });

  it("is one, however many addresses of an IPv6 site and programs are used", async () => {
    const { id, email } = await person(server());
    const { db, trail } = server().deps;
    for (let i = 1; i <= 12; i += 1) {
      const headers = { "x-forwarded-for": `2001:db8:77:${i}::1`, "user-agent": `guesser ${i}` };
      await server().send("POST", "/api/v2/sessions", { body: { account: email, password: "wrong one" }, headers });
    }
    await trail.flush();
    const wrong = await db.loginAttempt.findMany({ where: { userId: id } });
    const events = await db.auditEvent.findMany({ where: { accountId: id } });
    for (const rows of [wrong, events]) {
      expect(rows.length).toBeLessThanOrEqual(MOST_ROWS);
      expect(total(rows)).toBe(12);
    }
  });

  it("is told apart by the account, the hour and what came of it", async () => {
    const [ip, one, two] = [freshIp(), await person(server()), await person(server())];
    await guess(ip, one.email);
    await guess(ip, two.email);
    await guess(ip, one.email, PASSWORD);
    server().advance(3_600_000);
    await guess(ip, one.email);
    expect((await eventsFrom(server(), ip)).map(({ accountId, outcome }) => [accountId, outcome])).toEqual([
      [one.id, "INVALID_CREDENTIALS"],
      [two.id, "INVALID_CREDENTIALS"],
      [one.id, "OK"],
      [one.id, "INVALID_CREDENTIALS"],
    ]);
  });

  it("costs no write each: what was refused is written together, soon", async () => {
    const ip = freshIp();
    const { db } = server().deps;
    const { id } = await person(server());
    const caller = { ip };
    await Promise.all(Array.from({ length: 20 }, () => call(server(), caller, `DELETE /api/v2/users/${id}`)));
    const rows = await eventually(async () => {
      const found = await db.auditEvent.findMany({ where: { address: ip } });
      return total(found) === 20 && found;
    }, "the refusals in the trail");
    expect(rows.length).toBeLessThanOrEqual(MOST_ROWS);
  });
});

describe("a trail that cannot be written", () => {
  it("neither undoes what was done nor forgets it", async () => {
    const { db } = server().deps;
    const { accessToken: token, id } = await person(server(), { isAdmin: true });
    const target = await person(server());
    const ip = freshIp();
    await db.$executeRaw`ALTER TABLE "AuditEvent" RENAME TO "AuditEventAway"`;
    try {
      const answer = await call(server(), { ip, token }, `PATCH /api/v2/users/${target.id}`, { isActive: false });
      expect(answer.status).toBe(200);
      expect(server().logged()).toContain("the audit trail could not be written");
    } finally {
      await db.$executeRaw`ALTER TABLE "AuditEventAway" RENAME TO "AuditEvent"`;
    }
    expect(await db.user.findUnique({ where: { id: target.id } })).toMatchObject({ isActive: false });
    expect(await eventsFrom(server(), ip)).toMatchObject([{ act: "updateUser", actorId: id, accountId: target.id }]);
  });
});

describe("personal details", () => {
  it("go with the account: addresses and programs, in the trail and in the history", async () => {
    const { db } = server().deps;
    const admin = await person(server(), { isAdmin: true });
    const { id, email } = await person(server());
    const [own, office] = [freshIp(), freshIp()];
    await guess(own, email, PASSWORD);
    await guess(own, email);
    const caller = { ip: office, token: admin.accessToken };
    expect((await call(server(), caller, `PATCH /api/v2/users/${id}`, { firstName: "Ada" })).status).toBe(200);
    expect(await eventsFrom(server(), own)).toHaveLength(2);
    expect((await call(server(), caller, `DELETE /api/v2/users/${id}`)).status).toBe(204);

    expect(await eventsFrom(server(), own)).toEqual([]);
    const events = await db.auditEvent.findMany({ where: { accountId: id }, orderBy: { id: "asc" } });
    expect(events.map(({ act, address }) => [act, address])).toEqual([
      ["login", null],
      ["login", null],
      ["updateUser", office],
      ["deleteUser", office],
    ]);
    const attempts = await db.loginAttempt.findMany({ where: { userId: id } });
    expect(attempts).toHaveLength(2);
    for (const row of attempts) expect(row).toMatchObject({ ip: "", userAgent: "", mergeKey: null });
  });

  it("that came a moment too late go within the hour", async () => {
    const { db, retention } = server().deps;
    const { id } = await person(server());
    await db.user.update({ where: { id }, data: { deletedAt: new Date() } });
    const row = { at: new Date(), lastAt: new Date(), act: "login", door: "rest", outcome: "INVALID_CREDENTIALS" };
    const { id: event } = await db.auditEvent.create({ data: { ...row, accountId: id, address: "192.0.2.1" } });
    await retention.sweep();
    expect(await db.auditEvent.findUnique({ where: { id: event } })).toMatchObject({ address: null, accountId: id });
  });
});

describe("what has been kept for long enough", () => {
  it("is deleted: the history after 180 days, the trail after 400", async () => {
    const { db, retention } = server().deps;
    const { id, email } = await person(server());
    const ip = freshIp();
    await guess(ip, email);
    expect(toldOf(await eventsFrom(server(), ip))).toEqual(["login rest INVALID_CREDENTIALS"]);
    const kept = async () => [
      await db.loginAttempt.count({ where: { userId: id } }),
      await db.auditEvent.count({ where: { accountId: id } }),
    ];
    const after = async (days: number) => {
      server().advance(days * DAY);
      await retention.sweep();
      return kept();
    };
    // The tests before have put the clock an hour ahead, which the history does not go by.
    expect(await after(179)).toEqual([1, 1]);
    expect(await after(2)).toEqual([0, 1]);
    expect(await after(218)).toEqual([0, 1]);
    expect(await after(2)).toEqual([0, 0]);
  });
});
