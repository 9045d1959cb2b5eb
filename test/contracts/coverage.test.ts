import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { gaps } from "./coverage.ts";
import { subjects } from "./outcomes.ts";

const script = fileURLToPath(new URL("print.ts", import.meta.url));

it("docs/contracts/coverage.md has a test for every outcome (`npm run coverage:contracts` writes it)", async () => {
  // A process of its own: what reads the names of tests is what runs this one, too.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("VITEST")));
  const said = await new Promise<string>((resolve) => {
    execFile(process.execPath, [script, "--check"], { env }, (error, _stdout, stderr) => resolve(error ? stderr : ""));
  });
  expect(said).toBe("");
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
