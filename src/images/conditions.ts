import type { IncomingMessage } from "node:http";
import { parseHeaderDate, parseHttpDate } from "./http-date.ts";
import type { Image } from "./image.ts";
import { parseRange } from "./range.ts";

/** An answer with bytes of the image: all of them, or those from `start` to `end`, inclusive. */
export type Content =
  | { readonly kind: "whole" }
  | { readonly kind: "part"; readonly start: number; readonly end: number };

export type Outcome =
  | Content
  | { readonly kind: "not-modified" | "precondition-failed" | "range-not-satisfiable" | "bad-date" };

type State = Pick<Image, "etag" | "lastModified" | "modifiedAt" | "size">;

/** What a GET or HEAD asks for, given the state of the image; in the order of RFC 9110 §13.2.2. */
export function evaluate({ method, headers }: Pick<IncomingMessage, "method" | "headers">, image: State): Outcome {
  const failed = precondition(headers, image);
  if (failed) return { kind: failed };
  const range = headers.range;
  // §14.2: a range is defined for GET alone.
  if (range === undefined || method !== "GET" || !ifRange(headers["if-range"], image)) return { kind: "whole" };
  const part = parseRange(range, image.size);
  if (part === "ignore") return { kind: "whole" };
  return part === "unsatisfiable" ? { kind: "range-not-satisfiable" } : { kind: "part", ...part };
}

function precondition(headers: IncomingMessage["headers"], image: State) {
  const ifMatch = headers["if-match"];
  if (ifMatch !== undefined) {
    if (!listed(ifMatch, image.etag, "strong")) return "precondition-failed";
  } else if (headers["if-unmodified-since"] !== undefined) {
    const date = parseHttpDate(headers["if-unmodified-since"]);
    // §13.1.4: a date that is none is ignored.
    if (date !== null && image.modifiedAt > date) return "precondition-failed";
  }

  const ifNoneMatch = headers["if-none-match"];
  if (ifNoneMatch !== undefined) return listed(ifNoneMatch, image.etag, "weak") ? "not-modified" : null;
  const since = headers["if-modified-since"];
  if (since === undefined || since === "") return null;
  if (since === image.lastModified) return "not-modified";
  // §13.1.3 would have it ignored; the contract of this route wants to hear of it.
  const date = parseHeaderDate(since);
  if (date === null) return "bad-date";
  return image.modifiedAt <= date ? "not-modified" : null;
}

/** §8.8.3.2: the weak comparison looks past `W/`; for the strong one a weak tag equals nothing. Ours is strong. */
function listed(header: string, etag: string, comparison: "strong" | "weak"): boolean {
  if (header === etag || header === "*") return true;
  // Commas may stand within a tag.
  for (const [tag] of header.matchAll(/(?:W\/)?"[^"]*"/g)) {
    if (tag === etag || (comparison === "weak" && tag === `W/${etag}`)) return true;
  }
  return false;
}

/** §13.1.5: exactly the tag, or exactly the date (in whatever form), else the client holds parts of another state. */
function ifRange(header: string | string[] | undefined, image: State): boolean {
  if (header === undefined || header === image.etag) return true;
  return typeof header === "string" && !header.includes('"') && parseHttpDate(header) === image.modifiedAt;
}
