import type { Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/** How long requests in flight may take; the rest of the 10 seconds that a stop may last is for closing. */
const DRAIN_MS = 8000;
/** How long a connection that was just made may take to say its first word. */
const FIRST_WORD_MS = 300;
const LOOK_EVERY_MS = 50;

/**
 * Watches a server's connections, so that it can be closed without cutting an answer short. Node's own
 * `closeIdleConnections()`, which `close()` calls, destroys connections whose answer is still being sent, waits for
 * those on which no request has come yet (browsers make them ahead), and for kept-alive ones until they time out.
 * @returns what closes the server: nothing new is let in, what is in flight is answered, within 8 seconds
 */
export function closingOf(server: Server): () => Promise<void> {
  const answers = new Map<Socket, ServerResponse | null>();
  server.on("connection", (socket: Socket) => {
    answers.set(socket, null);
    socket.once("close", () => answers.delete(socket));
  });
  server.on("request", ({ socket }, answer) => void answers.set(socket, answer));

  const closeIdle = (mayStillSpeak: boolean): void => {
    for (const [socket, answer] of answers) {
      const idle = answer ? answer.writableFinished : socket.bytesRead === 0 && !mayStillSpeak;
      if (idle) socket.destroySoon();
    }
  };

  return () =>
    new Promise((resolve) => {
      const lastAnswer = (answer: ServerResponse) => {
        if (!answer.headersSent) answer.setHeader("Connection", "close");
      };
      for (const answer of answers.values()) if (answer) lastAnswer(answer);
      server.prependListener("request", (_request, answer) => lastAnswer(answer));

      const began = performance.now();
      const looking = setInterval(() => closeIdle(performance.now() - began < FIRST_WORD_MS), LOOK_EVERY_MS);
      const force = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
      server.closeIdleConnections = () => closeIdle(true);
      server.close(() => {
        clearInterval(looking);
        clearTimeout(force);
        resolve();
      });
    });
}
