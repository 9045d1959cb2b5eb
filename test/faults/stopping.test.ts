import { connect, type Socket } from "node:net";
import { once } from "node:events";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { startSmtp } from "../../src/mail/test-server.ts";
import { end, migratedFolder, SLOWLY, start } from "../fixtures/process.ts";
import { eventually } from "../fixtures/waiting.ts";
import { register, send } from "../process/client.ts";

const CREDENTIALS = { email: "ada@example.com", password: "correct horse" };

test("SIGTERM with 200 logins waiting: half of the clients gone, all others answered, exit 0", SLOWLY, async () => {
  const shop = await start({ DATA_DIR: await migratedFolder() });
  await register(shop.url, CREDENTIALS.email, CREDENTIALS.password);
  const body = JSON.stringify(CREDENTIALS);
  const clients = await Promise.all(
    Array.from({ length: 200 }, async () => {
      const socket = await connected(shop.url);
      socket.write(`POST /api/users/login HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
      return { socket, answer: everything(socket) };
    }),
  );
  await eventually(() => clients.some(({ socket }) => socket.bytesRead > 0), "a first answer");
  for (const { socket } of clients.slice(0, 100)) socket.destroy();
  shop.child.kill("SIGTERM");
  // 1 where it had to be given up.
  expect(await end(shop)).toEqual({ code: 0, signal: null });
  for (const { answer } of clients.slice(100)) expect(await answer).toMatch(/^HTTP\/1\.1 (200|503) /);
});

test("SIGTERM with 500 mails waiting and a mail server that takes its time: none is lost", SLOWLY, async () => {
  const smtp = await startSmtp({ onMailFrom: (_address, _session, done) => void setTimeout(done, 20) });
  onTestFinished(smtp.close);
  const shop = await start({
    DATA_DIR: await migratedFolder(),
    SMTP_URL: `smtp://127.0.0.1:${smtp.port}?ignoreTLS=true`,
  });
  const asked = Array.from({ length: 500 }, (_, i) =>
    send(`${shop.url}/users/register/precheck`, { email: `customer${i}@example.com` }),
  );
  for (const { status } of await Promise.all(asked)) expect(status).toBe(200);
  expect(smtp.received.length).toBeLessThan(500);
  shop.child.kill("SIGTERM");
  expect(await end(shop)).toEqual({ code: 0, signal: null });
  const lost = shop.log().filter(({ msg }) => msg === "mail given up");
  expect(smtp.received.length + lost.length).toBe(500);
  expect(lost).toEqual([]);
});

test("SIGTERM while connections are made: whoever was let in is answered", SLOWLY, async () => {
  const shop = await start({ DATA_DIR: await migratedFolder() });
  // Stopped, it leaves them in the system's queue, as a busy one does.
  shop.child.kill("SIGSTOP");
  const sockets = await Promise.all(Array.from({ length: 20 }, () => connected(shop.url)));
  const answers = sockets.map(everything);
  await Promise.all(
    sockets.map((socket) => promisify(socket.write.bind(socket))("GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n")),
  );
  shop.child.kill("SIGTERM");
  shop.child.kill("SIGCONT");
  for (const answer of answers) expect(await answer).toMatch(/^HTTP\/1\.1 200 [^]*\r\nConnection: close\r\n/i);
  expect(await end(shop)).toEqual({ code: 0, signal: null });
});

async function connected(url: string): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), "127.0.0.1").on("error", () => undefined);
  onTestFinished(() => void socket.destroy());
  await once(socket, "connect");
  return socket;
}

/** All that a connection says until the other side ends it, or breaks it. */
async function everything(socket: Socket): Promise<string> {
  let heard = "";
  socket.setEncoding("utf8").on("data", (text: string) => (heard += text));
  await new Promise((resolve) => socket.once("close", resolve));
  return heard;
}
