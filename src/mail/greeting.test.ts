import { expect, it, onTestFinished } from "vitest";
import { createMailer } from "./mailer.ts";
import { recordingLog, startRaw } from "./test-server.ts";

it("a server that turns everybody away at the door is tried again while the code lives", async () => {
  let visits = 0;
  const server = await startRaw((socket) => {
    visits += 1;
    socket.end("554 no service here now\r\n");
  });
  onTestFinished(server.close);
  const { log, lines } = recordingLog();
  const timing = { maxTries: 3, retryBaseMs: 20, retryMaxMs: 40 };
  const smtpUrl = `smtp://127.0.0.1:${server.port}`;
  const mailer = createMailer({ smtpUrl, from: "shop@example.com", production: false, log, timing });
  onTestFinished(() => mailer.close());
  mailer.send({ to: "mei@example.org", subject: "Code", text: "1", html: "1", expiresAt: Date.now() + 60_000 });
  await mailer.drain(10_000);
  expect(visits).toBeGreaterThanOrEqual(3);
  expect(lines.at(-1)).toContain('"loss":"too many tries"');
});
