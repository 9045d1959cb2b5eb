import { once } from "node:events";
import { Agent, request } from "node:http";
import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { login, register } from "./client.ts";
import { CHEAP_HASHES, end, type Shop, SLOWLY, start, migratedFolder } from "../fixtures/process.ts";
import { eventually } from "../fixtures/waiting.ts";

/** What operators are promised. */
const EXIT_MS = 10_000;
/** When nothing is in flight there is nothing to wait for; the rest is a busy machine's. */
const IDLE_EXIT_MS = 8000;

const CREDENTIALS = { email: "ada@example.com", password: "correct horse" };

test.for(["SIGTERM", "SIGINT"] as const)(
  "%s: what is in flight is answered, nothing new is let in",
  SLOWLY,
  async (signal) => {
    const shop = await start({ DATA_DIR: await migratedFolder(), DEMO_DATA: "off", ...CHEAP_HASHES });
    await register(shop.url, CREDENTIALS.email, CREDENTIALS.password);
    const slow = Array.from({ length: 6 }, () => login(shop.url, CREDENTIALS.email, CREDENTIALS.password));
    const body = JSON.stringify(CREDENTIALS);
    const half = await connected(shop);
    half.write(
      `POST /api/users/login HTTP/1.1\r\nHost: shop\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, 10)}`,
    );
    // The logins hash for a while; by the first answer all of them have arrived.
    await Promise.race(slow);
    const began = performance.now();
    shop.child.kill(signal);
    await eventually(async () => (await refused(shop)) === "ECONNREFUSED", "new connections are refused");

    half.write(body.slice(10));
    expect(await everything(half)).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*"access_token"/);
    for (const { status, json } of await Promise.all(slow)) {
      expect(status).toBe(200);
      expect(json).toMatchObject({ access_token: expect.any(String) });
    }
    expect(await end(shop)).toEqual({ code: 0, signal: null });
    expect(performance.now() - began).toBeLessThan(EXIT_MS);
    expect(shop.stderr()).toBe("");
  },
);

test("connections on which nothing happens do not hold it up", SLOWLY, async () => {
  const shop = await open();
  await connected(shop);
  const agent = new Agent({ keepAlive: true });
  onTestFinished(() => agent.destroy());
  await new Promise<void>((resolve, reject) => {
    request(`${shop.url}/health/live`, { agent }, (response) => response.resume().once("end", resolve))
      .once("error", reject)
      .end();
  });
  const began = performance.now();
  shop.child.kill("SIGTERM");
  expect(await end(shop)).toEqual({ code: 0, signal: null });
  expect(performance.now() - began).toBeLessThan(IDLE_EXIT_MS);
});

test("a kept-alive connection ends with the answer that was under way", SLOWLY, async () => {
  const shop = await open();
  await register(shop.url, CREDENTIALS.email, CREDENTIALS.password);
  const socket = await connected(shop);
  const body = JSON.stringify(CREDENTIALS);
  socket.write(
    `POST /api/users/login HTTP/1.1\r\nHost: shop\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`,
  );
  await sleep(100);
  const began = performance.now();
  shop.child.kill("SIGTERM");
  await eventually(async () => (await refused(shop)) === "ECONNREFUSED", "new connections are refused");
  socket.write(body);
  expect(await everything(socket)).toMatch(/\r\nConnection: close\r\n/i);
  expect(await end(shop)).toEqual({ code: 0, signal: null });
  expect(performance.now() - began).toBeLessThan(IDLE_EXIT_MS);
});

const open = async (): Promise<Shop> => start({ DATA_DIR: await migratedFolder(), DEMO_DATA: "off" });

async function connected({ url }: Shop): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), "127.0.0.1").on("error", () => undefined);
  onTestFinished(() => void socket.destroy());
  await once(socket, "connect");
  return socket;
}

/** The code of the error that a new connection meets; undefined when it is let in. */
async function refused({ url }: Shop): Promise<unknown> {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  try {
    await once(socket, "connect");
    return undefined;
  } catch (error) {
    return error instanceof Error && "code" in error ? error.code : error;
  } finally {
    socket.destroy();
  }
}

/** All that a connection says until the other side ends it. */
async function everything(socket: Socket): Promise<string> {
  let heard = "";
  socket.setEncoding("utf8").on("data", (text: string) => (heard += text));
  await once(socket, "close");
  return heard;
}
