import type { IncomingMessage } from "node:http";
import { perRequest } from "../http/per-request.ts";
import type { LimitReport } from "../limits/report.ts";

/** Counts an act once more, for a client at this address; null when a limit was full and nothing was counted. */
export type CountAgain = (address: string) => Promise<readonly LimitReport[] | null>;

const NOTHING_COUNTED: ReturnType<CountAgain> = Promise.resolve([]);

/** To whom an answer may be given again that depends on nothing but what its record has. */
export type Audience = "everybody" | "asker";

/**
 * Finds out again who asks, for a request that says the same, from this address: whether it is who it was, and nothing of
 * the account has changed.
 */
export type AskAgain = (address: string) => Promise<boolean>;

/** An error that a client was told of. */
export interface Failure {
  /** Of the catalogue. */
  readonly code: string;
  /** Which limit was full, of the errors that say so. */
  readonly limit?: string | undefined;
}

/**
 * What a request did beside its answer, as whatever serves it reports while it runs. From it follows whether the answer
 * may be given again, to whom, until when, and what has to happen then: it is good for everybody when somebody vouched for
 * it and nothing spoiled it, and for as long as all that was read for it stands.
 */
export class AnswerRecord {
  #audience: Audience | null = null;
  #isSpoilt = false;
  #isAsked = false;
  #askAgain: AskAgain | null = null;
  #maxAge: number | null = null;
  #acts: CountAgain[] = [];
  /** The products whose details were read. */
  views: number[] = [];
  /** The routes of old contracts that were called. */
  calls: string[] = [];
  #reads: (() => boolean)[] = [];
  /** The account that asked, once somebody has wanted to know. */
  asker: number | undefined;
  /** Method and path as the route's table has them: `GET /api/products/{id}`; undefined where no route took the request. */
  route: string | undefined;
  /** The name of the operation that ran, of a document that is known beforehand; `other` of what clients write. */
  operation: string | undefined;
  /** What the client was told of. */
  readonly failures: Failure[] = [];

  /** The answer says what these may know, and nothing but what it reports here. */
  share(audience: Audience): void {
    // Of several, whoever may know all of it.
    if (this.#audience !== "asker") this.#audience = audience;
  }

  /** The answer is one for this request alone. */
  spoil(): void {
    this.#isSpoilt = true;
  }

  /** Caches on the way may keep the answer if it is for everybody, and use it for so many seconds without asking. */
  letCachesKeep(seconds: number): void {
    this.#maxAge = seconds;
  }

  /** Something was done that limits count. @param again is null when it depends on more than an address whom they count */
  act(again: CountAgain | null): void {
    if (again === null) this.spoil();
    else this.#acts.push(again);
  }

  /** Somebody wants to know who asks. @param asker null for nobody, and as long as it is not known */
  asked(asker: { readonly account: number; readonly again: AskAgain } | null): void {
    this.#isAsked = true;
    this.asker = asker?.account;
    this.#askAgain = asker?.again ?? null;
  }

  /**
   * Does once more what has to be done each time, for a request that says the same, from this address.
   * @returns what is left of the limits; null when the answer is not for this request: its session has ended, say, or a
   *   limit was full, and nothing was counted
   */
  again(address: string): ReturnType<CountAgain> {
    if (this.#askAgain === null) return this.#countAgain(address);
    return this.#askAgain(address).then((isSame) => (isSame ? this.#countAgain(address) : null));
  }

  /** Without an act there is nothing to count. */
  #countAgain(address: string): ReturnType<CountAgain> {
    const [act] = this.#acts;
    return act === undefined ? NOTHING_COUNTED : act(address);
  }

  /** Something was read, that is what it was for as long as `stands` says so. */
  read(stands: () => boolean): void {
    this.#reads.push(stands);
  }

  /** Who would get the same answer, asking alike; null: nobody. */
  get audience(): Audience | null {
    if (this.#isSpoilt) return null;
    if (!this.#isAsked) return this.#audience;
    // What was to be for everybody does not depend on who asks.
    return this.#audience === "asker" && this.#askAgain !== null ? "asker" : null;
  }

  /** Whether the answer may be given again without the app; of several acts, some might be over their limit and some not. */
  get isGivenAgain(): boolean {
    return this.audience !== null && this.#acts.length <= 1;
  }

  /** For how many seconds caches on the way may use an answer for everybody without asking; null: they may not keep it. */
  get maxAge(): number | null {
    return this.#maxAge;
  }

  get stands(): boolean {
    return this.#reads.every((stands) => stands());
  }

  /** Gives up the room that lists have for more, of a request that is over: half of the memory that a record takes. */
  trim(): void {
    this.#acts = [...this.#acts];
    this.#reads = [...this.#reads];
    this.views = [...this.views];
    this.calls = [...this.calls];
  }
}

/** The record of a request that has one. */
export const recordIfAny = (req: IncomingMessage): AnswerRecord | undefined => records.get(req);

/** An answer is given again: what the first request did for it this one has done as well. */
export const sameRecord = (req: IncomingMessage, record: AnswerRecord): void => void records.set(req, record);

/** Says which route takes a request. */
export const noteRoute = (req: IncomingMessage, route: string): void => void (recordOf(req).route = route);

const records = perRequest<AnswerRecord>("record");

/** The record of a request, in which whatever serves it notes what it does. */
export const recordOf = (req: IncomingMessage): AnswerRecord =>
  records.get(req) ?? records.set(req, new AnswerRecord());
