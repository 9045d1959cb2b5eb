import { writeFileSync } from "node:fs";
import { cases, HOT } from "./cases.ts";
import { drawn, type Line } from "./chart.ts";
import { load, percentile, type Request } from "./load.ts";
import { keepWriting, startShop } from "./shop.ts";

/** Requests between two looks at the server. */
const SLICE = 5000;
/** Every so manieth product that is asked for is any of the shop, not one of those that everybody looks at. */
const RARE = 10;
const PICTURE = new URL("soak.svg", import.meta.url);

/** Loads a shop with every kind of request at once, while products are written, and draws its memory and its slowest answers. */
export async function soak(databaseUrl: string, seconds: number): Promise<void> {
  const shop = await startShop(databaseUrl);
  const mix = cases.filter(({ written }) => !written);
  const asked = (n: number): Request => {
    const round = Math.floor(n / mix.length);
    const one = mix[n % mix.length];
    const product = round % RARE === 0 ? (round * 7919) % (HOT * RARE) : round % HOT;
    // Of what is asked for but once, most products are asked for again by others.
    return one?.request(one.once ? product - HOT : product, shop.token) ?? { path: "/" };
  };
  const memory: [number, number][] = [];
  const slowest: [number, number][] = [];
  const writing = keepWriting(shop, HOT);
  const began = performance.now();
  const passed = () => (performance.now() - began) / 1000;
  try {
    for (let slice = 0; passed() < seconds; slice += 1) {
      const took = await load(shop.url, SLICE, (n) => asked(slice * SLICE + n));
      memory.push([passed(), shop.memory()]);
      slowest.push([passed(), percentile(took, 99)]);
    }
  } finally {
    await writing.stop();
    await shop.stop();
  }
  const last = (line: readonly (readonly [number, number])[]) => line.at(-1)?.[1].toFixed(0);
  console.log(`${(memory.length * SLICE).toLocaleString("en")} requests; in the end ${last(memory)} MiB in memory`);
  const lines: Line[] = [
    { name: "memory, MiB", points: memory },
    { name: "p99, ms", points: slowest },
  ];
  writeFileSync(PICTURE, drawn(lines, "seconds"));
}
