import type { IncomingMessage } from "node:http";
import { perRequest } from "../http/per-request.ts";
import type { LimitReport } from "../limits/report.ts";

/** Counts an act once more, for a client at this address; null when a limit was full and nothing was counted. */
export type CountAgain = (address: string) => Promise<readonly LimitReport[] | null>;

const NOTHING_COUNTED: ReturnType<CountAgain> = Promise.resolve([]);

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
  #isShared = false;
  #isSpoilt = false;
  #maxAge: number | null = null;
  readonly #acts: CountAgain[] = [];
  /** The products whose details were read. */
  readonly views: number[] = [];
  /** The routes of old contracts that were called. */
  readonly calls: string[] = [];
  readonly #reads: (() => boolean)[] = [];
  /** The account that asked, once somebody has wanted to know. */
  asker: number | undefined;
  /** Method and path as the route's table has them: `GET /api/products/{id}`; undefined where no route took the request. */
  route: string | undefined;
  /** The name of the operation that ran, of a document that is known beforehand; `other` of what clients write. */
  operation: string | undefined;
  /** What the client was told of. */
  readonly failures: Failure[] = [];

  /** The answer says what everybody may know, and nothing but what it reports here. */
  share(): void {
    this.#isShared = true;
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

  /** Counts what was done once more; without an act there is nothing to count. */
  countAgain(address: string): ReturnType<CountAgain> {
    const [act] = this.#acts;
    return act === undefined ? NOTHING_COUNTED : act(address);
  }

  /** Something was read, that is what it was for as long as `stands` says so. */
  read(stands: () => boolean): void {
    this.#reads.push(stands);
  }

  /** Whether the answer says what everybody may know, and would say the same to everybody who asks alike. */
  get isForEverybody(): boolean {
    return this.#isShared && !this.#isSpoilt;
  }

  /** Whether the answer may be given again without the app; of several acts, some might be over their limit and some not. */
  get isForOthers(): boolean {
    return this.isForEverybody && this.#acts.length <= 1;
  }

  /** For how many seconds caches on the way may use an answer for everybody without asking; null: they may not keep it. */
  get maxAge(): number | null {
    return this.#maxAge;
  }

  get stands(): boolean {
    return this.#reads.every((stands) => stands());
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
