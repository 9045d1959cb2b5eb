import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startServer, type TestServer } from "../fixtures/server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startServer({ DEMO_DATA: "off" });
});
afterAll(() => server.close());

interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Sends bytes as they are, and reads until the server has hung up. */
function exchange(bytes: string | Buffer): Promise<RawAnswer> {
  const { hostname, port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.once("error", reject).once("end", () => {
      socket.destroy();
      resolve(parsed(Buffer.concat(chunks).toString()));
    });
  });
}

function parsed(text: string): RawAnswer {
  const [head = "", body = ""] = text.split("\r\n\r\n", 2);
  const [statusLine = "", ...lines] = head.split("\r\n");
  const headers = lines
    .map((line) => line.split(": ", 2))
    .map(([name = "", value = ""]) => [name.toLowerCase(), value]);
  return { status: Number(statusLine.split(" ")[1]), headers: Object.fromEntries(headers), body };
}

const request = (line: string, ...headers: string[]): string =>
  `${[`${line} HTTP/1.1`, "Host: shop.example", ...headers, "Connection: close"].join("\r\n")}\r\n\r\n`;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** What every answer is, whatever was sent. */
function expectJson({ status, headers, body }: RawAnswer, expected: number): unknown {
  expect([status, headers["content-type"]]).toEqual([expected, "application/json; charset=utf-8"]);
  expect(headers["x-request-id"]).toMatch(UUID);
  return JSON.parse(body);
}

describe("a request that no door can read is answered in JSON with an id, which the log has", () => {
  it.each([
    ["an unknown method", request("BREW /api/products"), 400, "The request could not be read."],
    ["no HTTP at all", "\u0016\u0003\u0001\u0002\r\n\r\n", 400, "The request could not be read."],
    ["a path of raw UTF-8 bytes", request("GET /api/products/name/茶"), 400, "The request could not be read."],
    ["a header line without a colon", request("GET /api/products", "nonsense"), 400, "The request could not be read."],
    [
      "two lengths",
      request("POST /users/login", "Content-Length: 1", "Content-Length: 2"),
      400,
      "The request could not be read.",
    ],
    [
      "headers of 20 KB",
      request("GET /api/products", `Cookie: ${"x".repeat(20_000)}`),
      431,
      "The request's headers are too large.",
    ],
    [
      "a path of 20 KB",
      request(`GET /api/products/name/${"x".repeat(20_000)}`),
      431,
      "The request's headers are too large.",
    ],
  ])("%s", async (_what, bytes, status, detail) => {
    const answer = await exchange(bytes);
    expect(expectJson(answer, status)).toEqual({ detail });
    expect(answer.headers["connection"]).toBe("close");
    const line = server
      .logged()
      .split("\n")
      .find((one) => one.includes(answer.headers["x-request-id"] ?? ""));
    expect(JSON.parse(line ?? "")).toMatchObject({ status, address: "127.0.0.1" });
  });

  it("an expectation that nobody knows is disregarded", async () => {
    const answer = await exchange(request("GET /api/products", "Expect: a-miracle"));
    expect(expectJson(answer, 200)).toMatchObject({ code: 200, message: "success" });
  });

  it("and 100-continue is met", async () => {
    const body = '{"account":"nobody","password":"wrong"}';
    const head = request("POST /users/login", "Expect: 100-continue", `Content-Length: ${body.length}`);
    const answer = await exchange(`${head}${body}`);
    expect(answer.status).toBe(100);
  });
});
