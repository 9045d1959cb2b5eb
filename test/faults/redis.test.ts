import { expect, onTestFinished, test } from "vitest";
import { end, run, SLOWLY, temporaryFolder } from "../fixtures/process.ts";
import { canStartRedis, startRedis } from "../fixtures/redis.ts";
import { withService } from "../fixtures/service.ts";

withService(canStartRedis(), "a Redis that refuses who asks", "redis-server is not installed", () => {
  test.for([
    ["a wrong password", ":not-the-password@"],
    ["an unknown user", "nobody:not-the-password@"],
    ["no password", ""],
  ])("%s: a sentence, exit 1", SLOWLY, async ([, credentials = ""]) => {
    const redis = await startRedis();
    onTestFinished(redis.remove);
    await redis.command("CONFIG", "SET", "requirepass", "the-password");
    const url = redis.url.replace("//", `//${credentials}`);
    const shop = run({ DATA_DIR: await temporaryFolder(), REDIS_URL: url });
    expect(await end(shop)).toEqual({ code: 1, signal: null });
    expect(shop.stderr()).toBe(
      "The store cannot be opened: Redis refuses the user or the password of REDIS_URL, or asks for one.\n",
    );
    expect(shop.stdout()).not.toContain("not-the-password");
  });
});
