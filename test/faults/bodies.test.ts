import { once } from "node:events";
import { connect } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { startServer } from "../fixtures/server.ts";
import { eventually } from "../fixtures/waiting.ts";

const MIB = 1024 * 1024;

test("bodies that never end: over 64 MiB of them the next one is told 503, and nobody when they are gone", async () => {
  const server = await startServer({ DEMO_DATA: "off" });
  onTestFinished(server.close);
  const heard: string[] = [];
  const sockets = await Promise.all(
    Array.from({ length: 80 }, async () => {
      const socket = connect(Number(new URL(server.url).port), "127.0.0.1").on("error", () => undefined);
      await once(socket, "connect");
      socket.setEncoding("latin1").on("data", (text: string) => heard.push(text));
      socket.write(`POST /api/users/login HTTP/1.1\r\nHost: x\r\nContent-Length: ${MIB}\r\n\r\n`);
      socket.write(Buffer.alloc(0.95 * MIB, " "));
      return socket;
    }),
  );
  await eventually(() => heard.length > 0, "a refusal");
  expect(heard[0]).toMatch(/^HTTP\/1\.1 503 [^]*\r\nRetry-After: 1\r\n/i);
  for (const socket of sockets) socket.destroy();
  // Too long to be read by the way of the short ones.
  const body = { email: "nobody@example.com", password: "x", filler: " ".repeat(MIB / 2) };
  await eventually(
    async () => (await server.send("POST", "/api/users/login", { body })).status === 400,
    "wrong credentials are looked at again",
  );
});
