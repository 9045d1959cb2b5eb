import { randomBytes } from "node:crypto";
import type { Logger } from "pino";
import { AppError, type ErrorCode } from "../errors.ts";
import { type Renewal, type Session, type SessionStore, StoreUnavailable } from "../stores/store.ts";
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

/** Whose sessions they are, and under which credentials. */
export interface Credentialed {
  readonly id: number;
  readonly credentialStamp: string;
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
  /** Starts a session under the account's credentials as they were when somebody proved them: the only place that does. */
  start(account: Credentialed, policy: SessionPolicy, client: Client): Promise<SessionTokens>;
  /** The live session of an access token, or why there is none. */
  authenticate(accessToken: string, client: Client): Promise<Authentication>;
  /**
   * New tokens for a refresh token, or (sessions renewed by `access-token`) for an access token, expired or not. An older
   * access token gets one of the session as it stands, as long as it has not expired itself.
   * @throws {AppError} TOKEN_INVALID: no token of that kind of ours; REFRESH_REJECTED: its session has ended, is not
   *   renewed this way, or the token was replaced before and its grace is over, which ends a session of refresh tokens
   */
  renew(token: RenewalToken, policy: SessionPolicy, learn: TokenFindings): Promise<SessionTokens>;
  /** The live session that a refresh token belongs to; null when it is none of ours, or has been replaced. */
  ofRefreshToken(refreshToken: string): Promise<Session | null>;
  /** Ends one session. @param userId whose it has to be; anybody's unless given @throws {AppError} SESSION_NOT_FOUND */
  end(sessionId: string, userId?: number): Promise<void>;
  /** Ends all sessions of a user, but for the one to spare. @returns how many */
  endAll(userId: number, spared?: Session): Promise<number>;
  /** Ends a session that no account may use any more, if it is still there. */
  discard(session: Session): Promise<void>;
  /**
   * Removes what a new stamp has ended, but for the one to spare, which goes on under the new stamp. A store that is away
   * keeps them until they expire, and nobody any longer can use them.
   */
  tidy(account: Credentialed, spared?: Session): Promise<void>;
  list(userId: number): Promise<readonly Session[]>;
}

/** What is told of a token that is to be renewed, whether it is or not. */
export interface TokenFindings {
  /** It is one of ours, and whose. */
  isOf(userId: number): void;
  /**
   * It is an access token that has been replaced and has expired, and is refused: its session stays, since a tab that slept
   * must not sign the others out.
   */
  isReplaced(session: Session): Promise<void>;
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
      /** What the token says, when it is one of ours. */
      readonly claims?: TokenClaims;
    };

interface Parts {
  readonly store: SessionStore;
  readonly tokens: Tokens;
  readonly clock: () => number;
  /** How long a session goes on without being renewed. */
  readonly refreshTtlSeconds: number;
  /** How long a session goes on at most, however often it is renewed. */
  readonly sessionMaxSeconds: number;
  readonly log: Logger;
}

export function createSessions({ store, tokens, clock, log, ...life }: Parts): Sessions {
  const expiryAt = (now: number, createdAt: number) =>
    Math.min(now + life.refreshTtlSeconds * 1000, createdAt + life.sessionMaxSeconds * 1000);

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
    async start({ id: userId, credentialStamp: stamp }, policy, client) {
      const now = clock();
      const session: Session = {
        id: `${userId}.${randomBytes(18).toString("base64url")}`,
        userId,
        stamp,
        renewal: policy.renewal,
        generation: 0,
        retiring: [],
        createdAt: now,
        lastUsedAt: now,
        expiresAt: expiryAt(now, now),
        ...client,
      };
      await store.create(session);
      return issue(session, policy);
    },

    async authenticate(accessToken, client) {
      const verified = await tokens.verify("access", accessToken);
      if (verified.outcome === "invalid") return { outcome: "refused", because: "TOKEN_INVALID" };
      const { claims } = verified;
      if (verified.outcome === "expired") return { outcome: "refused", because: "TOKEN_EXPIRED", claims };
      const now = clock();
      const session = await store.find(claims.sessionId, now);
      if (session === null) return { outcome: "refused", because: "SESSION_ENDED", claims };
      if (!isGood(session, claims.generation, now)) return { outcome: "refused", because: "TOKEN_INVALID", claims };
      if (now - session.lastUsedAt >= TOUCH_MS) await store.touch(session.id, { at: now, ip: client.ip });
      return { outcome: "live", session };
    },

    async renew({ kind, token }, policy, learn) {
      const verified = await tokens.verify(kind, token);
      if (verified.outcome === "invalid") throw new AppError("TOKEN_INVALID");
      learn.isOf(verified.claims.userId);
      if (verified.outcome === "expired" && kind === "refresh") throw new AppError("REFRESH_REJECTED");
      const { sessionId, generation } = verified.claims;
      const now = clock();
      const session = await store.find(sessionId, now);
      if (session === null || !mayRenew(session, kind, policy)) throw new AppError("REFRESH_REJECTED");
      if (session.renewal === "fixed") return issue(session, policy);
      if (verified.outcome === "expired" && !isCurrent(session, generation, now)) {
        await learn.isReplaced(session);
        throw new AppError("REFRESH_REJECTED");
      }
      const expiresAt = expiryAt(now, session.createdAt);
      const whenReplaced = kind === "access" ? "keep" : "end";
      const rotation = await store.rotate(sessionId, generation, { now, graceMs: GRACE_MS, expiresAt, whenReplaced });
      if (rotation.outcome === "gone" || rotation.outcome === "reused") throw new AppError("REFRESH_REJECTED");
      return issue(rotation.session, policy);
    },

    async ofRefreshToken(refreshToken) {
      const verified = await tokens.verify("refresh", refreshToken);
      if (verified.outcome !== "valid") return null;
      const { sessionId, generation } = verified.claims;
      const now = clock();
      const session = await store.find(sessionId, now);
      return session !== null && isGood(session, generation, now) ? session : null;
    },

    async end(sessionId, userId) {
      // An id begins with its user's.
      const isTheirs = userId === undefined || sessionId.startsWith(`${userId}.`);
      if (!isTheirs || !(await store.end(sessionId, clock()))) throw new AppError("SESSION_NOT_FOUND");
    },

    async discard({ id }) {
      await store.end(id, clock());
    },

    endAll: (userId, spared) => store.endAll(userId, { now: clock(), ...(spared && { except: spared }) }),

    async tidy({ id, credentialStamp: stamp }, spared) {
      try {
        await store.endAll(id, { now: clock(), ...(spared && { except: { id: spared.id, stamp } }) });
      } catch (error) {
        if (!(error instanceof StoreUnavailable)) throw error;
        log.warn({ err: error, userId: id }, "sessions that have ended are still in the store");
      }
    },

    list: (userId) => store.list(userId, clock()),
  };
}

/** Whether a token of this generation works: until its own expiry where the tabs of a client each hold one of their own. */
function isGood(session: Session, generation: number, now: number): boolean {
  if (session.renewal === "access-token") return generation <= session.generation;
  return isCurrent(session, generation, now);
}

/** Whether no newer token has replaced one of this generation, or did so a moment ago. */
function isCurrent(session: Session, generation: number, now: number): boolean {
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
