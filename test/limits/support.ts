import { afterAll, beforeAll, expect } from "vitest";
import { createAccount } from "../../src/auth/accounts.ts";
import { doors } from "../../src/doors.ts";
import { type Answer, startServer, type TestServer } from "../fixtures/server.ts";
import { PASSWORD } from "../fixtures/person.ts";
import { freshEmail, freshIp } from "../fixtures/fresh.ts";

export { PASSWORD };
export const MINUTE = 60_000;

export type Shape = "graphql" | "bearer" | "envelope" | "rest";

/** Somebody at an address of their own, with the tokens of an account of their own when they have one. */
export interface Caller {
  readonly ip: string;
  readonly token?: string;
}

/** Somebody who has an account, whether they use it or not. */
export interface Actor extends Caller {
  readonly id: number;
  readonly email: string;
}

export type Member = Required<Actor> & { readonly credentialStamp: string };

/** One server for the tests of a file or a `describe`, with limits, where every caller says which address is theirs. */
export function limitedServer(env: Record<string, string> = {}): () => TestServer {
  let running: TestServer | undefined;
  beforeAll(async () => {
    running = await startServer({
      RATE_LIMITS: "on",
      TRUST_PROXY: "true",
      DEMO_DATA: "off",
      ACCESS_TTL_SECONDS: "300000000",
      REFRESH_TTL_SECONDS: "300000000",
      SESSION_MAX_SECONDS: "300000000",
      ...env,
    });
  });
  afterAll(() => running?.close());
  return () => {
    if (running === undefined) throw new Error("the server runs within tests only");
    return running;
  };
}

/** An account with a session, made past every limit. */
export async function member(server: TestServer, { isAdmin = false } = {}): Promise<Member> {
  const { sessions, config } = server.deps;
  const email = freshEmail();
  const account = await createAccount(server.deps, {
    email,
    password: PASSWORD,
    isAdmin,
    mailboxProven: true,
    alwaysWithInfo: true,
  });
  const ip = freshIp();
  const { accessToken } = await sessions.start(account, doors(config).graphql, { ip, userAgent: "" });
  return { id: account.id, credentialStamp: account.credentialStamp, email, ip, token: accessToken };
}

export function call(
  server: TestServer,
  { ip, token }: Caller,
  method: string,
  path: string,
  body?: unknown,
): Promise<Answer> {
  const headers = { "x-forwarded-for": ip, ...(token !== undefined && { authorization: `Bearer ${token}` }) };
  return server.send(method, path, { body, headers });
}

export const graphql = (
  server: TestServer,
  caller: Caller,
  query: string,
  variables: Record<string, unknown> = {},
): Promise<Answer> => call(server, caller, "POST", "/graphql", { query, variables });

const LOGIN = "mutation ($input: LoginInput!) { login(input: $input) { accessToken } }";

export interface LoginDoor {
  readonly shape: Shape;
  /** Of a login that succeeds. */
  readonly status: number;
  login(server: TestServer, caller: Caller, email: string, password?: string): Promise<Answer>;
}

/** Every way to sign in with a password. */
export const loginDoors: readonly LoginDoor[] = [
  {
    shape: "graphql",
    status: 200,
    login: (server, caller, account, password = PASSWORD) =>
      graphql(server, caller, LOGIN, { input: { account, password } }),
  },
  {
    shape: "envelope",
    status: 200,
    login: (server, caller, account, password = PASSWORD) =>
      call(server, caller, "POST", "/users/login", { account, password }),
  },
  {
    shape: "bearer",
    status: 200,
    login: (server, caller, email, password = PASSWORD) =>
      call(server, caller, "POST", "/api/users/login", { email, password }),
  },
  {
    shape: "rest",
    status: 201,
    login: (server, caller, account, password = PASSWORD) =>
      call(server, caller, "POST", "/api/v2/sessions", { account, password }),
  },
];

const header = ({ headers }: Answer, name: string): number => Number(headers.get(name) ?? Number.NaN);

/** What an answer says of the limit that it was counted by. */
export const limitOf = (answer: Answer) => ({
  limit: header(answer, "ratelimit-limit"),
  remaining: header(answer, "ratelimit-remaining"),
  reset: header(answer, "ratelimit-reset"),
});

/** Whether the answer is a 429 with all that belongs to one at its door; gives the seconds to wait. */
export function expectRefusal(answer: Answer, shape: Shape, limit: number, maxSeconds = 60): number {
  expect(answer.status).toBe(429);
  const seconds = header(answer, "retry-after");
  expect(answer.headers.get("retry-after")).toBe(String(seconds));
  expect(Number.isInteger(seconds) && seconds >= 1 && seconds <= maxSeconds).toBe(true);
  expect(limitOf(answer)).toEqual({ limit, remaining: 0, reset: seconds });
  expect(answer.headers.get("set-cookie")).toBeNull();
  expectShape(answer.json, shape, seconds);
  return seconds;
}

function expectShape(json: Answer["json"], shape: Shape, seconds: number): void {
  switch (shape) {
    case "bearer":
      return expect(json).toEqual({ detail: "Too many requests" });
    case "envelope":
      return expect(json).toEqual({ code: 429, message: "请求过于频繁", data: null });
    case "graphql":
      expect(json.errors).toHaveLength(1);
      expect(json.errors[0]).toMatchObject({
        message: "Too many requests; try again later.",
        extensions: { code: "RATE_LIMITED", retryAfter: seconds },
      });
      return expect(Object.values(json.data ?? {}).filter((value) => value !== null)).toEqual([]);
    case "rest":
      return expect(json).toEqual({
        type: "about:blank",
        title: "Too Many Requests",
        status: 429,
        detail: "Too many requests; try again later.",
        code: "RATE_LIMITED",
        retryAfter: seconds,
      });
  }
}
