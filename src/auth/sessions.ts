import { randomBytes } from "node:crypto";
import { AppError, type ErrorCode } from "../errors.ts";
import type { Renewal, Session, SessionStore } from "../stores/store.ts";
import type { TokenClaims, Tokens } from "./tokens.ts";

/** How long a token that was replaced a moment ago still works, so that two tabs can refresh at once. */
const GRACE_MS = 10_000;

/** A session's last use is noted at most this often, so that reading does not mean writing. */
const TOUCH_MS = 60_000;

/** How sessions are made at the door that a request came in by. */
export interface SessionPolicy {
  readonly renewal: Renewal;
  readonly accessTtlSeconds: number;
}

export interface Client {
  readonly ip: string;
  readonly userAgent: string;
}

export interface SessionTokens {
  readonly session: Session;
  readonly accessToken: string;
  /** Null when the session is renewed by its access token. */
  readonly refreshToken: string | null;
  /** When the access token expires, in milliseconds since the epoch. */
  readonly expiresAt: number;
}

export interface Sessions {
  /** Starts a session: the only place that does. */
  start(userId: number, policy: SessionPolicy, client: Client): Promise<SessionTokens>;
  /** The live session of an access token, or why there is none. */
  authenticate(accessToken: string, client: Client): Promise<Authentication>;
  /**
   * New tokens for a refresh token, or (sessions renewed by `access-token`) for an access token, expired or not.
   * @throws {AppError} TOKEN_INVALID: no token of that kind of ours; REFRESH_REJECTED: its session has ended, is not
   *   renewed this way, or the token was replaced before and its grace is over, which ends the session
   */
  renew(token: RenewalToken, policy: SessionPolicy): Promise<SessionTokens>;
  /** Whose live session a refresh token belongs to; null when it is none of ours, or has been replaced. */
  ownerOf(refreshToken: string): Promise<number | null>;
  /** @throws {AppError} SESSION_NOT_FOUND */
  end(sessionId: string): Promise<void>;
  /** How many sessions it ended. */
  endAll(userId: number): Promise<number>;
  list(userId: number): Promise<readonly Session[]>;
}

export interface RenewalToken {
  readonly kind: "access" | "refresh";
  readonly token: string;
}

export type Authentication =
  | { readonly outcome: "live"; readonly session: Session }
  | {
      readonly outcome: "refused";
      readonly because: Extract<ErrorCode, "TOKEN_INVALID" | "TOKEN_EXPIRED" | "SESSION_ENDED">;
      /** Whose token it was, when it is one of ours. */
      readonly userId?: number;
    };

interface Parts {
  readonly store: SessionStore;
  readonly tokens: Tokens;
  readonly clock: () => number;
  readonly refreshTtlSeconds: number;
}

export function createSessions({ store, tokens, clock, refreshTtlSeconds }: Parts): Sessions {
  const issue = async (session: Session, policy: SessionPolicy): Promise<SessionTokens> => {
    const claims: TokenClaims = { userId: session.userId, sessionId: session.id, generation: session.generation };
    const expiresAt = clock() + policy.accessTtlSeconds * 1000;
    const [accessToken, refreshToken] = await Promise.all([
      tokens.sign("access", claims, expiresAt),
      session.renewal === "access-token" ? null : tokens.sign("refresh", claims, session.expiresAt),
    ]);
    return { session, accessToken, refreshToken, expiresAt };
  };

  return {
    async start(userId, policy, client) {
      const now = clock();
      const session: Session = {
        id: `${userId}.${randomBytes(18).toString("base64url")}`,
        userId,
        renewal: policy.renewal,
        generation: 0,
        retiring: [],
        createdAt: now,
        lastUsedAt: now,
        expiresAt: now + refreshTtlSeconds * 1000,
        ...client,
      };
      await store.create(session);
      return issue(session, policy);
    },

    async authenticate(accessToken, client) {
      const verified = await tokens.verify("access", accessToken);
      if (verified.outcome === "invalid") return { outcome: "refused", because: "TOKEN_INVALID" };
      const { userId, sessionId, generation } = verified.claims;
      if (verified.outcome === "expired") return { outcome: "refused", because: "TOKEN_EXPIRED", userId };
      const now = clock();
      const session = await store.find(sessionId, now);
      if (session === null) return { outcome: "refused", because: "SESSION_ENDED", userId };
      if (!isGood(session, generation, now)) return { outcome: "refused", because: "TOKEN_INVALID", userId };
      if (now - session.lastUsedAt >= TOUCH_MS) await store.touch(session.id, { at: now, ip: client.ip });
      return { outcome: "live", session };
    },

    async renew({ kind, token }, policy) {
      const verified = await tokens.verify(kind, token);
      if (verified.outcome === "invalid") throw new AppError("TOKEN_INVALID");
      if (verified.outcome === "expired" && kind === "refresh") throw new AppError("REFRESH_REJECTED");
      const { sessionId, generation } = verified.claims;
      const now = clock();
      const session = await store.find(sessionId, now);
      if (session === null || !mayRenew(session, kind, policy)) throw new AppError("REFRESH_REJECTED");
      if (session.renewal === "fixed") return issue(session, policy);
      const expiresAt = now + refreshTtlSeconds * 1000;
      const rotation = await store.rotate(sessionId, generation, { now, graceMs: GRACE_MS, expiresAt });
      if (rotation.outcome === "gone" || rotation.outcome === "reused") throw new AppError("REFRESH_REJECTED");
      return issue(rotation.session, policy);
    },

    async ownerOf(refreshToken) {
      const verified = await tokens.verify("refresh", refreshToken);
      if (verified.outcome !== "valid") return null;
      const { sessionId, generation } = verified.claims;
      const now = clock();
      const session = await store.find(sessionId, now);
      return session !== null && isGood(session, generation, now) ? session.userId : null;
    },

    async end(sessionId) {
      if (!(await store.end(sessionId, clock()))) throw new AppError("SESSION_NOT_FOUND");
    },

    endAll: (userId) => store.endAll(userId, { now: clock() }),
    list: (userId) => store.list(userId, clock()),
  };
}

function isGood(session: Session, generation: number, now: number): boolean {
  return (
    generation === session.generation ||
    session.retiring.some((retired) => retired.generation === generation && now < retired.until)
  );
}

/**
 * An access token renews only sessions that were started so; anywhere else it would outlive its expiry. And an answer
 * that has no place for a new refresh token must not use up one that rotates.
 */
function mayRenew(session: Session, kind: RenewalToken["kind"], policy: SessionPolicy): boolean {
  if (kind === "access") return session.renewal === "access-token";
  return session.renewal === "fixed" || (session.renewal === "rotating" && policy.renewal === "rotating");
}
