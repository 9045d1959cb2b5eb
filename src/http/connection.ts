import type { IncomingMessage } from "node:http";
import { type Express, type Request, request } from "express";
import { perRequest } from "./per-request.ts";

/** What Express tells of a request from its connection, and from what proxies that are trusted say about it. */
export const READINGS = ["protocol", "secure", "host", "hostname", "ip", "ips"] as const;
export type Reading = (typeof READINGS)[number];

/** A request as it came. */
class Sent {
  readonly headers: IncomingMessage["headers"];
  readonly socket: IncomingMessage["socket"];
  address: string | undefined;
  /** What Express's getters look for besides, when they read from this. */
  app: Express | undefined;

  constructor({ headers, socket }: IncomingMessage) {
    this.headers = headers;
    this.socket = socket;
  }
}
// So that each getter finds the others; what is defined above stands before what is inherited.
Object.setPrototypeOf(Sent.prototype, request);

const sents = perRequest<Sent>("as sent");

/** A request as it came, whatever has been changed of its headers since this was asked for the first time. */
export const asSent = (req: IncomingMessage): Sent => sents.get(req) ?? sents.set(req, new Sent(req));

/** Reads a request as Express does, before it has come to the app or after. */
export function readConnection(reading: Reading, req: IncomingMessage, app: Express): unknown {
  const sent = asSent(req);
  sent.app = app;
  return getters[reading].call(sent);
}

/** Longer than any address with its zone and port; what a trusted proxy passes on may be anything. */
const MAX_ADDRESS = 100;

/** The address of a request's client. */
export function addressOf(req: IncomingMessage, app: Express): string {
  const sent = asSent(req);
  if (sent.address === undefined) {
    const address = readConnection("ip", req, app);
    sent.address = typeof address === "string" ? address.slice(0, MAX_ADDRESS) : "";
  }
  return sent.address;
}

/** The same within the app; unlike `req.ip` it is no question on which the answer depends: limits alone go by it. */
export const clientAddress = (req: Request): string => addressOf(req, req.app as Express); // as express() made it

const getterOf = (reading: Reading): (() => unknown) => {
  const getter = Object.getOwnPropertyDescriptor(request, reading)?.get;
  if (getter === undefined) throw new TypeError(`Express's requests have no ${reading}`);
  return getter;
};

const getters = {
  protocol: getterOf("protocol"),
  secure: getterOf("secure"),
  host: getterOf("host"),
  hostname: getterOf("hostname"),
  ip: getterOf("ip"),
  ips: getterOf("ips"),
} satisfies Record<Reading, () => unknown>;
