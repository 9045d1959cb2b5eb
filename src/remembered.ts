import { LRUCache } from "lru-cache";

/** The same function of a text, which remembers what it gave for the texts that were asked for last: clients say the same again and again. */
export function remembered<Given>(maxBytes: number, give: (text: string) => Given): (text: string) => Given {
  const known = new LRUCache<string, { readonly given: Given }>({
    maxSize: maxBytes,
    // What clients make up may be long.
    sizeCalculation: (_given, text) => 256 + 2 * text.length,
    memoMethod: (text) => ({ given: give(text) }),
  });
  return (text) => known.memo(text).given;
}
