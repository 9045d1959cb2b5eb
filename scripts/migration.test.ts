import { execFileSync, spawnSync } from "node:child_process";
import { appendFileSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { derivePostgresql, orderByCodePoint } from "./derive-postgresql.ts";

test("every change of schema.prisma has its migrations", () => {
  execFileSync(process.execPath, ["scripts/migration.ts", "--check"], { stdio: "pipe" });
});

test("a change without a migration is found, and becomes one for each engine", () => {
  const folder = copyOfProject();
  const migration = (...args: string[]) =>
    spawnSync(process.execPath, ["scripts/migration.ts", ...args], { cwd: folder, encoding: "utf8" });
  expect(migration("--check").status).toBe(0);

  appendFileSync(join(folder, "prisma/schema.prisma"), "\nmodel Note {\n  id Int @id\n  text String\n}\n");
  const stale = migration("--check");
  expect(stale.status).toBe(1);
  expect(stale.stderr).toContain("doesn't follow");

  const made = migration("add_note");
  expect(made.stderr).toBe("");
  expect(migration("--check").status).toBe(0);
  for (const [path, column] of [
    ["prisma/migrations", '"text" TEXT NOT NULL'],
    ["prisma/postgresql/migrations", '"text" TEXT COLLATE "C" NOT NULL'],
  ] as const) {
    const newest = readdirSync(join(folder, path)).findLast((name) => name.endsWith("_add_note")) ?? "";
    const script = readFileSync(join(folder, path, newest, "migration.sql"), "utf8");
    expect(script).toContain(column);
    expect(script).not.toContain("Product");
  }
  expect(migration("nothing_new").stdout).toContain("no change");
  expect(migration("../evil").status).toBe(2);
});

test("all texts of PostgreSQL are ordered by code point, added and altered ones too", () => {
  const script = `ALTER TABLE "X" ADD COLUMN     "a" TEXT NOT NULL,\nADD COLUMN     "b" TEXT,
ALTER COLUMN "c" SET DATA TYPE TEXT;\nCREATE TABLE "Y" (\n    "TEXT" INTEGER,\n    "d" TEXT DEFAULT 'TEXT'\n);`;
  expect(orderByCodePoint(script)).toBe(`ALTER TABLE "X" ADD COLUMN     "a" TEXT COLLATE "C" NOT NULL,
ADD COLUMN     "b" TEXT COLLATE "C",\nALTER COLUMN "c" SET DATA TYPE TEXT COLLATE "C";
CREATE TABLE "Y" (\n    "TEXT" INTEGER,\n    "d" TEXT COLLATE "C" DEFAULT 'TEXT'\n);`);
});

test("a schema that can't be derived from is refused", () => {
  expect(() => derivePostgresql("model A {\n  id Int @id\n}\n")).toThrow("has nothing like");
});

function copyOfProject(): string {
  const folder = mkdtempSync(join(tmpdir(), "shop-migration-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const part of ["package.json", "prisma", "scripts", "src"])
    cpSync(part, join(folder, part), { recursive: true });
  symlinkSync(resolve("node_modules"), join(folder, "node_modules"));
  return folder;
}
