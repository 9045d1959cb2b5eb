import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { startServer, type TestServer } from "../fixtures/server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server?.close());

it.each([
  ["examples/bearer.py", "python3", ["200  register", "200  renew the token", "404  sign out twice"]],
  [
    "examples/envelope.mjs",
    process.execPath,
    ["200  register with the code: 注册成功", "401  read the account as nobody"],
  ],
])("%s goes its whole way, and again", async (script, program, lines) => {
  for (let time = 0; time < 2; time += 1) {
    const { stdout, stderr } = await promisify(execFile)(program, [script, server.url]);
    expect(stderr).toBe("");
    for (const line of lines) expect(stdout).toContain(line);
  }
});

it.each([
  ["examples/bearer.py", "python3"],
  ["examples/envelope.mjs", process.execPath],
])("%s ends with an error where something is not as the contract has it", async (script, program) => {
  const refused = promisify(execFile)(program, [script, `${server.url}/nowhere`]);
  await expect(refused).rejects.toMatchObject({ code: 1 });
});
