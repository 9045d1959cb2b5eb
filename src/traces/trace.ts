import { AsyncLocalStorage } from "node:async_hooks";
import type { DocumentNode } from "graphql";
import type { LimitReport } from "../limits/report.ts";

/** Something that was done for a request. */
interface Step {
  /** From the beginning of the request, in milliseconds. */
  readonly at: number;
  readonly ms: number;
  readonly failed: boolean;
}

/** A GraphQL operation, as it ran. */
export interface Operation {
  readonly document: DocumentNode;
  /** May hold secrets. */
  readonly variables: Readonly<Record<string, unknown>>;
}

/** A statement to the database; its values are not in it. */
export interface Statement {
  readonly sql: string;
}

/** What is done for one request, noted while somebody watches. */
export class Trace {
  /** As it was sent: routers shorten the request's own. */
  readonly url: string;
  /** Milliseconds since the epoch. */
  readonly startedAt = Date.now();
  readonly #start = performance.now();
  readonly operations: (Step & Operation)[] = [];
  readonly statements: (Step & Statement)[] = [];
  readonly limits: LimitReport[] = [];

  constructor(url: string) {
    this.url = url;
  }

  /** Milliseconds since the beginning of the request. */
  get age(): number {
    return performance.now() - this.#start;
  }
}

/** More would be a fault of their own; a trace is for people. */
const MOST_STEPS = 200;

const current = new AsyncLocalStorage<Trace>();

/** Notes into a trace what `act` does, and whatever follows from it. */
export const tracing = (trace: Trace, act: () => void): void => current.run(trace, act);

export const tracedOperation = <T>(operation: Operation, act: () => T | Promise<T>): T | Promise<T> =>
  timed((trace) => trace.operations, operation, act);

export const tracedStatement = <T>(statement: Statement, act: () => Promise<T>): T | Promise<T> =>
  timed((trace) => trace.statements, statement, act);

export function traceLimits(reports: readonly LimitReport[]): void {
  current.getStore()?.limits.push(...reports);
}

/** Where nobody watches this is the act and nothing else. */
function timed<What, T>(
  stepsOf: (trace: Trace) => (Step & What)[],
  what: What,
  act: () => T | Promise<T>,
): T | Promise<T> {
  const trace = current.getStore();
  const steps = trace && stepsOf(trace);
  if (trace === undefined || steps === undefined || steps.length >= MOST_STEPS) return act();
  return noted(trace, steps, what, act);
}

async function noted<What, T>(trace: Trace, steps: (Step & What)[], what: What, act: () => T | Promise<T>): Promise<T> {
  const at = trace.age;
  let failed = true;
  try {
    const result = await act();
    failed = false;
    return result;
  } finally {
    steps.push({ ...what, at, ms: trace.age - at, failed });
  }
}
