import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cases } from "./cases.ts";
import { load, type Request } from "./load.ts";
import { startShop } from "./shop.ts";
import { drawnFlame, type Profile } from "./flame-chart.ts";

/** Of what nobody sends twice, there are only so many products. */
const SIZES = {
  often: { warmUp: 10_000, requests: 30_000, picture: "flame-after.svg" },
  once: { warmUp: 2000, requests: 10_000, picture: "flame-once.svg" },
};

/** Loads a shop with one kind of request, and draws what its main thread did meanwhile. @param name of a case */
export async function flame(databaseUrl: string, name: string): Promise<void> {
  const drawable = cases.filter(({ written }) => !written);
  const one = drawable.find((each) => each.name === name);
  if (one === undefined) throw new Error(`${name} is none of: ${drawable.map(({ name }) => name).join("; ")}`);
  const { warmUp, requests, picture } = SIZES[one.once ? "once" : "often"];
  const folder = mkdtempSync(join(tmpdir(), "shop-flame-"));
  try {
    const options = `--cpu-prof --cpu-prof-interval=200 --cpu-prof-dir=${folder}`;
    const shop = await startShop(databaseUrl, { NODE_OPTIONS: options });
    const asked = (n: number): Request => one.request(n, shop.token);
    let [from, to] = [0n, 0n];
    try {
      await load(shop.url, warmUp, asked);
      from = process.hrtime.bigint();
      await load(shop.url, requests, (n) => asked(warmUp + n));
      to = process.hrtime.bigint();
    } finally {
      await shop.stop();
    }
    const file = readdirSync(folder).find((file) => file.includes(`.${shop.pid}.0.`)); // a worker thread has a file of its own
    const profile = JSON.parse(readFileSync(join(folder, file ?? ""), "utf8")) as Profile; // as V8 writes it
    const drawn = drawnFlame(profile, { name, from: Number(from / 1000n), to: Number(to / 1000n) });
    writeFileSync(new URL(picture, import.meta.url), drawn);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
