import type { IncomingMessage } from "node:http";
import type { Logger } from "pino";
import type { Account } from "./auth/accounts.ts";
import type { Client, SessionPolicy } from "./auth/sessions.ts";
import type { Config } from "./config.ts";
import type { Passwords } from "./auth/passwords.ts";
import type { Services } from "./deps.ts";
import { AppError, type ErrorCode, toAppError } from "./errors.ts";
import { networkOf } from "./limits/network.ts";
import type { Session } from "./stores/store.ts";

/** A way in. Doors differ in how sessions are renewed and in what their old documents allow, and in nothing else. */
export interface Door extends SessionPolicy {
  readonly name: "graphql" | "rest" | "bearer" | "envelope";
  /** Least length of a password that is set, in characters. */
  readonly passwordMinLength: number;
  /** Whether the cookie `access_token` signs in here as the Authorization header does. */
  readonly cookies: boolean;
}

export function doors(config: Config): Readonly<Record<Door["name"], Door>> {
  const modern = {
    renewal: "rotating",
    accessTtlSeconds: config.accessTtlSeconds,
    passwordMinLength: 8,
    cookies: true,
  } as const;
  return {
    graphql: { name: "graphql", ...modern },
    rest: { name: "rest", ...modern },
    envelope: { name: "envelope", ...modern, renewal: "fixed" },
    bearer: {
      name: "bearer",
      renewal: "access-token",
      accessTtlSeconds: config.bearerAccessTtlSeconds,
      passwordMinLength: config.bearerPasswordMinLength,
      cookies: false,
    },
  };
}

/** Nobody, and why: the error that a field which needs somebody answers with. */
export interface Anonymous {
  readonly kind: "anonymous";
  readonly because: Extract<
    ErrorCode,
    | "UNAUTHENTICATED"
    | "TOKEN_INVALID"
    | "TOKEN_EXPIRED"
    | "SESSION_ENDED"
    | "ACCOUNT_GONE"
    | "ACCOUNT_DISABLED"
    | "UNAVAILABLE"
  >;
}

export interface Viewer {
  readonly kind: "user";
  readonly account: Account;
  readonly session: Session;
}

/** What a request brings along, whichever door it came in by. */
export interface RequestFacts {
  readonly door: Door;
  readonly client: Client;
  /** Scheme and host that the request was sent to. */
  readonly origin: string;
  readonly requestId: string;
  readonly log: Logger;
  readonly credentials: Credentials;
  /** A method that may change something, sent by a page of another origin. */
  readonly crossSiteWrite: boolean;
  /** Aborted when the client goes away before it has its answer. */
  readonly hungUp: AbortSignal;
  /** Tells the door how much of a limit is left; the tightest one ends up in the answer's `RateLimit-*` headers. */
  readonly reportLimit: (report: LimitReport) => void;
}

export interface LimitReport {
  readonly limit: number;
  readonly remaining: number;
  readonly resetSeconds: number;
}

/** What every resolver gets: no key, no settings but those that clients may know, nothing that it has no business with. */
export interface Context extends Omit<Services, "passwords">, RequestFacts {
  /** Hashes in the turn of the client's network, and only while the client waits. */
  readonly passwords: Passwords;
  readonly viewer: Anonymous | Viewer;
}

/** The context of a field whose scope asks for somebody signed in. */
export type SignedInContext = Context & { readonly viewer: Viewer };

/** The access token that came along, or `unusable`: an Authorization header of another kind. */
export interface Credentials {
  readonly accessToken: string | null;
  readonly from: "header" | "cookie" | "nowhere";
  readonly unusable: boolean;
}

const BEARER = /^Bearer +([A-Za-z0-9._~+/=-]+) *$/i;
const COOKIE = /(?:^|;\s*)access_token="?Bearer(?: |%20)([^;"]+)"?/i;

/** Reads the Authorization header and, where the door takes it, the cookie; the header wins. */
export function readCredentials(headers: IncomingMessage["headers"], cookies: boolean): Credentials {
  if (headers.authorization !== undefined) {
    const accessToken = BEARER.exec(headers.authorization)?.[1] ?? null;
    return { accessToken, from: "header", unusable: accessToken === null };
  }
  const accessToken = (cookies && COOKIE.exec(headers.cookie ?? "")?.[1]) || null;
  return { accessToken, from: accessToken === null ? "nowhere" : "cookie", unusable: false };
}

/** @throws {AppError} CROSS_SITE when a page of another origin makes a browser write in its user's name */
export async function createContext(services: Services, request: RequestFacts): Promise<Context> {
  if (request.credentials.from === "cookie" && request.crossSiteWrite) throw new AppError("CROSS_SITE");
  const { shop, db, accounts, sessions, codes, catalogue, views, counting } = services;
  const viewer = await findViewer(services, request);
  // One by one: what is handed over here has more to it than resolvers should reach.
  const passwords = services.passwords.forClient({
    network: networkOf(request.client.ip),
    signal: request.hungUp,
  });
  return { shop, db, accounts, passwords, sessions, codes, catalogue, views, counting, ...request, viewer };
}

async function findViewer(
  { accounts, sessions }: Pick<Services, "accounts" | "sessions">,
  { credentials, client, log }: RequestFacts,
): Promise<Anonymous | Viewer> {
  const nobody = (because: Anonymous["because"]): Anonymous => ({ kind: "anonymous", because });
  if (credentials.accessToken === null) return nobody(credentials.unusable ? "TOKEN_INVALID" : "UNAUTHENTICATED");
  try {
    const authentication = await sessions.authenticate(credentials.accessToken, client);
    if (authentication.outcome === "refused") {
      const { because, userId } = authentication;
      // Deleting an account ends its sessions, so a token whose session is gone may be one of a deleted account's.
      const gone = because === "SESSION_ENDED" && userId !== undefined && (await accounts.find(userId)) === null;
      return nobody(gone ? "ACCOUNT_GONE" : because);
    }
    const { session } = authentication;
    const account = await accounts.find(session.userId, session.stamp);
    if (account === null) return nobody("ACCOUNT_GONE");
    if (account.credentialStamp !== session.stamp) return nobody("SESSION_ENDED");
    if (!account.isActive) return nobody("ACCOUNT_DISABLED");
    return { kind: "user", account, session };
  } catch (error) {
    // What anybody may read goes on while the store or the database is away; whatever needs somebody says 503.
    if (toAppError(error).code !== "UNAVAILABLE") throw error;
    log.warn({ err: error }, "a token could not be checked");
    return nobody("UNAVAILABLE");
  }
}
