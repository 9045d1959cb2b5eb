import { getGraphQLRateLimiter, Store } from "graphql-rate-limit";
import type { GraphQLResolveInfo } from "graphql";
import type { Bucket, ThrottleStore, Verdict } from "../stores/store.ts";

export interface Act<Context> {
  readonly parent: unknown;
  readonly args: Record<string, unknown>;
  readonly context: Context;
  readonly info: GraphQLResolveInfo;
}

/** What limits are counted with. */
export interface Counting {
  readonly throttle: ThrottleStore;
  /** What every limit is multiplied by; 0: no limits. */
  readonly factor: number;
  /** Whether plain reads from this address are not limited. */
  readonly isUnlimitedReader: (address: string) => boolean;
  /** Milliseconds since the epoch. */
  readonly clock: () => number;
}

/**
 * graphql-rate-limit reads its store, decides, then writes, so that parallel requests slip through. This store counts the
 * whole act where the library reads, in one atomic step, and gives back the one thing it has to know: full or not.
 */
class CountingStore extends Store {
  verdict: Verdict | undefined;
  private readonly count: () => Promise<Verdict>;

  constructor(count: () => Promise<Verdict>) {
    super();
    this.count = count;
  }

  override async getForIdentity(): Promise<readonly number[]> {
    this.verdict = await this.count();
    return this.verdict.allowed ? [] : [Date.now()];
  }

  override setForIdentity(): void {}
}

/** Counts one act in every bucket or in none; the only place that knows graphql-rate-limit. */
export async function spend<Context>(
  throttle: ThrottleStore,
  buckets: readonly Bucket[],
  now: number,
  act: Act<Context>,
): Promise<Verdict> {
  const store = new CountingStore(() => throttle.consume(buckets, now));
  const limiter = getGraphQLRateLimiter({
    identifyContext: () => "",
    store,
    enableBatchRequestCache: false,
  });
  const refusal = await limiter(act, { max: 1 });
  return { allowed: refusal === undefined, states: store.verdict?.states ?? [] };
}
