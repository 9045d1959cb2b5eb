import type { Logger } from "pino";
import type { Config } from "../config.ts";
import { AppError, type ErrorCode, toAppError } from "../errors.ts";
import type { Session } from "../stores/store.ts";
import type { AccountCache } from "./account-cache.ts";
import type { Account } from "./accounts.ts";
import type { Client, Sessions } from "./sessions.ts";

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

/** The access tokens that came along. */
export interface Credentials {
  /** Of the `Authorization` header: "" when it has none, null when there is no such header. */
  readonly header: string | null;
  readonly cookie: string | null;
}

interface ViewerParts {
  readonly shop: Pick<Config, "adminSecondFactor">;
  readonly accounts: AccountCache;
  readonly sessions: Sessions;
}

/** What of a request tells who sent it. */
export interface Asking {
  readonly client: Client;
  readonly log: Pick<Logger, "warn">;
  readonly credentials: Credentials;
  /** A method that may change something, sent by a page of another origin. */
  readonly crossSiteWrite: boolean;
}

/**
 * Finds out who asks. Of header and cookie the first counts that signs somebody in, the header first: scripts of pages
 * cannot read the cookie, and send headers with nothing or with something old in them beside it.
 * @throws {AppError} CROSS_SITE when a page of another origin makes a browser write in its user's name
 */
export async function findViewer(parts: ViewerParts, request: Asking): Promise<Anonymous | Viewer> {
  const { header, cookie } = request.credentials;
  const byHeader = header === null ? null : await viewerOf(header, parts, request);
  if (cookie === null || byHeader?.kind === "user") return byHeader ?? nobody("UNAUTHENTICATED");
  if (request.crossSiteWrite) throw new AppError("CROSS_SITE");
  const byCookie = await viewerOf(cookie, parts, request);
  if (byHeader === null || byCookie.kind === "user") return byCookie;
  return { ...byHeader, expiredSession: byHeader.expiredSession ?? byCookie.expiredSession };
}

/** The app will see the same failure, and log it. */
const UNLOGGED = { warn: () => undefined };

/**
 * What finds out again who asks, for another request with the same credentials: whether it is this viewer, and the account
 * is the very one that was read for this request. Session and stamp are looked at as they are for every request.
 */
export function askingAgain(
  parts: ViewerParts,
  { credentials, crossSiteWrite, client: { userAgent } }: Asking,
  { account }: Viewer,
): (address: string) => Promise<boolean> {
  return async (ip) => {
    const client = { ip, userAgent };
    const viewer = await findViewer(parts, { credentials, crossSiteWrite, client, log: UNLOGGED });
    return viewer.kind === "user" && viewer.account === account;
  };
}

const nobody = (because: Anonymous["because"], expiredSession?: string): Anonymous => ({
  kind: "anonymous",
  because,
  expiredSession,
});

async function viewerOf(
  accessToken: string,
  { shop, accounts, sessions }: ViewerParts,
  { client, log }: Asking,
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
