import { LRUCache } from "lru-cache";
import type { Logger } from "pino";
import type { MessageBus } from "../stores/store.ts";

/**
 * The longest that a process may show what another one has changed, in milliseconds. It takes a message that got lost
 * while its sender and this process both thought the channel whole; normally it is a few milliseconds.
 */
const MAX_STALE_MS = 5000;
const MAX_ENTRIES = 5000;
const TOPIC = "catalogue";

/** What this process has read of the catalogue, which is read far more often than written. */
export interface CatalogueCache {
  /** The value kept under a key, or what `load` gives; those who ask at the same time share one load. */
  read<T extends object>(key: string, load: () => Promise<T>): Promise<T>;
  /** To be awaited after a write has been committed: drops everything here, and tells the other processes to. */
  drop(): Promise<void>;
}

/**
 * A cache that is dropped as a whole, here and elsewhere, by every write. While the message channel is broken nothing is
 * kept, since nobody could say when it changes.
 */
export function createCatalogueCache(messages: MessageBus, log: Logger): CatalogueCache {
  const kept = new LRUCache<string, object>({ max: MAX_ENTRIES, ttl: MAX_STALE_MS });
  const loading = new Map<string, Promise<object>>();
  const forget = (): void => {
    kept.clear();
    // What is being read now may be older than the write: those who have asked get it, nobody else.
    loading.clear();
  };
  messages.onGap(forget);
  messages.subscribe(TOPIC, forget);

  const load = async <T extends object>(key: string, read: () => Promise<T>): Promise<T> => {
    const promise = read();
    loading.set(key, promise);
    try {
      const value = await promise;
      if (loading.get(key) === promise && messages.connected) kept.set(key, value);
      return value;
    } finally {
      if (loading.get(key) === promise) loading.delete(key);
    }
  };

  return {
    read: async <T extends object>(key: string, read: () => Promise<T>): Promise<T> => {
      if (!messages.connected) return read();
      // One key is always read by one kind of `read`, so that what is kept under it is a T.
      return ((kept.get(key) ?? loading.get(key)) as T | Promise<T> | undefined) ?? load(key, read);
    },
    async drop() {
      forget();
      try {
        await messages.publish(TOPIC);
      } catch (error) {
        // The write stands. Other processes notice the broken channel too, or see the change when their entries expire.
        log.warn({ err: error }, "other processes could not be told that the catalogue has changed");
      }
    },
  };
}
