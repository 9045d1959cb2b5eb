import type { AnswerRecord } from "../answers/record.ts";

/** Upper ends of the durations that requests are sorted into, in seconds. */
export const DURATIONS = [0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10] as const;

/** How requests of one route were answered. */
export interface RouteTally {
  /** By HTTP status. */
  readonly statuses: Map<number, number>;
  /** How many took as long as each of {@link DURATIONS} at most, and longer than the one before; the last: longer than all. */
  readonly durations: number[];
  /** All durations together. */
  seconds: number;
}

/** How something that is kept in memory does. */
export interface CacheFigures {
  /** Reads that found something. */
  readonly hits: number;
  readonly misses: number;
  /** About how much memory it takes. */
  readonly bytes: number;
}

/**
 * What this process has counted since its start, where it happens: a number goes up, and nothing is made for it. Names are
 * those of the server's own tables, so that nobody from outside can add one.
 */
export class Tallies {
  /** By route, as its table has it: `GET /api/products/{id}`. */
  readonly routes = new Map<string, RouteTally>();
  /** By the name of the operation, for documents that are known beforehand; `other` for all that clients write. */
  readonly operations = new Map<string, number>();
  /** By the code of the catalogue. */
  readonly errors = new Map<string, number>();
  /** Refusals by limits, by the act that is limited. */
  readonly refusals = new Map<string, number>();
  /** What is kept in memory, by name, and how to learn how it does. */
  readonly caches = new Map<string, () => CacheFigures>();

  /**
   * Counts a request that is over.
   * @param done what it did; undefined where nothing took it
   */
  request(done: Done | undefined, status: number, ms: number): void {
    this.#answered(done?.route ?? "other", status, ms / 1000);
    if (done === undefined) return;
    if (done.operation !== undefined) countOne(this.operations, done.operation);
    for (const failure of done.failures) this.failed(failure);
  }

  failed({ code, limit }: Done["failures"][number]): void {
    countOne(this.errors, code);
    if (limit !== undefined) countOne(this.refusals, limit);
  }

  #answered(route: string, status: number, seconds: number): void {
    let tally = this.routes.get(route);
    if (tally === undefined) {
      tally = { statuses: new Map(), durations: Array.from({ length: DURATIONS.length + 1 }, () => 0), seconds: 0 };
      this.routes.set(route, tally);
    }
    let slot = 0;
    while (seconds > (DURATIONS[slot] ?? Infinity)) slot += 1;
    tally.durations[slot] = (tally.durations[slot] ?? 0) + 1;
    tally.seconds += seconds;
    countOne(tally.statuses, status);
  }
}

/** What is counted of what a request did. */
type Done = Pick<AnswerRecord, "route" | "operation" | "failures">;

function countOne<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
