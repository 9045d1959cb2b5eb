import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findAccountByEmail } from "../src/auth/accounts.ts";
import { openDatabase } from "../src/database/open.ts";

const PATIENCE_MS = 60_000;

describe("npm run admin", () => {
  let dataDir: string;
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), "shop-admin-"));
  });
  afterAll(() => rm(dataDir, { recursive: true, force: true }));

  /** Answers each question once it is asked. */
  async function admin(args: string[], answers: readonly (readonly [question: string, answer: string])[]) {
    const env = { ...process.env, DATA_DIR: dataDir, DATABASE_URL: "", NODE_ENV: "test" };
    const child = spawn(process.execPath, ["scripts/admin.ts", ...args], { env });
    const waiting = [...answers];
    let said = "";
    const listen = (chunk: Buffer): void => {
      said += chunk.toString();
      const [next] = waiting;
      if (next && said.includes(next[0])) {
        waiting.shift();
        child.stdin.write(`${next[1]}\n`);
      }
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
    const [code]: unknown[] = await once(child, "exit");
    return { code, said };
  }

  async function account(email: string) {
    const db = await openDatabase({ databaseUrl: `file:${join(dataDir, "shop.db")}` });
    const found = await findAccountByEmail(db, email);
    await db.$disconnect();
    return found;
  }

  it("makes an administrator, asks for the password twice and shows it nowhere", { timeout: PATIENCE_MS }, async () => {
    const { code, said } = await admin(
      ["Boss@shop.test"],
      [
        ["Password for Boss@shop.test", "correct horse"],
        ["The same again", "correct horse"],
      ],
    );
    expect(said).toContain("Boss@shop.test is an administrator now");
    expect(said).not.toContain("correct horse");
    expect(code).toBe(0);
    expect(await account("boss@shop.test")).toMatchObject({ isAdmin: true, isActive: true });
    expect((await admin(["boss@shop.test"], [])).said).toContain("is an administrator already");
  });

  it("takes no password that guessers try first", { timeout: PATIENCE_MS }, async () => {
    const { code, said } = await admin(
      ["second@shop.test"],
      [
        ["Password for second@shop.test", "password123"],
        // What was typed stays, to be mended.
        ["is one of the most common passwords", " and more"],
        ["The same again", "password123 and more"],
      ],
    );
    expect([code, said]).toEqual([0, expect.stringContaining("second@shop.test is an administrator now")]);
    expect(said).toContain("is one of the most common passwords");
  });

  it("is told by the audit trail", { timeout: PATIENCE_MS }, async () => {
    const db = await openDatabase({ databaseUrl: `file:${join(dataDir, "shop.db")}` });
    const { id } = await db.user.findUniqueOrThrow({ where: { emailKey: "boss@shop.test" } });
    const events = await db.auditEvent.findMany({ where: { accountId: id } });
    await db.$disconnect();
    expect(events).toMatchObject([{ act: "createUser", door: "operator", outcome: "OK", fields: "isAdmin" }]);
  });

  it("promotes an account that is there, when that is confirmed", { timeout: PATIENCE_MS }, async () => {
    const db = await openDatabase({ databaseUrl: `file:${join(dataDir, "shop.db")}` });
    await db.user.updateMany({ data: { isAdmin: false } });
    await db.$disconnect();
    await admin(["boss@shop.test"], [["administrator?", "n"]]);
    expect(await account("boss@shop.test")).toMatchObject({ isAdmin: false });
    await admin(["boss@shop.test"], [["administrator?", "y"]]);
    expect(await account("boss@shop.test")).toMatchObject({ isAdmin: true });
  });

  it("takes no password as an argument, and no address that is none", { timeout: PATIENCE_MS }, async () => {
    for (const args of [[], ["nobody"], ["a@shop.test", "secret"]]) {
      const { code, said } = await admin(args, []);
      expect([code, said]).toEqual([2, expect.stringContaining("Usage: npm run admin -- EMAIL")]);
    }
  });
});
