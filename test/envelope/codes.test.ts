import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import Database from "better-sqlite3";
import { describe, expect, it, vi } from "vitest";
import { freshEmail } from "../fixtures/fresh.ts";
import { CODE_REJECTED, envelopeServer, otherCode, PASSWORD, said, tally } from "./support.ts";

const SECOND = 1000;
const shop = envelopeServer();

/** The two purposes: how a code is asked for, and each route that uses one up. */
const uses = [
  {
    name: "register/verify",
    start: async () => freshEmail(),
    send: (email: string) => shop.registrationCode(email),
    use: (email: string, code: string) => shop.post("/users/register/verify", { email, code, password: PASSWORD }),
  },
  {
    name: "login_by_email",
    start: async () => (await shop.member()).email,
    send: (email: string) => shop.signInCode(email),
    use: (email: string, code: string) => shop.post("/users/login_by_email", { email, code }),
  },
  {
    name: "forgot_password_by_email",
    start: async () => (await shop.member()).email,
    send: (email: string) => shop.signInCode(email),
    use: (email: string, code: string) =>
      shop.post("/users/forgot_password_by_email", { email, code, password: PASSWORD }),
  },
];

describe.each(uses)("a code at $name", ({ start, send, use }) => {
  const wrong = async (email: string, code: string, times: number) => {
    for (let n = 0; n < times; n += 1) expect(said(await use(email, otherCode(code)))).toBe(CODE_REJECTED);
  };

  it("works for 300 seconds by the server's clock", async () => {
    const [early, late] = [await start(), await start()];
    const inTime = await send(early);
    shop.server.advance(295 * SECOND);
    expect((await use(early, inTime)).status).toBe(200);
    const code = await send(late);
    shop.server.advance(301 * SECOND);
    expect(said(await use(late, code))).toBe(CODE_REJECTED);
  });

  it("works once", async () => {
    const email = await start();
    const code = await send(email);
    expect((await use(email, code)).status).toBe(200);
    expect(said(await use(email, code))).toBe(CODE_REJECTED);
  });

  it("works once for ten at once", async () => {
    const email = await start();
    const code = await send(email);
    const answers = await Promise.all(Array.from({ length: 10 }, () => use(email, code)));
    expect(tally(answers)).toEqual({ 200: 1, [CODE_REJECTED]: 9 });
  });

  it("stands four wrong tries", async () => {
    const email = await start();
    const code = await send(email);
    await wrong(email, code, 4);
    expect((await use(email, code)).status).toBe(200);
  });

  it("is dead after five, the right one too", async () => {
    const email = await start();
    const code = await send(email);
    await wrong(email, code, 5);
    expect(said(await use(email, code))).toBe(CODE_REJECTED);
    shop.server.advance(290 * SECOND);
    expect(said(await use(email, code))).toBe(CODE_REJECTED);
  });

  it("is dead after five wrong tries at once", async () => {
    const email = await start();
    const code = await send(email);
    await Promise.all([1, 2, 3, 4, 5].map(() => use(email, otherCode(code))));
    expect(said(await use(email, code))).toBe(CODE_REJECTED);
  });

  it("is replaced by the next one", async () => {
    const email = await start();
    const first = await send(email);
    const second = await send(email);
    if (first !== second) expect(said(await use(email, first))).toBe(CODE_REJECTED);
    expect((await use(email, second)).status).toBe(200);
  });

  it("has all its tries again when it is sent again: a stranger's do not lock the owner out", async () => {
    const email = await start();
    await wrong(email, await send(email), 5);
    const second = await send(email);
    await wrong(email, second, 4);
    expect((await use(email, second)).status).toBe(200);
  });

  it("belongs to the address, however that is written", async () => {
    const email = await start();
    const code = await send(email);
    await wrong(` ${email.toUpperCase()}`, code, 4);
    expect((await use(`\t${email.toUpperCase()}\n`, ` ${code} `)).status).toBe(200);
  });

  it("is not another address's", async () => {
    const [email, other] = [await start(), await start()];
    const code = await send(email);
    expect(said(await use(other, code))).toBe(CODE_REJECTED);
    expect((await use(email, code)).status).toBe(200);
  });
});

describe("a code is for one purpose:", () => {
  it("one for signing in does not register", async () => {
    const [{ id, email }, administrator] = [await shop.member(), await shop.administrator()];
    const signIn = await shop.signInCode(email);
    expect((await shop.call("DELETE", `/api/users/${id}`, { token: administrator.token })).status).toBe(200);
    const body = { email, code: signIn, password: PASSWORD };
    expect(said(await shop.post("/users/register/verify", body))).toBe(CODE_REJECTED);
    const code = await shop.registrationCode(email);
    if (signIn !== code) expect(said(await shop.post("/users/register/verify", body))).toBe(CODE_REJECTED);
    expect((await shop.post("/users/register/verify", { ...body, code })).status).toBe(200);
  });

  it("one for registering does not sign in, nor set a password", async () => {
    const email = freshEmail();
    const registration = await shop.registrationCode(email);
    const body = { email, password: PASSWORD, first_name: "Ada" };
    expect((await shop.server.send("POST", "/api/users/register", { body })).status).toBe(200);
    const login = { email, code: registration };
    const recovery = { ...login, password: "another password" };
    const neither = async () => {
      expect(said(await shop.post("/users/login_by_email", login))).toBe(CODE_REJECTED);
      expect(said(await shop.post("/users/forgot_password_by_email", recovery))).toBe(CODE_REJECTED);
    };
    await neither();
    const signIn = await shop.signInCode(email);
    if (signIn !== registration) await neither();
    expect((await shop.post("/users/login_by_email", { email, code: signIn })).status).toBe(200);
  });

  it("wrong tries for one do not count for the other", async () => {
    const email = freshEmail();
    const registration = await shop.registrationCode(email);
    await shop.post("/users/send_verification_code_by_email", { email });
    for (let n = 0; n < 6; n += 1) {
      await shop.post("/users/login_by_email", { email, code: otherCode(registration) });
    }
    const body = { email, code: registration, password: PASSWORD };
    expect((await shop.post("/users/register/verify", body)).status).toBe(200);
  });

  it("signing in and a new password are one purpose", async () => {
    const { email } = await shop.member();
    const code = await shop.signInCode(email);
    expect((await shop.post("/users/login_by_email", { email, code })).status).toBe(200);
    const body = { email, code, password: PASSWORD };
    expect(said(await shop.post("/users/forgot_password_by_email", body))).toBe(CODE_REJECTED);
  });
});

describe("codes are six digits", () => {
  it("from a source that Math.random and the clock have no say in", async () => {
    const random = vi.spyOn(Math, "random").mockReturnValue(0.5);
    vi.useFakeTimers({ toFake: ["Date"] });
    try {
      const codes: string[] = [];
      for (let n = 0; n < 150; n += 1) codes.push(await shop.registrationCode(freshEmail()));
      for (const code of codes) expect(code).toMatch(/^\d{6}$/);
      expect(new Set(codes).size).toBeGreaterThan(145);
      // Each digit is to be expected 15 times in each place; two that miss one place are once in many lifetimes.
      for (const place of [0, 1, 2, 3, 4, 5]) {
        expect(new Set(codes.map((code) => code[place])).size).toBeGreaterThanOrEqual(9);
      }
    } finally {
      vi.useRealTimers();
      random.mockRestore();
    }
  });

  it("kept nowhere in clear, nor under a hash that six digits are guessed from", async () => {
    const registered = freshEmail();
    const { email } = await shop.member();
    const codes = [await shop.registrationCode(registered), await shop.signInCode(email)];
    const { dataDir } = shop.server.deps.config;
    const files = await readdir(dataDir);
    expect(files).toEqual(expect.arrayContaining(["store.db", "store.db-wal"]));
    const kept = (await Promise.all(files.map((file) => readFile(join(dataDir, file), "latin1")))).join("\n");
    expect(codes.filter((code) => kept.includes(code))).toEqual([]);
    const guesses = codes.flatMap((code) =>
      ["md5", "sha1", "sha256", "sha512"].flatMap((algorithm) =>
        [code, `${code}${email}`, `${email}${code}`, `${email}:${code}`, `${email}\n${code}`].flatMap((text) =>
          (["hex", "base64", "base64url", "binary"] as const).map((encoding) =>
            createHash(algorithm).update(text).digest(encoding),
          ),
        ),
      ),
    );
    expect(guesses.filter((hash) => kept.includes(hash))).toEqual([]);
    const stored = storedCodes(join(dataDir, "store.db"));
    expect([registered, email].filter((address) => stored.includes(address))).toEqual([]);
  });
});

/** All that the table of codes holds, as text. */
function storedCodes(file: string): string {
  const db = new Database(file, { readonly: true });
  try {
    const rows = db.prepare("SELECT * FROM codes").all();
    expect(rows.length).toBeGreaterThanOrEqual(2);
    return JSON.stringify(rows);
  } finally {
    db.close();
  }
}
