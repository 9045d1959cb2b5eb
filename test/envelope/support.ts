import { afterAll, beforeAll, expect } from "vitest";
import { answerOf } from "../fixtures/send.ts";
import { type Answer, startServer, type TestServer } from "../fixtures/server.ts";
import { freshEmail } from "../fixtures/fresh.ts";

interface Call {
  readonly body?: unknown;
  /** An access token for the Authorization header. */
  readonly token?: string;
  /** The `Cookie` header. */
  readonly cookie?: string;
  readonly headers?: Record<string, string>;
}

export interface Account {
  readonly email: string;
  readonly password: string;
}

export interface Member extends Account {
  readonly id: number;
  readonly username: string;
  readonly token: string;
  readonly refreshToken: string;
}

/** The envelope contract of one running server; every answer is checked for what all answers have in common. */
export interface Envelope {
  readonly server: TestServer;
  call(method: string, path: string, call?: Call): Promise<Answer>;
  /** A body that is sent as it is, told to be JSON. */
  raw(method: string, path: string, body: BodyInit | null, token?: string): Promise<Answer>;
  post(path: string, body: unknown): Promise<Answer>;
  /** Somebody new, registered by mail and signed in. */
  member(given?: Partial<Account>): Promise<Member>;
  administrator(): Promise<Member>;
  login(account: string, password: string): Promise<Answer>;
  current(token: string): Promise<Answer>;
  refresh(refreshToken: string): Promise<Answer>;
  /** The code of the last mail to an address. */
  code(email: string): string;
  /** How many mails an address has been sent. */
  mails(email: string): number;
  /** Asks for a code for signing in, and reads it from the mail. */
  signInCode(email: string): Promise<string>;
  /** Asks for a code for registering, and reads it from the mail. */
  registrationCode(email: string): Promise<string>;
  /** The columns of an account that change with what its owner does. */
  set(id: number, data: { isActive?: boolean; isAdmin?: boolean; phone?: string | null }): Promise<void>;
}

export const PASSWORD = "P@ssw0rd123!";
export const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** ISO 8601 with a zone. */
export const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
export const JWT = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** Status and body, byte for byte. */
export const said = ({ status, text }: Answer): string => `${status} ${text}`;
export const ok = (message: string, data: unknown): string => `200 ${JSON.stringify({ code: 200, message, data })}`;
export const failure = (code: number, message: string): string =>
  `${code} ${JSON.stringify({ code, message, data: null })}`;

export const UNAUTHORIZED = failure(401, "未授权");
export const WRONG_LOGIN = failure(401, "账号或密码错误");
export const DISABLED = failure(403, "账户已被禁用");
export const ADMIN_REQUIRED = failure(403, "需要管理员权限");
export const CODE_REJECTED = failure(400, "验证码错误或已过期");
export const EMAIL_TAKEN = failure(422, "邮箱已被注册");
export const USERNAME_TAKEN = failure(422, "用户名已存在");
export const USER_NOT_FOUND = failure(404, "用户不存在");
export const CODE_SENT = ok("验证码已发送", { expire_in: 300 });
export const MALFORMED = failure(400, "请求格式错误");

export const cookieWith = (token: string): string =>
  `access_token=Bearer ${token}; HttpOnly; Secure; Path=/; SameSite=Strict; Max-Age=1800`;
export const CLEARED_COOKIE = "access_token=; HttpOnly; Secure; Path=/; SameSite=Strict; Max-Age=0";

/** The access token that an answer's cookie brings; fails on any cookie that is not the contract's to the letter. */
export function tokenIn({ headers }: Answer): string {
  const [cookie = "", ...others] = headers.getSetCookie();
  expect(others).toEqual([]);
  const token = /^access_token=Bearer ([\w-]+\.[\w-]+\.[\w-]+);/.exec(cookie)?.[1] ?? "";
  expect(cookie).toBe(cookieWith(token));
  return token;
}

/** How often each answer came. */
export const tally = (answers: readonly Answer[]): Record<string, number> =>
  answers.reduce<Record<string, number>>((counts, answer) => {
    const text = answer.status === 200 ? "200" : said(answer);
    return { ...counts, [text]: (counts[text] ?? 0) + 1 };
  }, {});

/** One server for the tests of a file or a `describe`, without the demo catalogue unless `env` says otherwise. */
export function envelopeServer(env: Record<string, string> = {}): Envelope {
  let running: TestServer | undefined;
  beforeAll(async () => {
    running = await startServer({ DEMO_DATA: "off", ...env });
  });
  afterAll(() => running?.close());
  return envelopeOf(() => {
    if (running === undefined) throw new Error("the server runs within tests only");
    return running;
  });
}

export function envelopeOf(server: () => TestServer): Envelope {
  const mailsTo = (email: string) => (server().deps.mailer.outbox?.list() ?? []).filter(({ to }) => to === email);

  const envelope: Envelope = {
    get server() {
      return server();
    },
    async call(method, path, { body, token, cookie, headers = {} } = {}) {
      const own = {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(cookie !== undefined && { cookie }),
      };
      const answer = await server().send(method, path, { body, headers: { ...own, ...headers } });
      assertCommonGround(answer, method, path);
      return answer;
    },
    async raw(method, path, body, token) {
      const response = await fetch(server().url + path, {
        method,
        // oxlint-disable-next-line unicorn/no-invalid-fetch-options -- the method is whatever the caller says
        body,
        headers: {
          "content-type": "application/json",
          ...(token !== undefined && { authorization: `Bearer ${token}` }),
        },
      });
      const answer = await answerOf(response);
      assertCommonGround(answer, method, path);
      return answer;
    },
    post: (path, body) => envelope.call("POST", path, { body }),
    async member({ email = freshEmail(), password = PASSWORD } = {}) {
      const code = await envelope.registrationCode(email);
      const answer = await envelope.post("/users/register/verify", { email, code, password });
      expect(answer.status).toBe(200);
      const { username, refresh_token } = answer.json.data;
      const { id } = await server().deps.db.user.findFirstOrThrow({ where: { username, deletedAt: null } });
      return { id, username, email, password, token: tokenIn(answer), refreshToken: refresh_token };
    },
    async administrator() {
      const member = await envelope.member();
      await envelope.set(member.id, { isAdmin: true });
      return member;
    },
    login: (account, password) => envelope.post("/users/login", { account, password }),
    current: (token) => envelope.call("GET", "/api/users/current", { token }),
    refresh: (refresh_token) => envelope.post("/users/refresh_token", { refresh_token }),
    code(email) {
      const code = /^ {4}(\S+)$/m.exec(mailsTo(email)[0]?.text ?? "")?.[1] ?? "";
      expect(code).toMatch(/^\d{6}$/);
      return code;
    },
    mails: (email) => mailsTo(email).length,
    async signInCode(email) {
      expect(said(await envelope.post("/users/send_verification_code_by_email", { email }))).toBe(CODE_SENT);
      return envelope.code(email);
    },
    async registrationCode(email) {
      expect(said(await envelope.post("/users/register/precheck", { email }))).toBe(CODE_SENT);
      return envelope.code(email);
    },
    async set(id, data) {
      await server().deps.db.user.update({ where: { id }, data });
      await server().deps.accounts.drop(id);
    },
  };
  return envelope;
}

/** A code that is not this one. */
export const otherCode = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, "0");

const SETS_COOKIE = /^\/users\/(register\/verify|login|login_by_email|refresh_token|logout)\/?$/;

/** What holds for every answer of these routes, whatever was asked. */
function assertCommonGround({ status, headers, text, json }: Answer, method: string, path: string): void {
  expect(headers.get("x-request-id")).toMatch(UUID);
  expect(headers.get("x-powered-by")).toBeNull();
  const clearsCookie = status === 401 && path.startsWith("/users/logout");
  expect(headers.getSetCookie()).toHaveLength((status === 200 && SETS_COOKIE.test(path)) || clearsCookie ? 1 : 0);
  expect(headers.get("www-authenticate")).toBe(status === 401 ? "Bearer" : null);
  expect(headers.get("retry-after") !== null).toBe(status === 503 || status === 429);
  expect(headers.get("allow") !== null).toBe(status === 405 || method === "OPTIONS");
  if (method === "HEAD" || status === 204) return expect(text).toBe("");
  expect(headers.get("content-type")).toBe("application/json; charset=utf-8");
  expect(Object.keys(json)).toEqual(["code", "message", "data", ...(status === 500 ? ["request_id"] : [])]);
  expect(json.code).toBe(status);
  if (status !== 200) expect(json.data).toBeNull();
}
