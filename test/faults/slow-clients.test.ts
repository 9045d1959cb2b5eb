import { once } from "node:events";
import type { RequestListener } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { pino } from "pino";
import { describe, expect, onTestFinished, test } from "vitest";
import { Tallies } from "../../src/figures/tallies.ts";
import { serverOf } from "../../src/http/server.ts";

const silent = { log: pino({ level: "silent" }), tallies: new Tallies() };

/** The shop's server, with bounds that a test can wait for, in front of an app that reads bodies and says so. */
async function listening(bounds: Parameters<typeof serverOf>[2]): Promise<number> {
  const app: RequestListener = (req, res) => void req.resume().once("end", () => res.end("read"));
  const server = serverOf(app, silent, bounds);
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port; // a server on a TCP port has no other kind
}

function client(port: number): { socket: Socket; heard: Promise<string> } {
  const socket = connect(port, "127.0.0.1").on("error", () => undefined);
  onTestFinished(() => void socket.destroy());
  let text = "";
  socket.setEncoding("utf8").on("data", (part: string) => (text += part));
  return { socket, heard: once(socket, "close").then(() => text) };
}

/** A client that says one character of its request after the other, and would never end. */
async function drip(socket: Socket, text: string): Promise<void> {
  for (const character of text) {
    await sleep(50);
    if (!socket.writable) return;
    socket.write(character);
  }
}

describe("a request that comes slowly is told 408, as JSON, and its connection ends", () => {
  test.for([
    ["its headers", "GET / HTTP/1.1\r\nHost: x\r\n", `X-Long: ${"x".repeat(10_000)}`],
    ["its body", "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10000\r\n\r\n", "x".repeat(10_000)],
  ])("in %s", async ([, beginning = "", rest = ""]) => {
    const port = await listening({ headersTimeout: 300, requestTimeout: 600, connectionsCheckingInterval: 50 });
    const { socket, heard } = client(port);
    socket.write(beginning);
    void drip(socket, rest);
    expect(await heard).toMatch(
      /^HTTP\/1\.1 408 Request Timeout\r\nContent-Type: application\/json[^]*Connection: close\r\n\r\n\{"detail":"[^"]+"\}$/,
    );
  });

  test("at the shop within 30 seconds", () => {
    const { headersTimeout, requestTimeout } = serverOf(() => undefined, silent);
    for (const bound of [headersTimeout, requestTimeout]) {
      expect(bound).toBeGreaterThan(0);
      expect(bound).toBeLessThanOrEqual(30_000);
    }
  });
});

describe("connections over the bound", () => {
  test("are closed at once, and those that there are get answers", async () => {
    const port = await listening({ maxConnections: 3 });
    const inside = Array.from({ length: 3 }, () => client(port));
    for (const { socket } of inside) await once(socket, "connect");
    // Let in, and not just in the system's queue: it answers.
    for (const { socket } of inside) {
      socket.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
      await once(socket, "data");
    }
    expect(await client(port).heard).toBe("");
    for (const { socket, heard } of inside) {
      socket.write("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
      expect(await heard).toMatch(/read[^]*HTTP\/1\.1 200 OK[^]*read/);
    }
  });

  test("are those over 10,000 at the shop", () => {
    expect(serverOf(() => undefined, silent).maxConnections).toBe(10_000);
  });
});
