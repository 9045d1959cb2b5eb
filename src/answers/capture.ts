import type { ServerResponse } from "node:http";
import { bytesOf } from "../http/bytes.ts";

/**
 * Hands over an answer whose body is ended in one piece, before anything of it is sent: status and headers stand on the
 * response by then, and can still be changed. One that is written in several pieces goes its way untouched.
 * @param onWhole sends the answer; gets what ends the response as it would have been
 */
export function captureWhole(res: ServerResponse, onWhole: (body: Buffer, end: (body: Buffer) => void) => void): void {
  const { write, end, writeHead, flushHeaders } = res;
  const release = (): void => {
    Object.assign(res, { write, end, writeHead, flushHeaders });
  };
  const releaseThen = <Args extends unknown[], Given>(act: (...args: Args) => Given) =>
    function (this: ServerResponse, ...args: Args): Given {
      release();
      return act.apply(res, args);
    };

  // What is written into the head at once could not be changed any more.
  const holdHead = (status: number, ...rest: readonly unknown[]): ServerResponse => {
    res.statusCode = status;
    const [first, second] = rest;
    const headers = typeof first === "string" ? second : first;
    if (typeof first === "string") res.statusMessage = first;
    for (const [name, value] of entriesOf(headers)) res.setHeader(name, value);
    return res;
  };
  const holdEnd = (...args: readonly unknown[]): ServerResponse => {
    release();
    const [chunk, encoding] = args;
    const done = args.find((arg) => typeof arg === "function");
    if (done) res.once("finish", done as () => void); // as node:http has it
    const given = bytesOf(chunk, encoding);
    onWhole(given, (bytes) => {
      // Nothing, where nothing was given: the length of an answer without a body may have been set by hand.
      if (given.length === 0 && bytes.length === 0) res.end();
      else res.end(bytes);
    });
    return res;
  };
  Object.assign(res, {
    write: releaseThen(write),
    flushHeaders: releaseThen(flushHeaders),
    writeHead: holdHead,
    end: holdEnd,
  });
}

/** Headers as `writeHead` takes them: an object, or names and values in turn. */
function entriesOf(headers: unknown): [string, string | number | readonly string[]][] {
  if (typeof headers !== "object" || headers === null) return [];
  if (!Array.isArray(headers)) return Object.entries(headers);
  const flat: unknown[] = headers;
  return Array.from({ length: flat.length / 2 }, (_, i) => [String(flat[2 * i]), String(flat[2 * i + 1])]);
}
