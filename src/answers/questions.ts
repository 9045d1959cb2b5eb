import type { IncomingMessage } from "node:http";
import type { Express, Request } from "express";
import { asSent, READINGS, readConnection } from "../http/connection.ts";
import { perRequest } from "../http/per-request.ts";

/** Something that is asked of a request; two requests that answer all of it alike are answered alike. */
export interface Question {
  /** @returns what tells by itself where it ends */
  (req: IncomingMessage): string;
  /** The header that it is about, if it is about one. */
  readonly header?: string;
}

type Note = (question: Question) => void;
const notes = perRequest<Note>("notes");
const headerQuestions = new Map<string, Question>();

function headerQuestion(name: string): Question {
  let question = headerQuestions.get(name);
  if (question === undefined) {
    question = Object.assign((req: IncomingMessage) => netstring(asSent(req).headers[name]), { header: name });
    headerQuestions.set(name, question);
  }
  return question;
}

/** With its length before it, whatever is in it. */
function netstring(answer: unknown): string {
  if (answer === undefined) return "-";
  const text = typeof answer === "string" ? answer : JSON.stringify(answer);
  return `${text.length}:${text}`;
}

/**
 * Notes from now on what is asked of a request beyond its method, its URL and its body, whoever asks: nobody has to keep a
 * list of it. Whoever asks for all of its headers at once gets them, and asks for too much.
 * @param onTooMuch is called when that happens
 * @returns what has been asked so far
 */
export function noteQuestions(req: IncomingMessage, onTooMuch: () => void): () => readonly Question[] {
  const asked = new Set<Question>();
  notes.set(req, (question) => void asked.add(question));
  const { headers } = asSent(req);
  const noteHeader = (name: string | symbol): void => {
    if (typeof name === "string") asked.add(headerQuestion(name));
  };
  // A copy: the doors may change headers for those behind them, which the client has not sent.
  req.headers = new Proxy(
    { ...headers },
    {
      get: (copy, name) => {
        noteHeader(name);
        return Reflect.get(copy, name);
      },
      has: (copy, name) => {
        noteHeader(name);
        return Reflect.has(copy, name);
      },
      ownKeys: (copy) => {
        onTooMuch();
        return Reflect.ownKeys(copy);
      },
    },
  );
  const { rawHeaders } = req;
  // What else node:http has of headers it makes from these.
  Object.defineProperty(req, "rawHeaders", {
    get: () => {
      onTooMuch();
      return rawHeaders;
    },
  });
  return () => [...asked];
}

/**
 * Makes what an app reads from the connection questions like those for headers, and leaves it to whoever keeps the answers
 * whether a client has one already.
 */
export function askThroughNotes(app: Express): void {
  for (const reading of READINGS) {
    const question: Question = (req) => netstring(readConnection(reading, req, app));
    Object.defineProperty(app.request, reading, {
      get(this: Request) {
        notes.get(this)?.(question);
        return readConnection(reading, this, app);
      },
    });
  }
  Object.defineProperty(app.request, "fresh", { value: false });
}
