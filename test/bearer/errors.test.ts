import { createAccountCache } from "../../src/auth/account-cache.ts";
import { Catalogue } from "../../src/catalogue/cache.ts";
import { describe, expect, it, vi } from "vitest";
import { StoreUnavailable } from "../../src/stores/store.ts";
import { freshEmail, freshPassword } from "../fixtures/fresh.ts";
import { bearerServer, detail, keepsTheLogClean, said } from "./support.ts";

const bearer = bearerServer();
const call = (method: string, path: string) => bearer.call(method, path);

const ROUTES = [
  ["POST", "/api/users/register"],
  ["POST", "/api/users/login"],
  ["GET", "/api/users/me"],
  ["POST", "/api/users/logout"],
  ["POST", "/api/users/refresh_token"],
  ["POST", "/api/users/reset_password"],
  ["GET", "/api/products/product/1"],
  ["GET", "/api/products/popular"],
] as const;
const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];
const takes = (method: string, other: string) => other === method || (other === "HEAD" && method === "GET");

describe("an unknown path below /api", () => {
  const PATHS = ["/api", "/api/", "/api/nowhere", "/api/nowhere/at/all", "/api/users/login/again", "/api/users/me/too"];
  it.each([...PATHS, "/api/products/product/1/2", "/api/users%2Flogin", "/api//users/login", "/api/Users/Login"])(
    "is not found: %s",
    async (path) => {
      for (const method of METHODS) {
        const answer = await call(method, path);
        expect(said(answer)).toBe(method === "HEAD" ? "404 " : detail(404, "Not Found"));
      }
    },
  );

  it("is not found even with a body that nobody could read [bearer NOT_FOUND]", async () => {
    expect(said(await bearer.post("/api/nowhere", "{"))).toBe(detail(404, "Not Found"));
  });

  it("is not found when its percent-encoding is broken", async () => {
    for (const path of ["/api/%", "/api/nowhere/%E0%A4%A", "/api/users/login/%ff"]) {
      expect(said(await call("GET", path))).toBe(detail(404, "Not Found"));
    }
  });
});

describe.each(ROUTES)("%s %s", (method, path) => {
  const allow = method === "GET" ? "GET, HEAD, OPTIONS" : `${method}, OPTIONS`;

  it.each(METHODS.filter((other) => !takes(method, other)))(
    "does not take %s and says what it takes [bearer METHOD_NOT_ALLOWED]",
    async (other) => {
      const answer = await call(other, path);
      expect(said(answer)).toBe(other === "HEAD" ? "405 " : detail(405, "Method Not Allowed"));
      expect(answer.headers.get("allow")).toBe(allow);
    },
  );

  it("says to OPTIONS what it takes", async () => {
    const answer = await call("OPTIONS", path);
    expect([answer.status, answer.headers.get("allow")]).toEqual([204, allow]);
  });

  it("sends Allow with no other answer", async () => {
    expect((await call(method, path)).headers.get("allow")).toBeNull();
  });
});

describe("HEAD", () => {
  it("is answered as GET is, without the body", async () => {
    const token = await bearer.token();
    const [head, get] = [await bearer.call("HEAD", "/api/users/me", { token }), await bearer.me(token)];
    expect(said(head)).toBe("200 ");
    expect(head.headers.get("content-length")).toBe(get.headers.get("content-length"));
    expect((await call("HEAD", "/api/users/me")).status).toBe(401);
    expect((await call("HEAD", "/api/products/product/1")).status).toBe(404);
    expect((await call("HEAD", "/api/products/product/x")).status).toBe(422);
  });
});

describe("a product's number whose percent-encoding is broken", () => {
  it.each(["%", "%1", "%zz", "%E0%A4%A", "%ff", "1%"])("is no integer: %s", async (sent) => {
    const msg = "Input should be a valid integer, unable to parse string as an integer";
    const entry = { type: "int_parsing", loc: ["path", "product_id"], msg, input: sent };
    const answer = await call("GET", `/api/products/product/${sent}?x=%`);
    expect(said(answer)).toBe(`422 ${JSON.stringify({ detail: [entry] })}`);
  });
});

/** Runs with the database replaced by one whose every use fails. */
async function withoutDatabase<T>(error: Error, run: () => Promise<T>): Promise<T> {
  const { deps } = bearer.server;
  const whole = { ...deps };
  const fail = async () => {
    throw error;
  };
  const db = new Proxy(whole.db, { get: () => new Proxy({}, { get: () => fail }) });
  const parts = { db, messages: deps.store.messages, log: deps.log };
  // Answers that were given before are good for as long as what was read for them is kept.
  await deps.catalogue.drop();
  Object.assign(deps, { db, accounts: createAccountCache(parts), catalogue: Catalogue.open(parts) });
  try {
    return await run();
  } finally {
    Object.assign(deps, whole);
  }
}

function requests(token: string) {
  const [email, password] = [freshEmail(), freshPassword()];
  return [
    () => bearer.call("POST", "/api/users/register", { body: { email, password, first_name: "Ada" } }),
    () => bearer.call("POST", "/api/users/login", { body: { email, password } }),
    () =>
      bearer.call("POST", "/api/users/reset_password", {
        body: { email, old_password: password, new_password: password },
      }),
    () => bearer.me(token),
    () => bearer.logout(token),
    () => bearer.call("GET", "/api/products/product/1"),
    () => bearer.call("GET", "/api/products/popular"),
    () => bearer.refresh(token),
  ];
}

describe("an unforeseen failure", () => {
  const INSIDE = "connect to postgresql://shop:s3cret@10.0.0.7/shop failed at src/deps.ts:42";

  it("is a 500 with the request's id and nothing of the inside [bearer INTERNAL]", async () => {
    const token = await tokenOf();
    await withoutDatabase(new TypeError(INSIDE), async () => {
      for (const request of requests(token)) {
        const answer = await request();
        const id = answer.headers.get("x-request-id");
        expect(said(answer)).toBe(`500 {"detail":"Internal Server Error","request_id":"${id}"}`);
      }
    });
  });

  it("is logged with its cause under the same id", async () => {
    const answer = await withoutDatabase(new TypeError(INSIDE), () => call("GET", "/api/products/popular"));
    const id = answer.headers.get("x-request-id") ?? "none";
    const lines = bearer.server.logged().split("\n");
    expect(
      lines.filter((line) => line.includes(id) && line.includes("s3cret") && line.includes('"level":50')),
    ).toHaveLength(1);
  });
});

const UNAVAILABLE = detail(503, "Service Unavailable");
let ready: string | undefined;
/** A token made while everything works. */
const tokenOf = async () => (ready ??= await bearer.token());

describe("a database that is away", () => {
  it.each(["P1001", "P1008", "P2024"])(
    "is a 503 that says when to try again (%s) [bearer UNAVAILABLE]",
    async (code) => {
      const token = await tokenOf();
      const error = Object.assign(new Error("Can't reach database server at 10.0.0.7:5432"), { code });
      await withoutDatabase(error, async () => {
        for (const request of requests(token)) {
          const answer = await request();
          expect(said(answer)).toBe(UNAVAILABLE);
          expect(answer.headers.get("retry-after")).toMatch(/^[1-9]\d*$/);
        }
      });
    },
  );
});

describe("a store that is away", () => {
  const away = () => Promise.reject(new StoreUnavailable("connect ECONNREFUSED 10.0.0.7:6379"));

  it("is a 503 for whatever needs a session", async () => {
    const account = await bearer.register();
    const token = await bearer.signIn(account);
    const { sessions } = bearer.server.deps.store;
    for (const name of ["create", "find", "rotate", "end", "endAll", "touch"] as const) {
      vi.spyOn(sessions, name).mockImplementation(away);
    }
    try {
      const answers = [
        await bearer.me(token),
        await bearer.logout(token),
        await bearer.refresh(token),
        await bearer.call("POST", "/api/users/login", { body: account }),
      ];
      expect(answers.map(said)).toEqual(answers.map(() => UNAVAILABLE));
      for (const { headers } of answers) expect(headers.get("retry-after")).toMatch(/^[1-9]\d*$/);
    } finally {
      vi.restoreAllMocks();
    }
    expect((await bearer.me(token)).status).toBe(200);
  });

  it("does not keep a reset from ending the sessions: they end by the database", async () => {
    const account = await bearer.register();
    const token = await bearer.signIn(account);
    const reset = { email: account.email, old_password: account.password, new_password: freshPassword() };
    vi.spyOn(bearer.server.deps.store.sessions, "endAll").mockImplementation(away);
    try {
      expect((await bearer.call("POST", "/api/users/reset_password", { body: reset })).status).toBe(200);
    } finally {
      vi.restoreAllMocks();
    }
    expect((await bearer.me(token)).status).toBe(401);
  });

  it("does not keep anybody from reading products or registering, with a token or without", async () => {
    const token = await bearer.token();
    vi.spyOn(bearer.server.deps.store.sessions, "find").mockImplementation(away);
    try {
      expect((await bearer.call("GET", "/api/products/product/1", { token })).status).toBe(404);
      expect((await bearer.call("GET", "/api/products/popular", { token })).status).toBe(404);
      await bearer.register();
    } finally {
      vi.restoreAllMocks();
    }
  });

  it("does not change what is told of a token that is none of ours", async () => {
    vi.spyOn(bearer.server.deps.store.sessions, "find").mockImplementation(away);
    try {
      expect(said(await bearer.me("garbage"))).toBe(detail(401, "Token is invalid"));
      expect(said(await call("GET", "/api/users/me"))).toBe(detail(401, "Token is invalid"));
    } finally {
      vi.restoreAllMocks();
    }
  });
});

keepsTheLogClean(bearer);
