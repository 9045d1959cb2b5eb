import { request } from "node:http";
import { afterAll, beforeAll, expect } from "vitest";
import { createAccount } from "../../src/auth/accounts.ts";
import { freshEmail } from "../fixtures/fresh.ts";
import { startServer, type TestServer } from "../fixtures/server.ts";

export const PASSWORD = "correct horse battery";

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests assert on the form of what they get
  readonly json: any;
}

export type Headers = Readonly<Record<string, string>>;

/** An administrator who has signed in as a browser does. */
export interface Browser {
  readonly id: number;
  readonly email: string;
  /** As the `Cookie` header has it. */
  readonly cookie: string;
  /** As the server has set it. */
  readonly setCookie: string;
  readonly token: string;
}

export interface Site {
  readonly server: TestServer;
  /** Host and port. */
  readonly host: string;
  readonly browser: Browser;
}

export function site(env: Record<string, string> = {}): () => Site {
  let running: TestServer | undefined;
  let ready: Site | undefined;
  beforeAll(async () => {
    running = await startServer({ DEMO_DATA: "off", ...env });
    ready = { server: running, host: new URL(running.url).host, browser: await signIn(running) };
  });
  afterAll(() => running?.close());
  return () => {
    if (ready === undefined) throw new Error("the server runs within tests only");
    return ready;
  };
}

export async function signIn(server: TestServer): Promise<Browser> {
  const email = freshEmail();
  const { id } = await createAccount(server.deps, {
    email,
    password: PASSWORD,
    isAdmin: true,
    mailboxProven: true,
    alwaysWithInfo: true,
  });
  const answer = await server.send("POST", "/users/login", { body: { account: email, password: PASSWORD } });
  const setCookie = answer.headers.get("set-cookie") ?? "";
  const [cookie = ""] = setCookie.split(";");
  const token = /^access_token=Bearer (\S+)$/.exec(cookie)?.[1];
  if (token === undefined) throw new TypeError("no cookie");
  return { id, email, cookie, setCookie, token };
}

/** Any headers at all, those included that `fetch` keeps to itself. */
export function send(
  { url }: TestServer,
  method: string,
  path: string,
  headers: Headers = {},
  body?: unknown,
): Promise<Reply> {
  const payload = body === undefined ? undefined : typeof body === "string" ? body : JSON.stringify(body);
  const type = payload === undefined ? {} : { "content-type": "application/json" };
  return new Promise((resolve, reject) => {
    const sent = request(url + path, { method, headers: { ...type, ...headers } }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.once("error", reject).once("end", () => {
        const text = Buffer.concat(chunks).toString();
        resolve({ status: response.statusCode ?? 0, headers: response.headers, json: text && JSON.parse(text) });
      });
    });
    sent.once("error", reject).end(payload);
  });
}

/** A write that leaves a trace, at each door that takes the cookie. */
export interface Write {
  readonly door: "GraphQL" | "envelope" | "/api/v2";
  /** Of a write that is let in. */
  readonly status: number;
  send(server: TestServer, headers: Headers, name: string): Promise<Reply>;
  expectRefused(reply: Reply): void;
}

export const CREATE = "mutation ($name: String!) { createProduct(input: { name: $name, price: 1 }) { id } }";

export const writes: readonly Write[] = [
  {
    door: "GraphQL",
    status: 200,
    send: (server, headers, name) => send(server, "POST", "/graphql", headers, { query: CREATE, variables: { name } }),
    expectRefused({ status, json }) {
      expect([status, json.data ?? null]).toEqual([403, null]);
      expect(json.errors).toHaveLength(1);
      expect(json.errors[0].extensions).toMatchObject({ code: "CROSS_SITE" });
    },
  },
  {
    door: "envelope",
    status: 200,
    send: (server, headers, name) => send(server, "POST", "/api/products", headers, { name, price: 1 }),
    expectRefused({ status, json }) {
      expect([status, json]).toEqual([403, { code: 403, message: "禁止跨站请求", data: null }]);
    },
  },
  {
    door: "/api/v2",
    status: 201,
    send: (server, headers, name) => send(server, "POST", "/api/v2/products", headers, { name, price: 1 }),
    expectRefused({ status, json }) {
      expect([status, json.status, json.code]).toEqual([403, 403, "CROSS_SITE"]);
    },
  },
];

/** Whether the write did something. */
export const isWritten = async ({ deps }: TestServer, name: string): Promise<boolean> =>
  (await deps.db.product.count({ where: { name } })) === 1;
