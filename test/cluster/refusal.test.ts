import { readdir } from "node:fs/promises";
import { expect, it } from "vitest";
import { fleet } from "./fleet.ts";

it("production with Redis and without a key of all hosts does not start", async () => {
  const cleanup = fleet();
  try {
    const DATA_DIR = await cleanup.folder();
    const refused = cleanup.launch({ NODE_ENV: "production", REDIS_URL: "redis://127.0.0.1:1", DATA_DIR });
    expect(await refused.exit).toEqual({ code: 1, signal: null });
    expect(refused.stderr()).toMatch(/^The settings cannot be used:\nJWT_PRIVATE_KEY: is needed .* REDIS_URL.*\n$/);
    expect(await readdir(DATA_DIR)).toEqual([]);
  } finally {
    await cleanup.run();
  }
});
