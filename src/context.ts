import type { Logger } from "pino";
import { type Language } from "./problems.ts";
import { type Concern, noConcern } from "./audit/concern.ts";
import type { AnswerRecord } from "./answers/record.ts";
import type { LimitReport } from "./limits/report.ts";
import type { Catalogue } from "./catalogue/cache.ts";
import type { ViewCounter } from "./catalogue/views.ts";
import type { Passwords } from "./auth/passwords.ts";
import { type Anonymous, type Asking, askingAgain, findViewer, type Viewer } from "./auth/viewer.ts";
import type { Services } from "./deps.ts";
import type { Door } from "./doors.ts";
import { networkOf } from "./limits/network.ts";

/** What a request brings along, whichever door it came in by. */
export interface RequestFacts extends Asking {
  readonly log: Logger;
  readonly door: Door;
  /** The client's address, for limits: an answer does not depend on whom they count. */
  readonly address: string;
  /** Scheme and host that the request was sent to. */
  readonly origin: string;
  /** What the client wants messages in; null when it wants none of our languages, or does not say. */
  readonly language: Language | null;
  readonly requestId: string;
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
  /** What the act that runs finds out about itself. */
  readonly concern: Concern;
}

/** The context of a field whose scope asks for somebody signed in. */
export type SignedInContext = Context & { readonly viewer: Viewer };

/**
 * What resolvers get.
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
  readonly concern = noConcern();
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
  get #mailLanguage(): Language | null {
    return this.door.mailsInOneLanguage ? this.language : null;
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
  get trail() {
    return this.#alone.trail;
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
    return this.#alone.codes.in(this.#mailLanguage);
  }
  get notices() {
    return this.#alone.notices.in(this.#mailLanguage);
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

  whoAsks(): Promise<Anonymous | Viewer> {
    return (this.#asking ??= this.#findOut());
  }

  async #findOut(): Promise<Anonymous | Viewer> {
    // Until somebody is found.
    this.#record.asked(null);
    const viewer = (this.#viewer = await findViewer(this.#services, this.#request));
    if (viewer.kind === "user") {
      const again = askingAgain(this.#services, this.#request, viewer);
      this.#record.asked({ account: viewer.account.id, again });
    }
    return viewer;
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
