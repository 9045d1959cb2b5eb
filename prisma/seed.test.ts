import { describe, expect, test } from "vitest";
import { demoProducts } from "./demo/products/index.ts";
import { loadDemoData } from "./seed.ts";
import { engines, open } from "../src/database/test-databases.ts";

describe.for(engines)("demo data in $name", (engine) => {
  test("an empty database gets all of it, once", async () => {
    const db = await open(await engine.create());
    expect(await loadDemoData(db)).toBe(true);
    expect(await db.product.count()).toBe(demoProducts.length);
    expect(await loadDemoData(db)).toBe(false);
    expect(await db.product.count()).toBe(demoProducts.length);
  });

  test("a later product gets an id above all of them", async () => {
    const db = await open(await engine.create());
    await loadDemoData(db);
    const { id } = await db.product.create({ data: { name: "new", nameKey: "new", price: 1n } });
    expect(id).toBeGreaterThan(Math.max(...demoProducts.map((product) => product.id)));
  });

  test("whoever deletes it all doesn't get it back", async () => {
    const db = await open(await engine.create());
    await loadDemoData(db);
    await db.product.deleteMany();
    expect(await loadDemoData(db)).toBe(false);
    expect(await db.product.count()).toBe(0);
  });

  test("a database with a product of its own stays as it is, also once that is gone", async () => {
    const db = await open(await engine.create());
    const { id } = await db.product.create({ data: { name: "own", nameKey: "own", price: 1n } });
    expect(await loadDemoData(db)).toBe(false);
    await db.product.delete({ where: { id } });
    expect(await loadDemoData(db)).toBe(false);
  });

  test("of several at once, one loads it", async () => {
    const db = await open(await engine.create());
    const loaded = await Promise.all(Array.from({ length: 5 }, () => loadDemoData(db)));
    expect(loaded.filter(Boolean)).toHaveLength(1);
    expect(await db.product.count()).toBe(demoProducts.length);
  });
});
