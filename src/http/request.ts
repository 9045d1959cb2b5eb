import { type Language, languages } from "../problems.ts";
import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Express, Request, Response } from "express";
import type { Logger } from "pino";
import { type AnswerRecord, recordIfAny, recordOf } from "../answers/record.ts";
import type { Door } from "../doors.ts";
import type { RequestFacts } from "../context.ts";
import type { Deps } from "../deps.ts";
import type { LimitReport } from "../limits/report.ts";
import { addressOf, clientAddress } from "./connection.ts";
import { readCredentials } from "./credentials.ts";
import { isCrossSite } from "./origin.ts";
import { perRequest } from "./per-request.ts";

export const REQUEST_ID = "X-Request-Id";
const MAX_USER_AGENT = 300;

const SAFE_METHODS = new Set(["GET", "HEAD", "OPTIONS"]);

const ids = perRequest<string>("id");

/** What a request is counted under that went away before it had its answer: as proxies have it. */
const HUNG_UP = 499;

/** Somebody asks every few seconds, and a part that does not answer is logged where it is used. */
const UNLOGGED = /^\/health\//;

/**
 * Gives a request an id, for `X-Request-Id`, and counts and logs it once it is answered, with the account that asked where that was
 * found out: nobody is looked up for the log. It has the path without its query, and neither headers nor bodies: tokens,
 * codes and passwords are in those.
 */
export function beginRequest(
  req: IncomingMessage,
  res: ServerResponse,
  app: Express,
  { log, tallies }: Pick<Deps, "log" | "tallies">,
): string {
  const id = ids.set(req, randomUUID());
  const start = performance.now();
  const { method, url = "" } = req;
  const logged = log.isLevelEnabled("info") && !UNLOGGED.test(url);
  // A socket that is closed has none any more.
  const address = logged ? addressOf(req, app) : "";
  res.on("close", () => {
    const took = performance.now() - start;
    const record = recordIfAny(req);
    tallies.request(record, res.writableFinished ? res.statusCode : HUNG_UP, took);
    if (!logged) return;
    const path = url.split("?", 1)[0];
    const ms = Math.round(took * 10) / 10;
    const answer = { requestId: id, method, path, status: res.statusCode, ms, address, account: record?.asker };
    if (res.writableFinished) log.info(answer, "answered");
    else log.info(answer, "the client went away");
  });
  return id;
}

/** The id that {@link beginRequest} gave. */
export function requestIdOf(res: ServerResponse): string {
  return ids.get(res.req) ?? "";
}

/**
 * What the resolvers learn of a request, when they ask for it. The client's address obeys Express's `trust proxy`, set
 * from `TRUST_PROXY`.
 * @param writes whether the request may change something, where its method does not tell
 */
export const requestFacts = (
  req: Request,
  res: Response,
  door: Door,
  deps: Pick<Deps, "config" | "log">,
  writes = !SAFE_METHODS.has(req.method),
): RequestFacts => new Facts(req, res, door, deps, writes);

class Facts implements RequestFacts {
  readonly door: Door;
  readonly requestId: string;
  readonly record: AnswerRecord;
  readonly reportLimit: RequestFacts["reportLimit"];
  readonly #req: Request;
  readonly #res: Response;
  readonly #deps: Pick<Deps, "config" | "log">;
  readonly #writes: boolean;
  #child: Logger | undefined;
  #hungUp: AbortSignal | undefined;

  constructor(req: Request, res: Response, door: Door, deps: Pick<Deps, "config" | "log">, writes: boolean) {
    this.#req = req;
    this.#res = res;
    this.#deps = deps;
    this.#writes = writes;
    this.door = door;
    this.requestId = requestIdOf(res);
    this.record = recordOf(req);
    if (door.publicMaxAge !== null) this.record.letCachesKeep(door.publicMaxAge);
    this.reportLimit = reporting(res);
  }

  get address() {
    return clientAddress(this.#req);
  }
  get client() {
    const userAgent = (this.#req.get("user-agent") ?? "").slice(0, MAX_USER_AGENT);
    return { ip: this.address, userAgent };
  }
  get origin() {
    return ownOrigin(this.#req);
  }
  get language() {
    return languageOf(this.#req);
  }
  get log() {
    return (this.#child ??= this.#deps.log.child({ requestId: this.requestId }));
  }
  get credentials() {
    return readCredentials(this.#req.headers, this.door.cookies);
  }
  get crossSiteWrite() {
    return this.#writes && isCrossSite(this.#req, this.#deps.config.pages);
  }
  get hungUp() {
    return (this.#hungUp ??= hangUp(this.#res));
  }
}

/** The one of our languages that the client wants most; null when it does not say, or wants none of them. */
export function languageOf(req: Request): Language | null {
  const said = req.headers["accept-language"];
  // What `fetch` of Node sends unasked: anything, which is no wish.
  if (said === undefined || said === "*") return null;
  const wanted = req.acceptsLanguages([...languages]);
  return languages.find((language) => language === wanted) ?? null;
}

/** Scheme and host as the client knows them; those of the socket where it says nothing that could be a host. */
function ownOrigin({ protocol, host, socket }: Request): string {
  const asked = `${protocol}://${host}`;
  return URL.canParse(asked) ? new URL(asked).origin : `http://${socket.localAddress}:${socket.localPort}`;
}

function hangUp(res: Response): AbortSignal {
  const controller = new AbortController();
  res.once("close", () => {
    if (!res.writableFinished) controller.abort();
  });
  return controller.signal;
}

/**
 * Headers that belong to one request, whoever else gets the same answer: its id, what becomes of its connection, and those
 * of draft-ietf-httpapi-ratelimit-headers-03.
 */
export const OF_ONE_REQUEST = [
  REQUEST_ID,
  "Connection",
  "RateLimit-Limit",
  "RateLimit-Remaining",
  "RateLimit-Reset",
] as const;

/**
 * How much is left of the tightest of the limits that a request spent from, as headers' names and values; of several full
 * ones, of the one that stays so the longest, as `Retry-After` has it.
 */
export function limitHeaders(reports: readonly LimitReport[]): [name: string, value: string][] {
  const [tightest] = reports.toSorted(
    (a, b) => a.remaining - b.remaining || (a.remaining === 0 ? b.resetSeconds - a.resetSeconds : 0),
  );
  if (tightest === undefined) return [];
  const { limit, remaining, resetSeconds } = tightest;
  return [
    ["RateLimit-Limit", String(limit)],
    ["RateLimit-Remaining", String(remaining)],
    ["RateLimit-Reset", String(resetSeconds)],
  ];
}

function reporting(res: Response): RequestFacts["reportLimit"] {
  const reports: LimitReport[] = [];
  return (report) => {
    reports.push(report);
    for (const [name, value] of limitHeaders(reports)) res.setHeader(name, value);
  };
}
