import { createHash } from "node:crypto";
import { brotliDecompressSync, gunzipSync, inflateSync } from "node:zlib";
import type { Body } from "./exchange.ts";

const decoders = { gzip: gunzipSync, br: brotliDecompressSync, deflate: inflateSync } as const;

/** What the bytes of a body say. @param encoding the `Content-Encoding` */
export function bodyFrom(bytes: Buffer, encoding = "identity"): Body {
  if (bytes.length === 0) return { kind: "none" };
  const plain = decode(bytes, encoding);
  try {
    return { kind: "json", value: JSON.parse(plain.toString("utf8")) };
  } catch {
    return { kind: "bytes", sha256: createHash("sha256").update(plain).digest("hex"), length: plain.length };
  }
}

function decode(bytes: Buffer, encoding: string): Buffer {
  const name = encoding.trim().toLowerCase();
  return name === "gzip" || name === "br" || name === "deflate" ? decoders[name](bytes) : bytes;
}
