import type { Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/**
 * How long connections are still taken: those that the system has made already wait in its queue, and would be reset if the
 * socket closed on them. Clients that come meanwhile are answered, and told to come on another connection.
 */
const LAST_CALL_MS = 300;
/** Of a drain. The queue may be long and its turns too, and who stands in it was let in before the stop. */
const LAST_CALL_MOST = 0.7;
/** How long a connection may take to say its first word, from when it was first seen to be silent. */
const FIRST_WORD_MS = 300;
const LOOK_EVERY_MS = 50;

/**
 * Watches a server's connections, so that it can be closed without cutting an answer short. Node's own
 * `closeIdleConnections()`, which `close()` calls, destroys connections whose answer is still being sent, waits for
 * those on which no request has come yet (browsers make them ahead), and for kept-alive ones until they time out.
 * @returns what closes the server: soon nothing new is let in, and what is in flight is answered, within `drainMs`
 */
export function closingOf(server: Server): (drainMs: number) => Promise<void> {
  const connections = new Map<Socket, Connection>();
  let taken = 0;
  server.on("connection", (socket: Socket) => {
    taken += 1;
    connections.set(socket, {});
    socket.once("close", () => connections.delete(socket));
  });
  server.on("request", ({ socket }, answer) => {
    const connection = connections.get(socket);
    if (connection) connection.answer = answer;
  });

  const closeIdle = (): void => {
    const now = performance.now();
    for (const [socket, connection] of connections) {
      const { answer } = connection;
      if (answer ? answer.writableFinished : staysSilent(socket, connection, now)) socket.destroySoon();
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
        const quiet = taken === before || performance.now() - began > LAST_CALL_MOST * drainMs;
        if (quiet) server.close(closed);
        else setImmediate(closeWhenQuiet, taken);
      };
      const began = performance.now();
      setTimeout(() => setImmediate(closeWhenQuiet, taken), LAST_CALL_MS);
    });
}

interface Connection {
  answer?: ServerResponse;
  /** When it was first seen to have said nothing. */
  silentSince?: number;
}

/**
 * Whether nothing comes from a connection. One look is not enough, however long ago it was made: nothing is read in the
 * turn of the event loop that takes it, and on a busy machine one turn may last longer than any patience.
 */
function staysSilent(socket: Socket, connection: Connection, now: number): boolean {
  if (socket.bytesRead > 0) return false;
  connection.silentSince ??= now;
  return now - connection.silentSince > FIRST_WORD_MS;
}
