/**
 * Whatever test bears the id of an outcome in its name has to have met it: its server gave an answer of that route with that
 * status. An id that names no outcome fails its test, too.
 */
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";
import { afterAll, afterEach, beforeEach } from "vitest";
import { idsIn } from "./ids.ts";

interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly response: ServerResponse;
}

let claimed: readonly string[] = [];
let seen: Exchange[] = [];

function note(message: unknown): void {
  if (claimed.length === 0) return;
  // The channel's documented message. Routers change the address later on.
  const { request, response } = message as { request: IncomingMessage; response: ServerResponse };
  seen.push({ method: request.method ?? "", path: (request.url ?? "").split("?", 1)[0] ?? "", response });
}

const CHANNEL = "http.server.response.created";
subscribe(CHANNEL, note);
afterAll(() => void unsubscribe(CHANNEL, note));

beforeEach(({ task }) => {
  [claimed, seen] = [idsIn(task.fullTestName), []];
});

afterEach(async () => {
  if (claimed.length === 0) return;
  const { outcomesOf } = await import("./outcomes.ts");
  for (const id of claimed) {
    const meant = outcomesOf(id);
    if (meant.length === 0) throw new Error(`[${id}] names no outcome of docs/contracts/coverage.md`);
    for (const { outcome, subject } of meant) {
      const met = seen.some(
        ({ method, path, response }) => response.statusCode === outcome.status && subject.concerns(method, path),
      );
      if (!met) throw new Error(`[${outcome.id}]: no server answered so (${outcome.status}) in this test`);
    }
  }
});
