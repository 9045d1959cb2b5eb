import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { getOperationAST } from "graphql";
import { Router } from "express";
import { type Failure, recordIfAny } from "../answers/record.ts";
import { requestIdOf } from "../http/request.ts";
import type { LimitReport } from "../limits/report.ts";
import { pageAt, type Places } from "../pages/index.ts";
import { crowd } from "../process/crowd.ts";
import type { Trace } from "../traces/trace.ts";
import type { Sent, Watcher } from "../traces/watched.ts";
import { hiddenAnswer, hiddenDocument, hiddenInput, hiddenUrl } from "./secrets.ts";

/** So many requests are kept, the last ones. */
const KEPT = 100;
/** Characters of a document, of variables and of a body that are kept. */
const MOST_CHARACTERS = 8000;
/** Larger bodies are not looked into. */
const MOST_BYTES = 1024 * 1024;

/** A request as the page shows it, with nothing secret in it. Times are in milliseconds. */
export interface SeenRequest {
  readonly id: string;
  readonly startedAt: number;
  readonly ms: number;
  readonly method: string;
  readonly url: string;
  /** Null where no route took it. */
  readonly route: string | null;
  readonly operations: readonly SeenOperation[];
  /** The name of an operation whose answer was given again, so that it did not run. */
  readonly givenAgain: string | null;
  readonly statements: readonly { readonly at: number; readonly ms: number; readonly sql: string }[];
  readonly limits: readonly LimitReport[];
  readonly failures: readonly Failure[];
  /** Null when the client went away before. */
  readonly status: number | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

interface SeenOperation {
  readonly name: string;
  readonly at: number;
  readonly ms: number;
  readonly document: string;
  readonly variables: string;
}

/** Pages, their parts and these very pages would fill the list by themselves. */
const OF_PAGES = /^\/(?:dev|pages|docs|graphql\/explorer|health|metrics|favicon)\b/;

/** What keeps the last requests, and what shows those of all workers at `/dev/requests`. */
export function requestInspector(places: Places): { readonly watch: Watcher; readonly router: Router } {
  const seen: SeenRequest[] = [];
  const watch: Watcher = (trace, req, res, sent) => {
    const { method = "" } = req;
    const { url } = trace;
    if (OF_PAGES.test(url)) return;
    const { headers, body } = sent();
    const documents = trace.operations.map(({ document }) => hiddenDocument(document));
    const record = recordIfAny(req);
    const operations = trace.operations.map((operation, n) => seenOperation(operation, documents[n]));
    const names = new Set(documents.flatMap((each) => [...each.names]));
    seen.unshift({
      id: requestIdOf(res),
      startedAt: trace.startedAt,
      ms: trace.age,
      method,
      url: hiddenUrl(url),
      route: record?.route ?? null,
      operations,
      givenAgain: operations.length === 0 ? (record?.operation ?? null) : null,
      statements: trace.statements.map(({ at, ms, sql }) => ({ at, ms, sql: short(sql) })),
      limits: trace.limits,
      failures: (record?.failures ?? []).map(({ code, limit }) => ({ code, limit })),
      status: res.writableFinished ? res.statusCode : null,
      // Cookies are secrets.
      headers: Object.fromEntries([...headers].filter(([name]) => name !== "set-cookie")),
      body: shownBody({ headers, body }, names),
    });
    seen.length = Math.min(seen.length, KEPT);
  };

  const everybodys = crowd("requests", () => seen);
  const router = Router();
  router.get("/dev/requests", pageAt("requests.html", places));
  router.get("/dev/requests.json", async (_req, res) => {
    const all = (await everybodys()).flat().sort((a, b) => b.startedAt - a.startedAt);
    res.json(all.slice(0, KEPT));
  });
  return { watch, router };
}

function seenOperation(
  { document, variables, at, ms }: Trace["operations"][number],
  shown: ReturnType<typeof hiddenDocument> | undefined,
): SeenOperation {
  return {
    name: getOperationAST(document)?.name?.value ?? "",
    at,
    ms,
    document: short(shown?.text ?? ""),
    variables: short(JSON.stringify(hiddenInput(variables, shown?.names), null, 2)),
  };
}

const short = (text: string): string =>
  text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS)}\n… (${text.length} characters)`;

/** JSON, without what is secret in it; of anything else, how much it is. */
function shownBody({ headers, body }: Sent, names: ReadonlySet<string>): string {
  if (body.length === 0) return "";
  try {
    const text = decoded(body, headers.get("content-encoding")).toString();
    return short(JSON.stringify(hiddenAnswer(JSON.parse(text), names), null, 2));
  } catch {
    return `${headers.get("content-type") ?? "no type"}, ${headers.get("content-length") ?? body.length} bytes`;
  }
}

function decoded(bytes: Buffer, encoding: string | undefined): Buffer {
  if (encoding === "br") return brotliDecompressSync(bytes, { maxOutputLength: MOST_BYTES });
  return encoding === "gzip" ? gunzipSync(bytes, { maxOutputLength: MOST_BYTES }) : bytes;
}
