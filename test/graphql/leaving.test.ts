import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { columnsOfDeleted } from "../../src/auth/changes.ts";
import { eraseTraces, noteErasure } from "../../src/database/erasure.ts";
import { onPostgres } from "../fixtures/database.ts";
import { person } from "../fixtures/person.ts";
import { startServer, type TestServer } from "../fixtures/server.ts";
import { administrator, codeOf, dataOf, login, newcomer, PASSWORD, type Person } from "./support.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ DEMO_DATA: "off" });
});
afterAll(() => server.close());

const DELETE = "mutation ($input: DeleteMeInput!) { deleteMe(input: $input) }";
const leave = (who: Person, input: object = { currentPassword: PASSWORD }) =>
  server.graphql(DELETE, { input }, who.accessToken);

/** All that the database and the store have on disk; of PostgreSQL every row as text. */
async function everythingHeld(): Promise<string> {
  const { db, config } = server.deps;
  const shop = config.databaseUrl.slice("file:".length);
  const files = [
    ...(onPostgres ? [] : [shop, `${shop}-wal`]),
    `${config.dataDir}/store.db`,
    `${config.dataDir}/store.db-wal`,
  ];
  const held = await Promise.all(files.map((file) => readFile(file, "latin1")));
  if (!onPostgres) return held.join("\n");
  const tables = await db.$queryRawUnsafe<{ name: string }[]>(
    "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'",
  );
  for (const { name } of tables) {
    const rows = await db.$queryRawUnsafe<{ row: string }[]>(`SELECT t::text AS row FROM "${name}" t`);
    held.push(...rows.map(({ row }) => row));
  }
  return held.join("\n");
}

describe("exportMyData", () => {
  it("has all that is held about the account, and nothing that proves whose it is", async () => {
    const who = await newcomer(server, { firstName: "Ada", phoneNumber: "+44 20 7946 0002" });
    await login(server, who.email, "wrong");
    const { exportMyData: data } = dataOf(await server.graphql("{ exportMyData }", {}, who.accessToken));
    expect(data).toMatchObject({
      account: {
        id: Number(who.id),
        email: who.email,
        username: who.username,
        phone: "+44 20 7946 0002",
        hasPassword: true,
      },
      names: { firstName: "Ada", lastName: null },
      secondFactor: null,
      knownNetworks: [{ network: "127.0.0.1" }],
      sessions: [{ ip: "127.0.0.1" }],
      loginHistory: { total: 2, newest: [{ outcome: "WRONG_PASSWORD" }, { outcome: "SUCCESS", method: "PASSWORD" }] },
      auditTrail: expect.arrayContaining([
        expect.objectContaining({ act: "login", outcome: "OK", address: "127.0.0.1" }),
      ]),
      importedFrom: [],
      oldClients: [],
    });
    const { passwordHash, credentialStamp } = await server.deps.db.user.findUniqueOrThrow({
      where: { id: Number(who.id) },
    });
    const text = JSON.stringify(data);
    for (const secret of [passwordHash ?? "no hash", credentialStamp]) expect(text).not.toContain(secret);
  });

  it("is the account's own, the same by /api/v2, and never kept by anybody", async () => {
    const who = await newcomer(server);
    const headers = { authorization: `Bearer ${who.accessToken}` };
    const answer = await server.send("GET", "/api/v2/me/export", { headers });
    expect(answer.json.account.email).toBe(who.email);
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(codeOf(await server.graphql("{ exportMyData }"))).toBe("UNAUTHENTICATED");
  });

  it("has every table that says whose a row is", async () => {
    const models = (await readFile(new URL("../../prisma/schema.prisma", import.meta.url), "utf8")).matchAll(
      /^model (\w+) \{(.*?)^\}/gms,
    );
    const ofSomebody = [...models].flatMap(([, name = "", body = ""]) =>
      /^\s+(userId|actorId)\b/m.test(body) ? [name] : [],
    );
    // `src/auth/export.ts` has each of them; a new one goes there, and where accounts are deleted if it tells who somebody is.
    expect(ofSomebody).toEqual([
      "KnownNetwork",
      "SecondFactor",
      "RecoveryCode",
      "UserInfo",
      "LoginAttempt",
      "AuditEvent",
      "LegacyCaller",
    ]);
  });
});

describe("deleteMe", () => {
  it("needs fresh proof: the password, or a code by mail", async () => {
    const who = await newcomer(server);
    expect(codeOf(await leave(who, {}))).toBe("INVALID_INPUT");
    expect(codeOf(await leave(who, { currentPassword: "wrong" }))).toBe("WRONG_PASSWORD");
    expect(codeOf(await leave(who, { code: "000000" }))).toBe("CODE_REJECTED");
    dataOf(await server.graphql(`mutation { requestSignInCode(email: "${who.email}") { expiresIn } }`));
    const [mail] = (server.deps.mailer.outbox?.list() ?? []).filter(({ to }) => to === who.email);
    const [code] = /\d{6}/.exec(mail?.text ?? "") ?? [];
    expect(dataOf(await leave(who, { code })).deleteMe).toBe(true);
    expect(codeOf(await server.graphql("{ me { id } }", {}, who.accessToken))).toBe("ACCOUNT_GONE");
    expect(codeOf(await login(server, who.email))).toBe("INVALID_CREDENTIALS");
  });

  it("is refused to the last administrator, and is told by mail to everybody else", async () => {
    const [one, two] = [await administrator(server), await administrator(server)];
    expect(dataOf(await leave(one)).deleteMe).toBe(true);
    expect(codeOf(await leave(two))).toBe("LAST_ADMINISTRATOR");
    expect(server.deps.mailer.outbox?.list()[0]).toMatchObject({ to: one.email });
    expect(server.deps.mailer.outbox?.list()[0]?.subject).toContain("has been deleted");
  });

  it("leaves neither address, name, phone nor hash in any file", async () => {
    const who = await newcomer(server, {
      email: "adelheid.q@example.com",
      firstName: "Adelheid",
      lastName: "Quastenberger",
      phoneNumber: "+41 44 668 18 00",
    });
    const { passwordHash } = await server.deps.db.user.findUniqueOrThrow({ where: { id: Number(who.id) } });
    const traces = [
      who.email,
      who.username,
      "Adelheid",
      "Quastenberger",
      "+41 44 668 18 00",
      passwordHash ?? "no hash",
    ];
    const before = await everythingHeld();
    expect(traces.filter((trace) => before.includes(trace))).toEqual(traces);
    dataOf(await leave(who));
    const after = await everythingHeld();
    expect(traces.filter((trace) => after.includes(trace))).toEqual([]);
  });

  it.skipIf(onPostgres)("leaves nothing of many among many, once the file has been written anew", async () => {
    const { db, config } = server.deps;
    const many = Array.from({ length: 3000 }, (_, n) => {
      const name = `${(n * 7919) % 10_007}q${n}zz`;
      const email = `${name}@example.org`;
      return {
        email,
        emailKey: email,
        username: name,
        usernameKey: name,
        searchKey: `${email} ${name}`,
        phone: `+86${name}`,
      };
    });
    await db.user.createMany({ data: many.map((one) => ({ ...one, passwordHash: `$argon2id$${one.username}` })) });
    const rows = await db.user.findMany({ where: { username: { endsWith: "zz" } }, orderBy: { id: "asc" } });
    // Rows that grow move to other pages.
    await db.$executeRawUnsafe(
      `UPDATE "User" SET "lastLoginIp" = '2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff' WHERE "id" % 3 = 0`,
    );
    const leaving = rows.filter((_, n) => n % 3 === 0);
    const ids = leaving.map(({ id }) => id);
    await db.user.updateMany({ where: { id: { in: ids } }, data: columnsOfDeleted(new Date()) });
    await noteErasure(db);
    expect(await eraseTraces(db, config.databaseUrl)).toBe(true);
    const held = await everythingHeld();
    expect(leaving.filter(({ username }) => held.includes(username))).toEqual([]);
    expect(held).toContain(rows[1]?.username);
    // Nothing is left to do.
    expect(await eraseTraces(db, config.databaseUrl)).toBe(false);
    expect((await person(server)).id).toBeGreaterThan(0);
  });
});
