import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { bytesOf } from "../http/bytes.ts";
import { Trace, tracing } from "./trace.ts";

/** An answer as it went over the wire, but for the end of a long body. */
export interface Sent {
  /** By names in lower case. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: Buffer;
}

/** Is told of a request when it is over, whether its client has got an answer or gone away. */
export type Watcher = (trace: Trace, req: IncomingMessage, res: ServerResponse, sent: () => Sent) => void;

/** Of an answer's body, so many bytes are kept until it is over. */
const MOST_BYTES = 64 * 1024;

/** Answers as before, and tells watchers of each request what was done for it. */
export function watched(answer: RequestListener, watchers: readonly Watcher[]): RequestListener {
  if (watchers.length === 0) return answer;
  return (req, res) => {
    const trace = new Trace(req.url ?? "");
    const sent = noteSent(res);
    res.once("close", () => {
      for (const watch of watchers) watch(trace, req, res, sent);
    });
    tracing(trace, () => answer(req, res));
  };
}

function noteSent(res: ServerResponse): () => Sent {
  const written = new Map<string, string>();
  const parts: Buffer[] = [];
  let bytes = 0;
  const noteBody = (...[chunk, encoding]: readonly unknown[]): void => {
    if (bytes >= MOST_BYTES) return;
    const part = bytesOf(chunk, encoding).subarray(0, MOST_BYTES - bytes);
    bytes += part.length;
    parts.push(part);
  };
  /** Headers that are written at once are not among those that a response knows. */
  const noteHead = (_status: unknown, ...rest: readonly unknown[]): void => {
    const headers = rest.at(-1);
    if (Array.isArray(headers)) {
      for (let n = 0; n < headers.length; n += 2) written.set(String(headers[n]).toLowerCase(), String(headers[n + 1]));
    } else if (typeof headers === "object" && headers !== null) {
      for (const [name, value] of Object.entries(headers)) written.set(name.toLowerCase(), String(value));
    }
  };
  const noting = <Args extends unknown[], Given>(note: (...args: Args) => void, send: (...args: Args) => Given) =>
    function (this: ServerResponse, ...args: Args): Given {
      note(...args);
      return send.apply(res, args);
    };
  Object.assign(res, {
    write: noting(noteBody, res.write),
    end: noting(noteBody, res.end),
    writeHead: noting(noteHead, res.writeHead),
  });
  return () => {
    const known = res.getHeaderNames().map((name): [string, string] => [name, String(res.getHeader(name))]);
    return { headers: new Map([...known, ...written]), body: Buffer.concat(parts) };
  };
}
