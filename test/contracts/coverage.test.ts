import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { gaps, print } from "./coverage.ts";
import { subjects } from "./outcomes.ts";
import type { Proof } from "./proofs.ts";

const script = fileURLToPath(new URL("proofs.ts", import.meta.url));

/** In a process of its own: what reads the names of tests is what runs this one, too. */
async function proofsHere(): Promise<Proof[]> {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("VITEST")));
  const { stdout } = await promisify(execFile)(process.execPath, [script], { env, maxBuffer: 2 ** 24 });
  return JSON.parse(stdout);
}

it("docs/contracts/coverage.md has a test for every outcome", { timeout: 600_000 }, async () => {
  const proofs = await proofsHere();
  expect(gaps(proofs)).toEqual([]);
  const page = readFileSync(new URL("../../docs/contracts/coverage.md", import.meta.url), "utf8");
  expect(page, "npm run coverage:contracts writes it").toBe(print(proofs));
});

it("misses an outcome that no test bears, and an id that names none", () => {
  const ids = subjects.flatMap(({ outcomes }) => outcomes.map(({ id }) => id));
  const [missing = "", ...others] = ids;
  const proofs = [{ file: "a.test.ts", name: "a", ids: [...others, "POST /users/login TEAPOT", "envelope * TEAPOT"] }];
  expect(gaps(proofs)).toEqual([
    `no test bears [${missing}] in its name`,
    "a.test.ts: [POST /users/login TEAPOT] names no outcome",
    "a.test.ts: [envelope * TEAPOT] names no outcome",
  ]);
});
