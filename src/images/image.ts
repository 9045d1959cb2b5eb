import { createHash, hash } from "node:crypto";
import type { BigIntStats } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { mediaType } from "./name.ts";
import type { OpenedFile } from "./open.ts";

/** Files up to this size are kept in memory; larger ones are read anew for each answer. */
export const MAX_KEPT_BYTES = 1024 * 1024;

const CHUNK = 128 * 1024;

/** File systems stamp changes as coarsely as this (FAT; others by milliseconds), in milliseconds. */
const COARSEST_TICK = 2000;

/** One state of one file, and what is said of it in every answer. */
export interface Image {
  /** Its name below the catalogue folder, as spelled there, and the path that was found for it. */
  readonly name: string;
  readonly path: string;
  /** Changes with every change to the file, unless it happened within one tick of the file system's clock … */
  readonly version: string;
  /** … and this is true when that can no longer happen, since the last change lies further back than a tick. */
  readonly settled: boolean;
  readonly size: number;
  /** Strong: a digest of the bytes, hence equal in all processes and on all machines that hold the same file. */
  readonly etag: string;
  readonly lastModified: string;
  /** `lastModified` in milliseconds. */
  readonly modifiedAt: number;
  /** null: too large to keep. */
  readonly bytes: Buffer | null;
  /** Names and values in turn, as `writeHead` takes (and does not change) them: of every answer about the image; … */
  readonly validators: string[];
  /** … of those with a part of its bytes; … */
  readonly description: string[];
  /** … and of those with all of them. */
  readonly whole: string[];
}

/** The file changes while it is read, so that no answer can be given that is true of one state of it. */
export class ImageChanging extends Error {
  override readonly name = "ImageChanging";
}

/** Reads an open file, and describes it. The handle stays open. */
export async function readImage({ handle, stats, path, name }: OpenedFile, now = Date.now()): Promise<Image> {
  const kept = stats.size <= MAX_KEPT_BYTES;
  const bytes = kept ? await readAll(handle, Number(stats.size)) : null;
  const digest = bytes ? hash("sha256", bytes, "base64url") : await digestOf(handle, stats);
  const size = bytes?.length ?? Number(stats.size);
  const etag = `"${digest}"`;
  // RFC 9110 §8.8.2.1: never later than the answer's own date. HTTP dates have whole seconds.
  const modifiedAt = Math.floor(Math.min(Math.max(Number(stats.mtimeMs), 0), now) / 1000) * 1000;
  const lastModified = new Date(modifiedAt).toUTCString();
  const settled = now - Number(stats.ctimeMs) > COARSEST_TICK;
  const headers = headersOf(name, size, etag, lastModified);
  return { name, path, version: versionOf(stats), settled, size, etag, lastModified, modifiedAt, bytes, ...headers };
}

/** Unlike the times that a program may set, ctime betrays a file that was changed and given its old date again. */
export function versionOf(stats: BigIntStats): string {
  return `${stats.dev}:${stats.ino}:${stats.size}:${stats.mtimeNs}:${stats.ctimeNs}`;
}

/**
 * The bytes from `start` to `end` (inclusive) of an open file. The last of them are held back until it is certain that
 * the file is still the one in `stats`: a reader gets all the bytes of one state, or too few.
 * @throws {ImageChanging} when it is not, or has become too short.
 */
export async function* chunksOf(handle: FileHandle, stats: BigIntStats, start: number, end: number) {
  for (let at = start; at <= end;) {
    const buffer = Buffer.allocUnsafe(Math.min(CHUNK, end - at + 1));
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, at);
    at += bytesRead;
    if (bytesRead === 0 || (at > end && !(await unchanged(handle, stats)))) {
      throw new ImageChanging("The file changed while it was read.");
    }
    yield buffer.subarray(0, bytesRead);
  }
}

/** ctime is left out: it moves when the file is replaced by another, which does not touch these bytes. */
async function unchanged(handle: FileHandle, stats: BigIntStats): Promise<boolean> {
  const now = await handle.stat({ bigint: true });
  return now.size === stats.size && now.mtimeNs === stats.mtimeNs;
}

/** A change in the meantime does no harm here: the digest is made from these very bytes. */
async function readAll(handle: FileHandle, size: number): Promise<Buffer> {
  // Not from the pool, of which a few kept bytes would hold on to a whole slab.
  const buffer = Buffer.allocUnsafeSlow(size);
  let length = 0;
  while (length < size) {
    const { bytesRead } = await handle.read(buffer, length, size - length, length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return buffer.subarray(0, length);
}

async function digestOf(handle: FileHandle, stats: BigIntStats): Promise<string> {
  const digest = createHash("sha256");
  for await (const chunk of chunksOf(handle, stats, 0, Number(stats.size) - 1)) digest.update(chunk);
  return digest.digest("base64url");
}

function headersOf(name: string, size: number, etag: string, lastModified: string) {
  const validators = ["Cache-Control", "public, max-age=600", "ETag", etag, "Last-Modified", lastModified];
  const type = mediaType(name) ?? "application/octet-stream";
  const description = [
    ...validators,
    "Accept-Ranges",
    "bytes",
    "X-Content-Type-Options",
    "nosniff",
    "Content-Type",
    type,
  ];
  if (type === "image/svg+xml") {
    // In an <img> an SVG runs no scripts; opened as a page it would, in the name of the shop.
    description.push("Content-Security-Policy", "sandbox; default-src 'none'; style-src 'unsafe-inline'");
  }
  return { validators, description, whole: [...description, "Content-Length", String(size)] };
}
