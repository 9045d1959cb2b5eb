import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { closingOf } from "../../src/process/shutdown.ts";
import { end, SLOWLY, start, migratedFolder } from "../fixtures/process.ts";

/** What operators are promised. */
const EXIT_MS = 10_000;

/** More than the kernel keeps for a connection. */
const BIG = 40_000_000;

test("a client that never finishes its request cannot hold it up for longer than the 10 seconds", SLOWLY, async () => {
  const shop = await start({ DATA_DIR: await migratedFolder(), DEMO_DATA: "off" });
  const socket = connect(Number(new URL(shop.url).port), "127.0.0.1").on("error", () => undefined);
  socket.write("POST /api/users/login HTTP/1.1\r\nHost: shop\r\nContent-Length: 100\r\n\r\n{");
  await sleep(100);
  const began = performance.now();
  shop.child.kill("SIGTERM");
  expect(await end(shop)).toEqual({ code: 0, signal: null });
  expect(performance.now() - began).toBeLessThan(EXIT_MS);
});

test("who is let in during a long turn of the event loop is heard before it is taken for silent", SLOWLY, async () => {
  const server = createServer((_request, answer) => void answer.end("heard"));
  const close = closingOf(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // a server on a TCP port has no other kind
  server.on("connection", () => block(500));
  // On a machine as busy as that, timers are due in every turn.
  const busy = setInterval(() => block(120), 1);
  onTestFinished(() => clearInterval(busy));
  const closed = close(8000);
  // By now it looks for idle ones.
  await sleep(50);
  const socket = connect(port, "127.0.0.1").on("error", () => undefined);
  socket.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  let heard = "";
  socket.setEncoding("utf8").on("data", (text: string) => (heard += text));
  await once(socket, "close");
  expect(heard).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*heard$/);
  await closed;
});

/** Holds this thread up, as work does that takes long. */
const block = (ms: number) => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

test("an answer that is still being sent is sent to its end", SLOWLY, async () => {
  const server = createServer((_request, answer) => void answer.end(Buffer.alloc(BIG)));
  const close = closingOf(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // a server on a TCP port has no other kind
  const socket = connect(port, "127.0.0.1");
  onTestFinished(() => void socket.destroy());
  socket.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  await once(socket, "readable");
  const closed = close(8000);
  await sleep(200);
  let heard = 0;
  socket.on("data", (bytes: Buffer) => (heard += bytes.length));
  await once(socket, "close");
  expect(heard).toBeGreaterThan(BIG);
  await closed;
});
