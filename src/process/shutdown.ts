import type { Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/**
 * How long connections are still taken: those that the system has made already wait in its queue, and would be reset if the
 * socket closed on them. Clients that come meanwhile are answered, and told to come on another connection.
 */
const LAST_CALL_MS = 300;
const LAST_CALL_MOST_MS = 2000;
/** How long a connection that was just made may take to say its first word. */
const FIRST_WORD_MS = 300;
const LOOK_EVERY_MS = 50;

/**
 * Watches a server's connections, so that it can be closed without cutting an answer short. Node's own
 * `closeIdleConnections()`, which `close()` calls, destroys connections whose answer is still being sent, waits for
 * those on which no request has come yet (browsers make them ahead), and for kept-alive ones until they time out.
 * @returns what closes the server: soon nothing new is let in, and what is in flight is answered, within `drainMs`
 */
export function closingOf(server: Server): (drainMs: number) => Promise<void> {
  const connections = new Map<Socket, { readonly since: number; answer?: ServerResponse }>();
  let taken = 0;
  server.on("connection", (socket: Socket) => {
    taken += 1;
    connections.set(socket, { since: performance.now() });
    socket.once("close", () => connections.delete(socket));
  });
  server.on("request", ({ socket }, answer) => {
    const connection = connections.get(socket);
    if (connection) connection.answer = answer;
  });

  const closeIdle = (): void => {
    const now = performance.now();
    for (const [socket, { since, answer }] of connections) {
      const idle = answer ? answer.writableFinished : socket.bytesRead === 0 && now - since > FIRST_WORD_MS;
      if (idle) socket.destroySoon();
    }
  };

  return (drainMs) =>
    new Promise((resolve) => {
      const lastAnswer = (answer: ServerResponse) => {
        if (!answer.headersSent) answer.setHeader("Connection", "close");
      };
      for (const { answer } of connections.values()) if (answer) lastAnswer(answer);
      server.prependListener("request", (_request, answer) => lastAnswer(answer));

      // Timers come first in a turn of the event loop, which on a busy machine may be late: what has arrived meanwhile is
      // read and let in before anything is closed.
      const afterReading = (act: () => void) => () => void setImmediate(act);
      const looking = setInterval(afterReading(closeIdle), LOOK_EVERY_MS);
      const force = setTimeout(() => server.closeAllConnections(), drainMs);
      server.closeIdleConnections = closeIdle;
      const closed = () => {
        clearInterval(looking);
        clearTimeout(force);
        resolve();
      };
      // The event loop takes one connection a turn: the queue is empty after a turn without.
      const closeWhenQuiet = (before: number): void => {
        const quiet = taken === before || performance.now() - began > LAST_CALL_MOST_MS;
        if (quiet) server.close(closed);
        else setImmediate(closeWhenQuiet, taken);
      };
      const began = performance.now();
      setTimeout(() => setImmediate(closeWhenQuiet, taken), LAST_CALL_MS);
    });
}
