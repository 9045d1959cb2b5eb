/**
 * What the server keeps outside its database: sessions, throttles, one-time codes and views that are still to be
 * written; and how the processes of one shop tell each other what has changed.
 * Two engines implement it (embedded: a SQLite file; Redis), one suite holds both to these words.
 *
 * Every method that keeps something is atomic: of two callers in parallel, in one process or several, each sees the other's act whole or
 * not at all. Times are milliseconds since the epoch and come from the caller, so that tests can move the clock.
 * An engine that cannot be reached throws {@link StoreUnavailable}.
 */
export interface Store {
  readonly sessions: SessionStore;
  readonly throttle: ThrottleStore;
  readonly codes: CodeStore;
  readonly views: ViewStore;
  readonly messages: MessageBus;
  /** Resolves when the engine answers; for the readiness check. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** The engine cannot be reached or did not answer in time. Callers may try again later. */
export class StoreUnavailable extends Error {
  override readonly name = "StoreUnavailable";
}

// ── Sessions ────────────────────────────────────────────────────────────────────────────────────────────────────────

/**
 * How the holder of a session gets a new access token; fixed when the session starts, by the door it starts at.
 * - `access-token`: for its old access token, which a newer one replaces (bearer contract).
 * - `rotating`: for a refresh token that is replaced at each use (GraphQL and /api/v2).
 * - `fixed`: for a refresh token that stays the same (envelope contract).
 */
export type Renewal = "access-token" | "rotating" | "fixed";

export interface Session {
  /**
   * `<userId>.<random>`, the random part 16 to 128 characters of base64url: an engine finds the owner from the id alone,
   * which lets it keep all of a user's sessions in one place and end them in one act. No session has any other id.
   */
  readonly id: string;
  readonly userId: number;
  /** The user's credential stamp when the session began: whoever loads the user compares the two. */
  readonly stamp: string;
  readonly renewal: Renewal;
  /** Raised by one at each rotation; tokens carry the generation they were made in. */
  readonly generation: number;
  /** Generations that were rotated out a moment ago and are still good until the given time. */
  readonly retiring: readonly { readonly generation: number; readonly until: number }[];
  readonly createdAt: number;
  readonly lastUsedAt: number;
  /** From this time on the session is gone. */
  readonly expiresAt: number;
  readonly ip: string;
  readonly userAgent: string;
}

export type Rotation =
  /** The generation given was current and has been replaced: `session.generation` is the new one. */
  | { readonly outcome: "rotated"; readonly session: Session }
  /** It was rotated out within its grace: nothing changed, `session` is as it stands. */
  | { readonly outcome: "in-grace"; readonly session: Session }
  /** It was rotated out before that, and the session, which is as it stands, lasts until the new expiry. */
  | { readonly outcome: "stands"; readonly session: Session }
  /** It was rotated out before that, so somebody else holds the newer one: the session has been ended. */
  | { readonly outcome: "reused" }
  | { readonly outcome: "gone" };

/** How many live sessions a user has at most. */
export const SESSIONS_PER_USER = 100;

export interface SessionStore {
  /**
   * Keeps a session. When its user has more than {@link SESSIONS_PER_USER} live ones by it, the one unused longest ends.
   * @throws {TypeError} when the id is not of the form above or is taken: both are mistakes of the caller's.
   */
  create(session: Session): Promise<void>;
  /** The session, or null when there is none or it has expired. */
  find(id: string, now: number): Promise<Session | null>;
  /** Notes a use; a session that is gone stays gone. */
  touch(id: string, use: { readonly at: number; readonly ip: string }): Promise<void>;
  /**
   * Replaces a session's generation, moves its expiry to `expiresAt`, and keeps the old generation good for `graceMs`.
   * A generation that never was (higher than the current one) counts as `reused`.
   * @param change.whenReplaced what becomes of a session when a generation comes back after its grace: `end` where its
   *   tokens are used once, so that somebody else must have it; `keep` where holders do not know of each other
   */
  rotate(
    id: string,
    generation: number,
    change: {
      readonly now: number;
      readonly graceMs: number;
      readonly expiresAt: number;
      readonly whenReplaced: "end" | "keep";
    },
  ): Promise<Rotation>;
  /** Ends one session; false when it was gone already. */
  end(id: string, now: number): Promise<boolean>;
  /** Ends every session of a user and says how many there were. The one to spare, when given, has the given stamp from then on. */
  endAll(
    userId: number,
    options: { readonly now: number; readonly except?: { readonly id: string; readonly stamp: string } },
  ): Promise<number>;
  /** The live sessions of a user, newest first; never more than {@link SESSIONS_PER_USER}. */
  list(userId: number, now: number): Promise<readonly Session[]>;
}

// ── Throttles ───────────────────────────────────────────────────────────────────────────────────────────────────────

/** At most `limit` acts within a window of `windowMs` that opens with the first of them. */
export interface Bucket {
  /** Names the rule and whom it counts, such as `login:203.0.113.7`. */
  readonly key: string;
  readonly limit: number;
  readonly windowMs: number;
}

export interface BucketState {
  /** How many more acts the window takes. */
  readonly remaining: number;
  /** When the window ends; for one that is not open, when it would end if it opened now. */
  readonly resetAt: number;
}

/** What became of an act; `states` are in the order of its buckets, as it left them. */
export interface Verdict {
  readonly allowed: boolean;
  readonly states: readonly BucketState[];
}

export interface ThrottleStore {
  /**
   * Counts one act in every bucket, or in none when any of them is full: a refused try costs nothing and moves no window.
   * Acts of one turn of the event loop are counted together, in the order in which they came; where that fails, all fail.
   * @throws {TypeError} when one key is named twice
   */
  consume(buckets: readonly Bucket[], now: number): Promise<Verdict>;
}

// ── One-time codes ──────────────────────────────────────────────────────────────────────────────────────────────────

/** What a code is good for: one asked for to sign in does not register an account. */
export type CodePurpose = "register" | "sign-in" | "change-address";

export interface CodeStore {
  /** Keeps the code's hash in place of an older one, whose wrong tries go with it. */
  put(code: {
    readonly mailbox: string;
    readonly purpose: CodePurpose;
    readonly hash: string;
    readonly expiresAt: number;
    readonly now: number;
  }): Promise<void>;
  /**
   * Uses the code up: true for exactly one caller, when the hash is that of a live code. Any other hash while a code is
   * live is a wrong try; with `maxTries` of them the code is dead.
   */
  redeem(attempt: {
    readonly mailbox: string;
    readonly purpose: CodePurpose;
    readonly hash: string;
    readonly maxTries: number;
    readonly now: number;
  }): Promise<boolean>;
}

// ── Views ───────────────────────────────────────────────────────────────────────────────────────────────────────────

/** Views that one caller is to write to the database. */
export interface ViewBatch {
  /** Unique for good. The transaction that writes the batch records it, and refuses a batch it finds recorded. */
  readonly id: string;
  /** Product id → how many; never empty. */
  readonly counts: ReadonlyMap<number, number>;
}

/** Product views on their way to the database. Callers add, take what waits, write it, and settle. */
export interface ViewStore {
  /**
   * Adds views (product id → how many) to what waits; all of them or, when it throws, none. (Where the engine is behind
   * a network, a {@link StoreUnavailable} leaves open which: a caller that tries again may count twice.)
   * @throws {TypeError} unless ids and counts are positive integers
   */
  add(counts: ReadonlyMap<number, number>): Promise<void>;
  /**
   * Hands everything that waits to one caller, leased until `now + leaseMs`. Null while a batch is leased, so that one
   * process writes at a time, and when nothing waits. A batch whose lease ran out unsettled is handed out again, with the
   * same id and counts, before anything newer: whether its taker wrote it before it died, the database knows.
   */
  take(options: { readonly now: number; readonly leaseMs: number }): Promise<ViewBatch | null>;
  /** The batch is in the database, by whomever: forget it. One that is unknown (settled before) changes nothing. */
  settle(batchId: string): Promise<void>;
}

// ── Messages ────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The longest that a lost message goes unnoticed, in milliseconds: a second, and what a slow engine may take to be asked. */
export const GAP_MS = 3500;

/**
 * Short notes between the processes of a shop, for dropping caches. Delivery is at most once, normally within 100 ms. The
 * engine numbers them without holes and looks at the newest number every second, so that one that was lost is noticed
 * within {@link GAP_MS}. Whoever keeps something because of it keeps it only while `connected`, and drops it at each gap.
 */
export interface MessageBus {
  /**
   * Hands a note (payload `""` unless given) to every process that listens, this one included. Its own listeners may
   * have been called when this resolves, or not yet.
   * @throws {StoreUnavailable} when it could not be handed over
   */
  publish(topic: string, payload?: string): Promise<void>;
  /**
   * Listens from the moment when `connected` is true. Never throws; what a listener throws goes to the engine's `onError`.
   * @returns what ends this subscription
   */
  subscribe(topic: string, listener: (payload: string) => void): () => void;
  /**
   * False from the moment when the engine notices that messages may be missed (nobody has subscribed, the connection is
   * lost, polling fails); true only while everything published from now on arrives.
   */
  readonly connected: boolean;
  /**
   * Calls the listener each time `connected` becomes true after having been false, the first time included: messages may
   * have been missed until now. It is not a subscription, and makes no connection.
   * @returns what ends this
   */
  onGap(listener: () => void): () => void;
}
