import { join } from "node:path";
import type { Logger } from "pino";
import type { Config } from "../config.ts";
import { type Store, StoreUnavailable } from "./store.ts";

/**
 * The store that the settings ask for: Redis at `REDIS_URL`, else the embedded one in `DATA_DIR`. Only the engine in use
 * is loaded. Nobody outside of this folder knows which one it is.
 * @throws {StoreUnavailable} when the embedded store's file cannot be opened, or Redis refuses who asks; it may come later
 */
export async function openStore(
  { redisUrl, dataDir }: Pick<Config, "redisUrl" | "dataDir">,
  clock: () => number,
  log: Logger,
): Promise<Store> {
  if (redisUrl === undefined) {
    const { openEmbeddedStore } = await import("./embedded/index.ts");
    return openEmbeddedStore({
      file: join(dataDir, "store.db"),
      now: clock,
      onError: (error) => log.warn({ err: error }, "something of the store failed in the background"),
    });
  }
  const { isRefusal, openRedisStore } = await import("./redis/index.ts");
  const store = openRedisStore({
    url: redisUrl,
    onError: (error) => {
      if (error instanceof StoreUnavailable) log.error({ err: error }, "the store is away");
      else log.error({ err: error }, "a message of the store was not dealt with");
    },
    onBack: (awayMs) => log.info({ awayMs }, "the store is back"),
  });
  try {
    await store.ping();
  } catch (error) {
    // Whatever else it is may pass, and readiness tells of it meanwhile.
    if (!isRefusal(error)) return store;
    await store.close();
    throw new StoreUnavailable("Redis refuses the user or the password of REDIS_URL, or asks for one.", {
      cause: error,
    });
  }
  return store;
}
