import type { Bucket } from "./store.ts";

/** @throws {TypeError} when one key is named twice: an act would count once or twice, depending on the engine. */
export function assertDistinct(buckets: readonly Bucket[]): void {
  if (buckets.length > 1 && new Set(buckets.map(({ key }) => key)).size < buckets.length)
    throw new TypeError("A bucket is named twice");
}
