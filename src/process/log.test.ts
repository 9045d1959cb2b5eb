import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, test } from "vitest";

const LINES = 20_000;

const PROGRAM = `
  import { setImmediate } from "node:timers/promises";
  import { createLog } from ${JSON.stringify(new URL("log.ts", import.meta.url).href)};
  const log = createLog("info");
  for (let i = 0; i < ${LINES}; i += 1) {
    log.info({ filler: "x".repeat(1000) }, "line");
    if (i % 100 === 0) await setImmediate();
  }
  process.once("SIGTERM", () => process.exit(0));
  process.stderr.write("done");
  setInterval(() => undefined, 1000);
`;

/** Says on stderr that it lives. */
const BANNER = `
  import { createLog } from ${JSON.stringify(new URL("log.ts", import.meta.url).href)};
  const log = createLog("info");
  process.once("SIGTERM", () => process.exit(0));
  setInterval(() => {
    process.stdout.write("a banner\\n");
    log.info("a line");
    process.stderr.write("alive");
  }, 20);
`;

function start(program = PROGRAM) {
  const child = spawn(process.execPath, ["--input-type=module", "--eval", program], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  child.stdout.setEncoding("utf8").pause();
  return child;
}

test("nobody reads: the process goes on, drops lines, and says later how many", async () => {
  const child = start();
  // It has not waited for its reader.
  await once(child.stderr, "data");
  let heard = "";
  const told = new Promise<void>((resolve) => {
    child.stdout.on("data", (text: string) => {
      heard += text;
      if (/"lost":\d+[^\n]*\n/.test(heard)) resolve();
    });
  });
  child.stdout.resume();
  await told;
  child.kill("SIGTERM");
  await once(child, "close");
  const lines = heard.split("\n").filter((line) => line !== "");
  const parsed = lines.map((line): { msg: string; lost?: number } => JSON.parse(line));
  const lost = parsed.reduce((sum, line) => sum + (line.lost ?? 0), 0);
  expect(lost).toBeGreaterThan(LINES / 2);
  expect(parsed.filter(({ msg }) => msg === "line").length + lost).toBe(LINES);
});

test("nobody reads until the end: the process ends all the same", async () => {
  const child = start();
  await once(child.stderr, "data");
  child.kill("SIGTERM");
  const [code]: unknown[] = await once(child, "exit");
  expect(code).toBe(0);
  child.stdout.destroy();
});

test("its reader leaves: the process goes on, and ends when it is told to", async () => {
  const child = start(BANNER);
  await once(child.stderr, "data");
  child.stdout.destroy();
  for (let i = 0; i < 10; i += 1) await once(child.stderr, "data");
  child.kill("SIGTERM");
  const [code]: unknown[] = await once(child, "exit");
  expect(code).toBe(0);
});
