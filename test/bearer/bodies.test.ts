import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { freshEmail, freshPassword } from "../fixtures/fresh.ts";
import { bearerServer, detail, keepsTheLogClean, said } from "./support.ts";

const bearer = bearerServer();
const UNREADABLE = detail(400, "There was an error parsing the body");
const TOO_LARGE = detail(413, "Request body too large");
const MIB = 1024 * 1024;
const READS_A_BODY = ["/api/users/register", "/api/users/login"];
const login = JSON.stringify({ email: "nobody@example.com", password: "nobody knows" });

const padded = (bytes: number) => login + " ".repeat(bytes - login.length);
const inPieces = (body: string, size: number) => {
  const bytes = Buffer.from(body);
  let from = 0;
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      if (from >= bytes.length) return controller.close();
      controller.enqueue(bytes.subarray(from, (from += size)));
    },
  });
};
const chunked = (bytes: number) => inPieces(padded(bytes), 65_536);

/** As FastAPI has it: status, and what is wrong with the body as a whole. */
const NOT_JSON = { type: "json_invalid", loc: ["body", expect.any(Number)], msg: "JSON decode error", input: {} };
const MISSING = { type: "missing", loc: ["body"], msg: "Field required", input: null };

describe("a body that is not JSON is refused as FastAPI does:", () => {
  it.each([
    ["one of whitespace", " \n "],
    ["one cut short", login.slice(0, -1)],
    ["two after each other", `${login}${login}`],
    ["JavaScript", "{email: 'a@example.com', password: 'x'}"],
    ["a trailing comma", '{"email":"a@example.com","password":"x",}'],
    ["NaN", '{"email":NaN}'],
    ["a form", "email=a%40example.com&password=x"],
    ["XML", "<login><email>a@example.com</email></login>"],
  ])("%s", async (_what, body) => {
    for (const path of READS_A_BODY) {
      const { status, json } = await bearer.post(path, body);
      expect([status, json]).toEqual([422, { detail: [{ ...NOT_JSON, ctx: { error: expect.any(String) } }] }]);
      expect(JSON.stringify(json)).not.toContain("example.com");
    }
  });

  it("with the place where it stops being JSON", async () => {
    const { json } = await bearer.post("/api/users/login", '{"email":"a@example.com","password":"x",}');
    expect(json.detail[0].loc).toEqual(["body", 40]);
  });

  it("none at all, or an empty one [bearer * NO_JSON]", async () => {
    for (const path of READS_A_BODY) {
      for (const { status, json } of [await bearer.post(path, null, {}), await bearer.post(path, "")]) {
        expect([status, json]).toEqual([422, { detail: [MISSING] }]);
      }
    }
  });
});

describe("a body that is no JSON object is refused with 400:", () => {
  it.each([
    ["an empty list", "[]"],
    ["a list", `[${login}]`],
    ["a string", '"email"'],
    ["a string that is JSON", JSON.stringify(login)],
    ["a number", "42"],
    ["true", "true"],
    ["null", "null"],
  ])("%s", async (_what, body) => {
    for (const path of READS_A_BODY) expect(said(await bearer.post(path, body))).toBe(UNREADABLE);
  });

  it.each([
    ["bytes that are no UTF-8", [0xff, 0xfe]],
    ["a character cut short", [0xe2, 0x82]],
    ["an overlong form", [0xc0, 0xaf]],
    ["a surrogate", [0xed, 0xa0, 0x80]],
  ])("%s in a password", async (_what, bytes) => {
    const email = freshEmail();
    const start = Buffer.from(`{"email":"${email}","first_name":"Ada","password":"`);
    const body = Buffer.concat([start, Buffer.from(bytes), Buffer.from('"}')]);
    for (const path of READS_A_BODY) expect(said(await bearer.post(path, body))).toBe(UNREADABLE);
    expect(await bearer.server.deps.db.user.count({ where: { email } })).toBe(0);
  });

  it("one in another encoding", async () => {
    const headers = { "content-type": "application/json; charset=utf-16le" };
    const body = Buffer.from(`\ufeff${login}`, "utf16le");
    expect(said(await bearer.post("/api/users/login", body, headers))).toBe(UNREADABLE);
  });

  it("one that is compressed, but not as it says", async () => {
    const headers = { "content-encoding": "gzip" };
    expect(said(await bearer.post("/api/users/login", login, headers))).toBe(UNREADABLE);
    expect(said(await bearer.post("/api/users/login", login, { "content-encoding": "rot13" }))).toBe(UNREADABLE);
  });

  it.each([
    ["lists", "[", "]"],
    ["objects", '{"a":', "}"],
  ])("one of %s in each other without end [bearer * NO_OBJECT]", async (_what, open, close) => {
    for (const depth of [1000, 80_000]) {
      const nested = `${open.repeat(depth)}1${close.repeat(depth)}`;
      for (const body of [nested, `{"email":${nested},"password":"x"}`, `{"nested":${nested}}`]) {
        for (const path of READS_A_BODY) expect(said(await bearer.post(path, body))).toBe(UNREADABLE);
      }
    }
  });
});

describe("a body of more than 1 MiB is refused with 413", () => {
  const ROUTES = ["register", "login", "reset_password"].map((name) => `/api/users/${name}`);

  it("at every route that reads one [bearer * PAYLOAD_TOO_LARGE]", async () => {
    for (const path of ROUTES) expect(said(await bearer.post(path, padded(MIB + 1))), path).toBe(TOO_LARGE);
  });

  it.each(ROUTES)("at %s in chunks of no announced length", async (path) => {
    expect(said(await bearer.post(path, chunked(MIB + 1)))).toBe(TOO_LARGE);
  });

  it("however much longer it is", async () => {
    for (const body of [padded(5 * MIB), chunked(5 * MIB)]) {
      expect(said(await bearer.post("/api/users/login", body))).toBe(TOO_LARGE);
    }
  });

  it("when it is that long once it is unpacked", async () => {
    const bomb = gzipSync(padded(12 * MIB));
    expect(bomb.length).toBeLessThan(MIB / 10);
    expect(said(await bearer.post("/api/users/login", bomb, { "content-encoding": "gzip" }))).toBe(TOO_LARGE);
  });

  it("and one of exactly 1 MiB is read", async () => {
    const incorrect = detail(400, "Incorrect email or password");
    expect(said(await bearer.post("/api/users/login", padded(MIB)))).toBe(incorrect);
    expect(said(await bearer.post("/api/users/login", chunked(MIB)))).toBe(incorrect);
    const packed = gzipSync(padded(MIB));
    expect(said(await bearer.post("/api/users/login", packed, { "content-encoding": "gzip" }))).toBe(incorrect);
  });
});

it("a body in chunks, behind a byte order mark or under any charset is UTF-8", async () => {
  const password = `caf\u00e9 ${freshPassword()}`;
  const { email } = await bearer.register({ password });
  const body = JSON.stringify({ email, password });
  expect((await bearer.post("/api/users/login", inPieces(body, 1))).status).toBe(200);
  expect((await bearer.post("/api/users/login", `\ufeff${body}`)).status).toBe(200);
  const latin = { "content-type": "application/json; charset=iso-8859-1" };
  expect((await bearer.post("/api/users/login", body, latin)).status).toBe(200);
});

keepsTheLogClean(bearer);

describe("a route that takes no body reads none", () => {
  it.each(["logout", "refresh_token"])("%s", async (name) => {
    for (const body of ["", "{", "[]", "null", padded(MIB + 1), chunked(2 * MIB)]) {
      const answer = await bearer.post(`/api/users/${name}`, body);
      expect(said(answer)).toBe(detail(401, "Token is invalid"));
    }
    const token = await bearer.token();
    const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
    expect((await bearer.post(`/api/users/${name}`, "{", headers)).status).toBe(200);
  });
});
