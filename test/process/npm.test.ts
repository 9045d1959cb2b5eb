import { once } from "node:events";
import { connect } from "node:net";
import { expect, test } from "vitest";
import { end, type Shop, SLOWLY, start, tellAll, migratedFolder } from "../fixtures/process.ts";
import { eventually } from "../fixtures/waiting.ts";

/** npm starts a shell, and Debian's ends at SIGTERM without a word to what it runs: the scripts replace it by the server. */
test.for([
  ["npm start", "1"],
  ["npm start", "2"],
  ["npm run dev", "1"],
  ["npm run dev", "2"],
])("SIGTERM to %s with WORKERS=%s ends the server, in order", SLOWLY, async ([command = "", workers = ""]) => {
  const shop = await open(command, workers);
  shop.child.kill("SIGTERM");
  expect(await end(shop)).toEqual({ code: 0, signal: null });
  expect(shop.stdout()).toContain('"msg":"stopping"');
  expect(await listens(shop.url)).toBe(false);
});

test("Ctrl-C, which the terminal tells everybody and npm tells the server again, does so too", SLOWLY, async () => {
  const shop = await open("npm start", "2");
  tellAll(shop, "SIGINT");
  await end(shop);
  expect(shop.stdout()).toContain('"msg":"stopping"');
  await eventually(async () => !(await listens(shop.url)), "nobody listens any more");
});

const open = async (command: string, workers: string): Promise<Shop> =>
  start({ WORKERS: workers, DATA_DIR: await migratedFolder(), DEMO_DATA: "off" }, command.split(" "));

async function listens(url: string): Promise<boolean> {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  try {
    await once(socket, "connect");
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
