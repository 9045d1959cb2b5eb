import { afterAll, beforeAll, expect, it } from "vitest";
import { answerOf } from "../fixtures/send.ts";
import { type Answer, startServer, type TestServer } from "../fixtures/server.ts";
import { freshEmail, freshPassword } from "../fixtures/fresh.ts";

interface Call {
  readonly body?: unknown;
  readonly token?: string;
  readonly headers?: Record<string, string>;
}

export interface Account {
  readonly email: string;
  readonly password: string;
}

/** The bearer contract of one running server; every answer is checked for what all answers have in common. */
export interface Bearer {
  readonly server: TestServer;
  call(method: string, path: string, call?: Call): Promise<Answer>;
  /** A POST whose body is sent as it is. */
  post(path: string, body: BodyInit | null, headers?: Record<string, string>): Promise<Answer>;
  /** An account nobody has used before. */
  register(overrides?: Record<string, unknown>): Promise<Account>;
  signIn(account: Account): Promise<string>;
  /** A fresh account's token. */
  token(): Promise<string>;
  me(token: string): Promise<Answer>;
  logout(token: string): Promise<Answer>;
  refresh(token: string): Promise<Answer>;
  /** Makes an administrator and gives their GraphQL token. */
  administrator(): Promise<string>;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Status and body, byte for byte. */
export const said = ({ status, text }: Answer): string => `${status} ${text}`;
export const detail = (status: number, text: string): string => `${status} ${JSON.stringify({ detail: text })}`;

/** The token of a successful answer; a test that gets none fails here, not where it uses `undefined`. */
export function accessToken(answer: Answer): string {
  expect(answer.status).toBe(200);
  const { access_token: token }: { access_token: unknown } = answer.json;
  if (typeof token !== "string") throw new TypeError("no access token");
  return token;
}

/** One server for the tests of a file or a `describe`, without the demo catalogue unless `env` says otherwise. */
export function bearerServer(env: Record<string, string> = {}): Bearer {
  let running: TestServer | undefined;
  const secrets = new Set<string>();
  const server = () => {
    if (running === undefined) throw new Error("the server runs within tests only");
    return running;
  };
  beforeAll(async () => {
    running = await startServer({ DEMO_DATA: "off", ...env });
  });
  afterAll(() => running?.close());

  const checked = (answer: Answer, method: string, sent: readonly string[]): Answer => {
    sent.forEach((secret) => secrets.add(secret));
    secretsIn(answer.json).forEach((secret) => secrets.add(secret));
    assertCommonGround(answer, method);
    expect(sent.filter((secret) => answer.text.includes(secret))).toEqual([]);
    return answer;
  };

  const bearer: Bearer = {
    get server() {
      return server();
    },
    async call(method, path, { body, token, headers = {} } = {}) {
      const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
      const answer = await server().send(method, path, { body, headers: { ...authorization, ...headers } });
      return checked(answer, method, [...secretsIn(body), ...(token !== undefined && token.length > 8 ? [token] : [])]);
    },
    async post(path, body, headers = { "content-type": "application/json" }) {
      const streamed = body instanceof ReadableStream ? { duplex: "half" as const } : {};
      const response = await fetch(server().url + path, { method: "POST", body, headers, ...streamed });
      return checked(await answerOf(response), "POST", []);
    },
    async register(overrides = {}) {
      const account = { email: freshEmail(), password: freshPassword(), ...overrides };
      const answer = await bearer.call("POST", "/api/users/register", { body: { first_name: "Ada", ...account } });
      expect(said(answer)).toBe('200 {"message":"User registered successfully."}');
      return account;
    },
    async signIn({ email, password }) {
      return accessToken(await bearer.call("POST", "/api/users/login", { body: { email, password } }));
    },
    token: async () => bearer.signIn(await bearer.register()),
    me: (token) => bearer.call("GET", "/api/users/me", { token }),
    logout: (token) => bearer.call("POST", "/api/users/logout", { token }),
    refresh: (token) => bearer.call("POST", "/api/users/refresh_token", { token }),
    async administrator() {
      const { email, password } = await bearer.register();
      await server().deps.db.user.updateMany({ where: { email }, data: { isAdmin: true } });
      return graphqlLogin(server(), email, password);
    },
  };

  logsNoSecrets.set(bearer, () =>
    expect([...secrets].filter((secret) => server().logged().includes(secret))).toEqual([]),
  );
  return bearer;
}

const logsNoSecrets = new WeakMap<Bearer, () => void>();

/** To be said last in a file: what its tests have sent and got must not be in the log. */
export function keepsTheLogClean(bearer: Bearer): void {
  it("logs every request, but no password and no token", () => {
    expect(bearer.server.logged()).toContain('"msg":"answered"');
    logsNoSecrets.get(bearer)?.();
  });
}

export async function graphqlLogin(server: TestServer, account: string, password: string): Promise<string> {
  const query = "mutation ($input: LoginInput!) { login(input: $input) { accessToken } }";
  const { data } = await server.graphql(query, { input: { account, password } });
  const token: unknown = data?.login?.accessToken;
  if (typeof token !== "string") throw new TypeError("no access token");
  return token;
}

/** What holds for every answer of these routes, whatever was asked. */
function assertCommonGround({ status, headers, text, json }: Answer, method: string): void {
  expect(headers.get("x-request-id")).toMatch(UUID);
  expect(headers.get("x-powered-by")).toBeNull();
  expect(headers.get("set-cookie")).toBeNull();
  expect(headers.get("www-authenticate")).toBe(status === 401 ? "Bearer" : null);
  expect(headers.get("retry-after") !== null).toBe(status === 503 || status === 429);
  if (method === "HEAD" || status === 204) return expect(text).toBe("");
  expect(headers.get("content-type")).toBe("application/json; charset=utf-8");
  if (status < 400) return;
  expect(Object.keys(json)).toEqual(status === 500 ? ["detail", "request_id"] : ["detail"]);
}

/** Every text under a key that names a secret; short ones would be found in any text by chance. */
function secretsIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, held]: [string, unknown]) => {
    if (typeof held !== "string") return secretsIn(held);
    return /password|access_token/.test(key) && held.length >= 8 && held !== "**********" ? [held] : [];
  });
}
