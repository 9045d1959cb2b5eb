import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { Express } from "express";
import type { Deps } from "../deps.ts";
import { addressOf, asSent } from "../http/connection.ts";
import { areBodiesFull, countBody, noteBody } from "../http/json-body.ts";
import { beginRequest, limitHeaders, REQUEST_ID, requestIdOf } from "../http/request.ts";
import { captureWhole } from "./capture.ts";
import { answerFrom, sendCompressed, takeOwnHeaders } from "./finish.ts";
import { askThroughNotes, noteQuestions } from "./questions.ts";
import { recordOf, sameRecord } from "./record.ts";
import { type Kept, Shelf } from "./shelf.ts";

/** The one address where a POST may be a read. */
const POSTED_READS = "/graphql";
/** Longer bodies are not looked up: hardly anybody sends one twice. */
const MAX_BODY = 16 * 1024;

type Parts = Pick<Deps, "views" | "legacyUsage" | "log" | "tallies">;

/**
 * Answers again what the app has answered before, with everything that went with it: the limit is counted, views are, the
 * answer has an id and a line in the log of its own. Whatever is not known, or not good any more, the app answers; to
 * several who ask for the same at the same time, once. It says in its record whether an answer is for others too.
 */
export function withAnswers(app: Express, { views, legacyUsage, log, tallies }: Parts): RequestListener {
  const shelf = new Shelf();
  const underWay = new Map<string, Promise<void>>();
  askThroughNotes(app);
  const figures = { hits: 0, misses: 0 };
  tallies.caches.set("answers", () => ({ ...figures, bytes: shelf.bytes }));

  const again = async (req: IncomingMessage, res: ServerResponse, target: string, kept: Kept): Promise<void> => {
    const { record } = kept;
    const reports = await record.again(addressOf(req, app)).catch(notForThisOne);
    // The app has the words for it.
    if (reports === null) return anew(req, res, target);
    figures.hits += 1;
    sameRecord(req, record);
    for (const product of record.views) views.count(product);
    const userAgent = asSent(req).headers["user-agent"] ?? "";
    for (const route of record.calls) {
      legacyUsage.note(route, userAgent);
      if (record.asker !== undefined) legacyUsage.noteAccount(route, userAgent, record.asker);
    }
    kept.answer.send(req, res, [REQUEST_ID, requestIdOf(res), ...limitHeaders(reports).flat()]);
  };

  /** Has the app answer a request that may be a read, and keeps the answer when it is for others too. */
  const anew = (req: IncomingMessage, res: ServerResponse, target: string, onDone = nothing): void => {
    figures.misses += 1;
    res.setHeader(REQUEST_ID, requestIdOf(res));
    const record = recordOf(req);
    const asked = noteQuestions(req, () => record.spoil());
    captureWhole(res, (body, end) => {
      const given = { record, asked: asked() };
      const answer = record.audience !== null && record.stands ? answerFrom(req, res, body, given) : null;
      if (answer !== null && record.isGivenAgain) shelf.put(req, target, given.asked, { answer, record });
      else shelf.noteForNobodyElse(target);
      if (answer === null) sendCompressed(req, res, body, end);
      else answer.send(req, res, takeOwnHeaders(res));
      onDone();
    });
    app(req, res);
  };

  /** The first of several who ask for the same has the app answer; the others wait for what comes of it. */
  const lead = (req: IncomingMessage, res: ServerResponse, target: string): void => {
    const { promise, resolve } = Promise.withResolvers<void>();
    underWay.set(target, promise);
    const end = (): void => {
      if (underWay.get(target) === promise) underWay.delete(target);
      resolve();
    };
    // Of an answer in several pieces, or a client that went away, nothing comes.
    res.once("close", end);
    anew(req, res, target, end);
  };

  const read = (req: IncomingMessage, res: ServerResponse, target: string): void => {
    const kept = shelf.find(req, target);
    if (kept) return void again(req, res, target, kept);
    const leader = underWay.get(target);
    if (leader === undefined) return shelf.isForNobodyElse(target) ? anew(req, res, target) : lead(req, res, target);
    void leader.then(() => {
      const found = shelf.find(req, target);
      return found ? again(req, res, target, found) : anew(req, res, target);
    });
  };

  return (req, res) => {
    const id = beginRequest(req, res, app, { log, tallies });
    const { method, url = "" } = req;
    if (method === "GET" && !hasBody(req)) return read(req, res, `GET ${url}`);
    if (method === "POST" && url.split("?", 1)[0] === POSTED_READS && hasShortBody(req)) {
      return void readBody(req).then((body) => read(req, res, `POST ${url}\n${body.toString("latin1")}`));
    }
    res.setHeader(REQUEST_ID, id);
    captureWhole(res, (body, end) => sendCompressed(req, res, body, end));
    app(req, res);
  };
}

const nothing = (): void => undefined;

/** The app will see the same failure, and report it. */
const notForThisOne = () => null;

function hasBody({ headers }: IncomingMessage): boolean {
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}

/** A body that can be read as it is; the app has the words for one that there is no room for. */
function hasShortBody({ headers }: IncomingMessage): boolean {
  const length = Number(headers["content-length"]);
  return length > 0 && length <= MAX_BODY && headers["content-encoding"] === undefined && !areBodiesFull();
}

/** Reads a body whole. Of a client that goes away before its end, nothing comes. */
function readBody(req: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  req.once("close", countBody(req));
  req.on("data", (part: Buffer) => void parts.push(part));
  return new Promise((resolve) => {
    req.once("end", () => {
      const [first = Buffer.alloc(0), ...rest] = parts;
      const body = rest.length === 0 ? first : Buffer.concat(parts);
      noteBody(req, body);
      resolve(body);
    });
  });
}
