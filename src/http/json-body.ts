import type { IncomingMessage } from "node:http";
import express, { type Request, type RequestHandler, type Response } from "express";
import { AppError } from "../errors.ts";
import { perRequest } from "./per-request.ts";

/** The longest body that anything takes: what the old contracts promise, and more than any operation of GraphQL needs. */
export const LONGEST_BODY = 1024 * 1024;
const MOST_UNDER_WAY = 64 * LONGEST_BODY;
/** Far deeper than any body of ours; far less deep than what overflows the stack of whoever walks it or prints it again. */
const MAX_DEPTH = 100;

// JSON is UTF-8 (RFC 8259); mended bytes would make two passwords the same.
const utf8 = new TextDecoder("utf-8", { fatal: true });

/** Why a body could not be read, for those who tell one reason from another; nothing of the body itself. */
export class UnreadableBody extends Error {
  override readonly name = "UnreadableBody";
  readonly reason: "missing" | "not-json";
  /** The place in the body where it stops being JSON, in characters, as far as it is known; 0 otherwise. */
  readonly offset: number;

  constructor(reason: UnreadableBody["reason"], offset = 0) {
    super(`The body is ${reason}`);
    this.reason = reason;
    this.offset = offset;
  }
}

const bodies = perRequest<Buffer>("body");

/** Notes a body that has been read, for those who come to read it. */
export const noteBody = (req: IncomingMessage, body: Buffer): void => void bodies.set(req, body);

/** Reads the body of a request as JSON. No body, or an empty one, is undefined. */
export type JsonReader = (req: Request, res: Response) => Promise<unknown>;

/**
 * A reader that goes by no content type: old clients do not always say it.
 * @param longest in bytes, once unpacked; what a route's fields need
 * @returns it throws an {@link AppError}: PAYLOAD_TOO_LARGE for more, UNAVAILABLE while too much is being read already, and
 *   MALFORMED_REQUEST for anything else, by an {@link UnreadableBody} where it is text but not JSON
 */
export function jsonReader(longest: number): JsonReader {
  const readBytes = express.raw({ limit: longest, type: () => true });
  return async (req, res) => {
    const body = bodies.get(req) ?? (await readBody(readBytes, req, res));
    try {
      return parse(body);
    } catch (error) {
      // Not with that error as its cause: it quotes the body.
      if (!(error instanceof SyntaxError)) throw new AppError("MALFORMED_REQUEST");
      const offset = Number(/at position (\d+)/.exec(error.message)?.[1] ?? 0);
      throw new AppError("MALFORMED_REQUEST", { cause: new UnreadableBody("not-json", offset) });
    }
  };
}

/** Of all bodies that are still being read: many that never end would otherwise fill the memory. */
let bytesUnderWay = 0;

/** Whether so much is being read already that no more should begin. */
export const areBodiesFull = (): boolean => bytesUnderWay > MOST_UNDER_WAY;

/** Counts a body that is about to be read. @returns what ends the counting, once it has been or never will be */
export function countBody(req: IncomingMessage, onFull: () => void = () => undefined): () => void {
  let bytes = 0;
  const count = (part: Buffer): void => {
    bytes += part.length;
    bytesUnderWay += part.length;
    if (areBodiesFull()) onFull();
  };
  req.on("data", count);
  return () => {
    req.off("data", count);
    bytesUnderWay -= bytes;
    bytes = 0;
  };
}

async function readBody(readBytes: RequestHandler, req: Request, res: Response): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const end = countBody(req, () => {
    reject(new AppError("UNAVAILABLE", { retryAfter: 1 }));
    // Nobody reads the rest.
    res.setHeader("Connection", "close").once("finish", () => req.destroy());
  });
  void readBytes(req, res, (error?: unknown) => (error === undefined ? resolve() : reject(asAppError(error))));
  try {
    await promise;
  } finally {
    end();
  }
  return req.body;
}

function parse(bytes: unknown): unknown {
  if (!Buffer.isBuffer(bytes) || bytes.length === 0) return undefined;
  const value: unknown = JSON.parse(utf8.decode(bytes));
  if (!isWithin(MAX_DEPTH, value)) throw new RangeError("nested too deeply");
  return value;
}

function isWithin(depth: number, value: unknown): boolean {
  if (typeof value !== "object" || value === null) return true;
  return depth > 0 && Object.values(value).every((held) => isWithin(depth - 1, held));
}

function asAppError(error: unknown): AppError {
  const tooLarge = error instanceof Error && "type" in error && error.type === "entity.too.large";
  return new AppError(tooLarge ? "PAYLOAD_TOO_LARGE" : "MALFORMED_REQUEST", { cause: error });
}
