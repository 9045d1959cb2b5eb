import { authExchange } from "@urql/exchange-auth";
import { type CombinedError, type Exchange } from "urql";
import { fragmentData, type FragmentType, graphql } from "../gql/index.ts";
import type { ErrorCode } from "../gql/graphql.ts";
import { codesOf } from "./problems.ts";
import { currentSession, forgetSession, keepSession, type Session } from "./session.ts";

const Tokens = graphql(`
  fragment Tokens on AuthPayload {
    accessToken
    refreshToken
    expiresAt
    user {
      nodeId
    }
  }
`);

const RefreshSession = graphql(`
  mutation RefreshSession($refreshToken: String!) {
    refreshSession(refreshToken: $refreshToken) {
      ...Tokens
    }
  }
`);

/** What the API says of tokens that it does not take: time for the next pair. */
const REFUSED: ReadonlySet<ErrorCode> = new Set(["TOKEN_EXPIRED", "TOKEN_INVALID", "SESSION_ENDED", "ACCOUNT_GONE"]);

/** What it says of refresh tokens, besides: the session cannot go on. */
const OVER: ReadonlySet<ErrorCode> = new Set([...REFUSED, "REFRESH_REJECTED", "ACCOUNT_DISABLED"]);

const says = (error: CombinedError | undefined, codes: ReadonlySet<ErrorCode>): boolean =>
  codesOf(error).some((code) => codes.has(code));

/** A token that has so little left may end on the way. */
const SPARE_MS = 10_000;

/** One that says so when it has just come is fine: it is the clock of this machine that is off. */
const JUST_COME_MS = 30_000;

function isEnding({ endsAt, cameAt }: Session): boolean {
  const now = Date.now();
  return endsAt - now < SPARE_MS && now - cameAt > JUST_COME_MS;
}

/** What to keep of an answer that begins or renews a session. */
export function sessionOf(payload: FragmentType<typeof Tokens>): Session {
  const { accessToken, refreshToken, expiresAt, user } = fragmentData(Tokens, payload);
  return {
    viewerId: user.nodeId,
    accessToken,
    // Null only in sessions of an old contract, which do not begin here.
    refreshToken: refreshToken ?? "",
    endsAt: Date.parse(expiresAt),
    cameAt: Date.now(),
  };
}

/** Sends the access token along, and gets the next one before or after it ends, while other operations wait. */
export const auth: Exchange = authExchange(async (utilities) => ({
  addAuthToOperation(operation) {
    const session = currentSession();
    if (session === null) return operation;
    return utilities.appendHeaders(operation, { Authorization: `Bearer ${session.accessToken}` });
  },
  willAuthError() {
    const session = currentSession();
    return session !== null && isEnding(session);
  },
  didAuthError: (error) => says(error, REFUSED),
  async refreshAuth() {
    const session = currentSession();
    if (session === null) return;
    const { data, error } = await utilities.mutate(RefreshSession, { refreshToken: session.refreshToken });
    if (data) keepSession(sessionOf(data.refreshSession));
    // Not when the server could not be reached or has too much to do.
    else if (says(error, OVER)) forgetSession("Your session has ended. Sign in to go on.");
  },
}));
