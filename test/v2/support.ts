import { afterAll, beforeAll, expect } from "vitest";
import { type Answer, startServer, type TestServer } from "../fixtures/server.ts";
import { administrator, newcomer, type Person } from "../graphql/support.ts";

interface Call {
  readonly body?: unknown;
  readonly as?: Person | undefined;
  readonly headers?: Record<string, string>;
}

/** `/api/v2` of one running server; every answer is checked for what all answers have in common. */
export interface V2 {
  readonly server: TestServer;
  call(on: string, call?: Call): Promise<Answer>;
  /** Somebody new, with a session. */
  user(): Promise<Person>;
  admin(): Promise<Person>;
  /** The code of the last mail to an address. */
  code(email: string): string;
}

/** One server for the tests of a file or a `describe`, without the demo catalogue unless `env` says otherwise. */
export function v2Server(env: Record<string, string> = {}): V2 {
  let running: TestServer | undefined;
  const server = () => {
    if (running === undefined) throw new Error("the server runs within tests only");
    return running;
  };
  beforeAll(async () => {
    running = await startServer({ DEMO_DATA: "off", ...env });
  });
  afterAll(() => running?.close());
  return {
    get server() {
      return server();
    },
    async call(on, { body, as, headers = {} } = {}) {
      const [method = "", path = ""] = on.split(" ");
      const authorization = as === undefined ? {} : { authorization: `Bearer ${as.accessToken}` };
      const answer = await server().send(method, `/api/v2${path}`, { body, headers: { ...authorization, ...headers } });
      assertCommonGround(answer, method);
      return answer;
    },
    user: () => newcomer(server()),
    admin: () => administrator(server()),
    code(email) {
      const mail = server()
        .deps.mailer.outbox?.list()
        .find(({ to }) => to === email);
      const code = /\b\d{6}\b/.exec(mail?.text ?? "")?.[0];
      if (code === undefined) throw new Error(`no code was mailed to ${email}`);
      return code;
    },
  };
}

/** What holds for every answer, whatever was asked. */
function assertCommonGround({ status, headers, text, json }: Answer, method: string): void {
  expect(headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  expect(headers.get("set-cookie")).toBeNull();
  expect(headers.get("www-authenticate")).toBe(status === 401 ? "Bearer" : null);
  expect(headers.get("retry-after") !== null).toBe(status === 503 || status === 429);
  if (status === 204) expect(headers.get("content-type")).toBeNull();
  if (status === 204 || method === "HEAD") return expect(text).toBe("");
  const type = status < 400 ? "application/json" : "application/problem+json";
  expect(headers.get("content-type")).toBe(`${type}; charset=utf-8`);
  if (status >= 400) expect(json).toMatchObject({ type: "about:blank", status, title: expect.any(String) });
}

/** Status and code of a refusal: `422 INVALID_INPUT`; the status alone where all went well. */
export const told = ({ status, json }: Answer): string =>
  status < 400 ? String(status) : `${status} ${String(json?.code)}`;

/** What a 422 says about each field: `query.first must be an integer`. */
export function complaints(answer: Answer): string[] {
  expect(told(answer)).toBe("422 INVALID_INPUT");
  const { fields }: { fields: readonly { in?: string; name: string; message: string }[] } = answer.json;
  return fields.map(({ in: place, name, message }) => `${place}.${name} ${message}`).sort();
}
