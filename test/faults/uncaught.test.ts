import { expect, test } from "vitest";
import { end, logOf, migratedFolder, run, SLOWLY } from "../fixtures/process.ts";

test.for([
  ["an error", "throw new Error('nobody caught this')"],
  ["a rejection", "void Promise.reject(new Error('nobody caught this'))"],
  [
    "a connection's error",
    "new (require('node:events').EventEmitter)().emit('error', new Error('nobody caught this'))",
  ],
])("%s that nobody catches ends the process with one line of the log", SLOWLY, async ([, act = ""]) => {
  const code = `const require = (await import('node:module')).createRequire('/'); setTimeout(() => { ${act} }, 1500)`;
  const faulty = `data:text/javascript,${encodeURIComponent(code)}`;
  const shop = run({ DATA_DIR: await migratedFolder(), NODE_OPTIONS: `--import=${faulty}` });
  expect(await end(shop)).toEqual({ code: 1, signal: null });
  expect(logOf(shop).at(-1)).toMatchObject({ level: 60, err: { message: "nobody caught this" } });
  expect(shop.stderr()).toBe("");
});
