import { mkdir, readdir, rm, stat } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import sharp from "sharp";
import { demoProducts } from "../../prisma/demo/products/index.ts";
import { pictures } from "./pictures.ts";
import { scene } from "./scene.ts";
import { seeded } from "./svg.ts";

const prefix = "catalog/";
const folder = join(import.meta.dirname, "../../catalog");
const budget = 3.5 * 1024 * 1024;

/** Close variants share a picture; the first of them lends its id as the seed. */
const seeds = new Map<string, number>();
for (const { id, image } of demoProducts) {
  if (image !== "" && !seeds.has(image)) seeds.set(image, id);
}

const undrawn = [...seeds.keys()].filter((image) => !pictures.has(image));
const unused = [...pictures.keys()].filter((image) => !seeds.has(image));
if (undrawn.length > 0 || unused.length > 0) {
  throw new Error(
    [...undrawn.map((image) => `No drawing for ${image}`), ...unused.map((image) => `No product shows ${image}`)].join(
      "\n",
    ),
  );
}

let total = 0;
for (const [image, seed] of seeds) {
  const drawing = pictures.get(image);
  if (drawing === undefined) continue;
  const file = join(folder, image.slice(prefix.length));
  await mkdir(dirname(file), { recursive: true });
  // The format is set by hand: sharp would also take it from the name, but not the quality with it.
  await sharp(Buffer.from(scene(drawing(seeded(seed)))))
    .jpeg({ mozjpeg: true, quality: 70 })
    .toFile(file);
  total += (await stat(file)).size;
}

const wanted = new Set([...seeds.keys()].map((image) => image.slice(prefix.length)));
for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
  const file = join(entry.parentPath, entry.name);
  if (entry.isFile() && !wanted.has(relative(folder, file))) await rm(file);
}

console.log(`${seeds.size} pictures, ${(total / 1024 / 1024).toFixed(2)} MiB`);
if (total > budget) throw new Error("The catalogue's pictures are over their size budget");
