import { expect, test } from "vitest";
import { end, migratedFolder, SLOWLY, start } from "../fixtures/process.ts";
import { eventually } from "../fixtures/waiting.ts";
import { freePort } from "../fixtures/port.ts";
import { childrenOf, readiness } from "./support.ts";

test("both workers dead at once are replaced by a supervisor that lives on", SLOWLY, async () => {
  const shop = await start({ WORKERS: "2", DATA_DIR: await migratedFolder(), PORT: await freePort() });
  const victims = await eventually(async () => {
    const workers = await childrenOf(shop);
    return workers.length === 2 && workers;
  }, "two workers");
  for (const pid of victims) process.kill(pid, "SIGKILL");
  const replaced = await eventually(async () => {
    const workers = (await childrenOf(shop)).filter((pid) => !victims.includes(pid));
    return workers.length === 2 && workers;
  }, "two new workers");
  expect(replaced).toHaveLength(2);
  await eventually(async () => (await readiness(shop, 200).catch(() => false)) && true, "the new ones serve");
  shop.child.kill("SIGTERM");
  expect(await end(shop)).toEqual({ code: 0, signal: null });
});

test("SIGTERM while the workers' replacement waits ends the supervisor at once", SLOWLY, async () => {
  const shop = await start({ WORKERS: "2", DATA_DIR: await migratedFolder(), PORT: await freePort() });
  // Until the pause before the next one is longer than a stop may take.
  await eventually(async () => {
    for (const pid of await childrenOf(shop)) process.kill(pid, "SIGKILL");
    return shop.log().some(({ backOffMs }) => Number(backOffMs) >= 12_800);
  }, "a long pause");
  const began = performance.now();
  shop.child.kill("SIGTERM");
  await end(shop);
  expect(performance.now() - began).toBeLessThan(10_000);
});
