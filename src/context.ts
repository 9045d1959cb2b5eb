import { type Language } from "./problems.ts";
import type { Logger } from "pino";
import type { AnswerRecord } from "./answers/record.ts";
import type { LimitReport } from "./limits/report.ts";
import type { Account } from "./auth/accounts.ts";
import type { PasswordPolicy } from "./auth/password-policy.ts";
import type { Client, SessionPolicy } from "./auth/sessions.ts";
import type { Catalogue } from "./catalogue/cache.ts";
import type { ViewCounter } from "./catalogue/views.ts";
import type { Config } from "./config.ts";
import type { Passwords } from "./auth/passwords.ts";
import type { ProofPolicy } from "./auth/proofs.ts";
import type { Services } from "./deps.ts";
import { AppError, type ErrorCode, toAppError } from "./errors.ts";
import { networkOf } from "./limits/network.ts";
import type { Session } from "./stores/store.ts";

/** A way in. Doors differ in how sessions are renewed and in what their old documents allow, and in nothing else. */
export interface Door extends SessionPolicy, ProofPolicy, PasswordPolicy {
  readonly name: "graphql" | "rest" | "bearer" | "envelope";
  /** Whether an account needs a first name, a last name or a phone number. */
  readonly nameRequired: boolean;
  /** Whether the cookie `access_token` signs in here as the Authorization header does. */
  readonly cookies: boolean;
  /** Whether a token that has expired still ends its session: the cookie goes when the token does, so that it mostly has. */
  readonly expiredTokensLogOut: boolean;
}

export function doors(config: Config): Readonly<Record<Door["name"], Door>> {
  const modern = {
    renewal: "rotating",
    accessTtlSeconds: config.accessTtlSeconds,
    passwordMinLength: 8,
    nameRequired: false,
    commonPasswords: false,
    cookies: true,
    expiredTokensLogOut: true,
    secondFactor: "field",
  } as const;
  return {
    graphql: { name: "graphql", ...modern },
    rest: { name: "rest", ...modern },
    envelope: { name: "envelope", ...modern, renewal: "fixed", secondFactor: "appended" },
    bearer: {
      name: "bearer",
      renewal: "access-token",
      accessTtlSeconds: config.bearerAccessTtlSeconds,
      passwordMinLength: config.bearerPasswordMinLength,
      nameRequired: true,
      // Its document has no rule, and its clients' people have passwords like these.
      commonPasswords: true,
      cookies: false,
      expiredTokensLogOut: false,
      secondFactor: "appended",
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
  /** The session of a token of ours that has expired, as far as it still stands. */
  readonly expiredSession?: string | undefined;
}

export interface Viewer {
  readonly kind: "user";
  readonly account: Account;
  /** An administrator, with a second factor where the settings ask for one. */
  readonly mayAdminister: boolean;
  readonly session: Session;
}

/** What a request brings along, whichever door it came in by. */
export interface RequestFacts {
  readonly door: Door;
  readonly client: Client;
  /** The client's address, for limits: an answer does not depend on whom they count. */
  readonly address: string;
  /** Scheme and host that the request was sent to. */
  readonly origin: string;
  /** What the client wants messages in; null when it wants none of our languages, or does not say. */
  readonly language: Language | null;
  readonly requestId: string;
  readonly log: Logger;
  readonly credentials: Credentials;
  /** A method that may change something, sent by a page of another origin. */
  readonly crossSiteWrite: boolean;
  /** Aborted when the client goes away before it has its answer. */
  readonly hungUp: AbortSignal;
  /** What is done for the request beside its answer. */
  readonly record: AnswerRecord;
  /** Tells the door how much of a limit is left; the tightest one ends up in the answer's `RateLimit-*` headers. */
  readonly reportLimit: (report: LimitReport) => void;
}

/** What every resolver gets: no key, no settings but those that clients may know, nothing that it has no business with. */
export interface Context extends Omit<Services, "passwords">, RequestFacts {
  /** Hashes in the turn of the client's network, and only while the client waits. */
  readonly passwords: Passwords;
  /** Finds out who asks, once, and only when somebody wants to know: most of a shop's answers are the same for everybody. */
  whoAsks(): Promise<Anonymous | Viewer>;
  /** Who asks, after `whoAsks` has found it out: whichever scope but `public` does. */
  readonly viewer: Anonymous | Viewer;
  /** The same, and undefined while nobody has wanted to know. */
  readonly asked: Anonymous | Viewer | undefined;
}

/** The context of a field whose scope asks for somebody signed in. */
export type SignedInContext = Context & { readonly viewer: Viewer };

/** The access tokens that came along. */
export interface Credentials {
  /** Of the `Authorization` header: "" when it has none, null when there is no such header. */
  readonly header: string | null;
  readonly cookie: string | null;
}

/**
 * What resolvers get. Of header and cookie the first counts that signs somebody in, the header first: scripts of pages
 * cannot read the cookie, and send headers with nothing or with something old in them beside it.
 * @throws {AppError} CROSS_SITE when a page of another origin makes a browser write in its user's name
 */
export async function createContext(services: Services, request: RequestFacts): Promise<Context> {
  const context = new RequestContext(services, request);
  // Not left to the first who wants to know: nothing may have been written by then.
  if (request.crossSiteWrite && request.credentials.cookie !== null) await context.whoAsks();
  return context;
}

/**
 * Hands over what resolvers may reach, and sees what they do with it: whoever asks for anything that the catalogue's cache
 * does not answer for, such as who asks, makes the answer one for this request alone.
 */
class RequestContext implements Context {
  readonly #services: Services;
  readonly #request: RequestFacts;
  readonly #record: AnswerRecord;
  readonly catalogue: Catalogue;
  readonly views: ViewCounter;
  #passwords: Passwords | undefined;
  #asking: Promise<Anonymous | Viewer> | undefined;
  #viewer: Anonymous | Viewer | undefined;

  constructor(services: Services, request: RequestFacts) {
    this.#services = services;
    this.#request = request;
    const record = (this.#record = request.record);
    const { catalogue, views } = services;
    this.catalogue = catalogue.noting((part, key, value) => record.read(() => catalogue.holds(part, key, value)));
    this.views = notingViews(views, record);
  }

  get #alone(): Services {
    this.#record.spoil();
    return this.#services;
  }
  get #aloneIn(): RequestFacts {
    this.#record.spoil();
    return this.#request;
  }

  get shop() {
    return this.#services.shop;
  }
  get counting() {
    return this.#services.counting;
  }
  get record() {
    return this.#record;
  }
  get door() {
    return this.#request.door;
  }
  get origin() {
    return this.#request.origin;
  }
  get language() {
    return this.#request.language;
  }
  get crossSiteWrite() {
    return this.#request.crossSiteWrite;
  }
  get address() {
    return this.#request.address;
  }
  get log() {
    return this.#request.log;
  }
  get reportLimit() {
    return this.#request.reportLimit;
  }

  get legacyUsage() {
    return this.#alone.legacyUsage;
  }
  get db() {
    return this.#alone.db;
  }
  get accounts() {
    return this.#alone.accounts;
  }
  get sessions() {
    return this.#alone.sessions;
  }
  get codes() {
    return this.#alone.codes;
  }
  get notices() {
    return this.#alone.notices;
  }
  get passwords() {
    const { passwords } = this.#alone;
    const { address, hungUp } = this.#request;
    return (this.#passwords ??= passwords.forClient({ network: networkOf(address), signal: hungUp }));
  }
  get client() {
    return this.#aloneIn.client;
  }
  get credentials() {
    return this.#aloneIn.credentials;
  }
  get requestId() {
    return this.#aloneIn.requestId;
  }
  get hungUp() {
    return this.#aloneIn.hungUp;
  }

  async whoAsks(): Promise<Anonymous | Viewer> {
    this.#asking ??= findViewer(this.#alone, this.#request);
    this.#viewer = await this.#asking;
    if (this.#viewer.kind === "user") this.#record.asker = this.#viewer.account.id;
    return this.#viewer;
  }

  get asked() {
    return this.#viewer;
  }

  get viewer() {
    if (this.#viewer === undefined) throw new TypeError("Nobody has asked yet who asks");
    return this.#viewer;
  }
}

/** Views are counted again with an answer that is given again; how many there are changes with every one. */
function notingViews(views: ViewCounter, record: AnswerRecord): ViewCounter {
  const alone =
    <Args extends unknown[], Given>(act: (...args: Args) => Given) =>
    (...args: Args): Given => {
      record.spoil();
      return act(...args);
    };
  return {
    count: (productId) => {
      record.views.push(productId);
      views.count(productId);
    },
    pending: alone(views.pending),
    flush: alone(views.flush),
    close: alone(views.close),
  };
}

type ViewerParts = Pick<Services, "shop" | "accounts" | "sessions">;

async function findViewer(parts: ViewerParts, request: RequestFacts): Promise<Anonymous | Viewer> {
  const { header, cookie } = request.credentials;
  const byHeader = header === null ? null : await viewerOf(header, parts, request);
  if (cookie === null || byHeader?.kind === "user") return byHeader ?? nobody("UNAUTHENTICATED");
  if (request.crossSiteWrite) throw new AppError("CROSS_SITE");
  const byCookie = await viewerOf(cookie, parts, request);
  if (byHeader === null || byCookie.kind === "user") return byCookie;
  return { ...byHeader, expiredSession: byHeader.expiredSession ?? byCookie.expiredSession };
}

const nobody = (because: Anonymous["because"], expiredSession?: string): Anonymous => ({
  kind: "anonymous",
  because,
  expiredSession,
});

async function viewerOf(
  accessToken: string,
  { shop, accounts, sessions }: ViewerParts,
  { client, log }: RequestFacts,
): Promise<Anonymous | Viewer> {
  try {
    const authentication = await sessions.authenticate(accessToken, client);
    if (authentication.outcome === "refused") {
      const { because, claims } = authentication;
      if (because === "TOKEN_EXPIRED") return nobody(because, claims?.sessionId);
      // Deleting an account ends its sessions, so a token whose session is gone may be one of a deleted account's.
      const gone = because === "SESSION_ENDED" && claims !== undefined && (await accounts.find(claims.userId)) === null;
      return nobody(gone ? "ACCOUNT_GONE" : because);
    }
    const { session } = authentication;
    const account = await accounts.find(session.userId, session.stamp);
    if (account === null) return nobody("ACCOUNT_GONE");
    if (account.credentialStamp !== session.stamp) return nobody("SESSION_ENDED");
    if (!account.isActive) return nobody("ACCOUNT_DISABLED");
    const mayAdminister = account.isAdmin && (!shop.adminSecondFactor || account.secondFactorSince !== null);
    return { kind: "user", account, mayAdminister, session };
  } catch (error) {
    // What anybody may read goes on while the store or the database is away; whatever needs somebody says 503.
    if (toAppError(error).code !== "UNAVAILABLE") throw error;
    log.warn({ err: error }, "a token could not be checked");
    return nobody("UNAVAILABLE");
  }
}
