import { afterEach, it } from "vitest";
import { figuresAt } from "../figures/figures.ts";
import { freshEmail } from "../fixtures/fresh.ts";
import { freePort } from "../fixtures/port.ts";
import type { Shop } from "../fixtures/process.ts";
import { eventually } from "../fixtures/waiting.ts";
import { ask, fleet } from "./fleet.ts";

const REQUESTS = 20;

const cleanup = fleet();
afterEach(cleanup.run);

const open = async (): Promise<Shop> => {
  const folder = await cleanup.migratedFolder();
  const shop = await cleanup.open({ DATA_DIR: folder, DEMO_DATA: "off", PORT: await freePort(), WORKERS: "2" });
  const processes = async () =>
    [...(await figuresAt(shop.url))].find(([name]) => name.startsWith("storefront_processes{"))?.[1];
  await eventually(async () => (await processes()) === 2, "figures of both workers");
  return shop;
};

it("whichever worker is asked, its figures are those of all workers added up", async () => {
  const shop = await open();
  // At once, so that each has a connection of its own: those go round the workers.
  await Promise.all(Array.from({ length: REQUESTS }, () => ask(`${shop.url}/api/products?limit=1`)));
  const counted = 'storefront_requests_total{route="GET /api/products",status="200"}';
  const asked = async (): Promise<boolean> => {
    const sums = await Promise.all(Array.from({ length: 6 }, async () => (await figuresAt(shop.url)).get(counted)));
    return sums.every((sum) => sum === REQUESTS);
  };
  await eventually(asked, "all of them, from each worker");
});

it("whichever worker is asked, its page shows the mails and the requests of all workers", async () => {
  const shop = await open();
  const emails = Array.from({ length: 12 }, () => freshEmail());
  await Promise.all(emails.map((email) => ask(`${shop.url}/users/register/precheck`, { body: { email } })));
  const read = async (name: string) => (await fetch(`${shop.url}/dev/${name}.json`)).json();
  await eventually(async () => {
    const mails: { to: string }[][] = await Promise.all(Array.from({ length: 4 }, () => read("mail")));
    return mails.every((each) => each.length === emails.length && each.every(({ to }) => emails.includes(to)));
  }, "all mails, from each worker");
  const asked = async () => {
    const requests: { route: string }[] = await read("requests");
    return requests.filter(({ route }) => route === "POST /users/register/precheck").length;
  };
  await eventually(
    async () => (await Promise.all([asked(), asked(), asked()])).every((count) => count === emails.length),
    "all requests, from each worker",
  );
});
