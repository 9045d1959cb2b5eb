/** For tests: clients that keep on asking while something breaks, and note what they are told. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Answer } from "../fixtures/server.ts";
import type { Shop } from "../fixtures/process.ts";
import { ask, graphql, type Question } from "./fleet.ts";

/** More than a load may ever send, whatever it is told. */
const MOST = 20_000;

export type Shape = "bearer" | "envelope" | "graphql" | "problem";

export interface Act {
  readonly name: string;
  readonly shape: Shape;
  /** Anybody may do it, and it changes nothing. */
  readonly isPublic: boolean;
  readonly send: (url: string) => Promise<Answer>;
}

export interface Note {
  readonly act: Act;
  /** Milliseconds of `performance.now()`. */
  readonly from: number;
  readonly to: number;
  /** Undefined when the connection broke. */
  readonly answer: Answer | undefined;
}

/** What goes on in a shop, by every door. */
export function acts(account: { email: string; password: string }, token: string, product: string): readonly Act[] {
  const { email, password } = account;
  const act = (shape: Shape, name: string, path: string, question: Question = {}, isPublic = false): Act => ({
    name: `${shape} ${name}`,
    shape,
    isPublic,
    send: (url) => (shape === "graphql" ? graphql(url, path, {}, question.token) : ask(url + path, question)),
  });
  const open = true;
  return [
    act("bearer", "product", `/api/products/product/${product}`, {}, open),
    act("envelope", "product", `/api/products/${product}`, {}, open),
    act("envelope", "product of somebody signed in", `/api/products/${product}`, { token }, open),
    act("problem", "list", "/api/v2/products?first=3", {}, open),
    act("graphql", "list", "{ products(first: 3) { totalCount edges { node { name } } } }", {}, open),
    act("bearer", "popular", "/api/products/popular", {}, open),
    act("bearer", "me", "/api/users/me", { token }),
    act("envelope", "current", "/api/users/current", { token }),
    act("graphql", "me", "{ me { email } }", { token }),
    act("graphql", "sessions", "{ mySessions { edges { node { id } } } }", { token }),
    act("problem", "me", "/api/v2/me", { token }),
    act("bearer", "login", "/api/users/login", { body: { email, password } }),
    act("envelope", "login", "/users/login", { body: { account: email, password } }),
    act("envelope", "code", "/users/send_verification_code_by_email", { body: { email: "nobody@example.com" } }),
    act("envelope", "code login", "/users/login_by_email", { body: { email: "nobody@example.com", code: "000000" } }),
    act("graphql", "code", `mutation { requestRegistrationCode(email: "new@example.com") { expiresIn } }`),
  ];
}

export interface Load {
  readonly notes: readonly Note[];
  stop(): Promise<void>;
}

/** So many clients, each asking again a moment after it has been answered. */
export function load(shops: readonly Shop[], what: readonly Act[], clients: number, pauseMs = 40): Load {
  const notes: Note[] = [];
  let going = true;
  let turn = 0;
  const client = async (): Promise<void> => {
    while (going && turn < MOST) {
      turn += 1;
      const act = what[turn % what.length];
      const shop = shops[turn % shops.length];
      if (!act || !shop) throw new Error("Nothing to do");
      const from = performance.now();
      const answer = await act.send(shop.url).catch(() => undefined);
      notes.push({ act, from, to: performance.now(), answer });
      await sleep(pauseMs);
    }
  };
  const running = Promise.all(Array.from({ length: clients }, client));
  return {
    notes,
    stop: async () => {
      going = false;
      await running;
    },
  };
}

/** What is wrong with an answer of "not available"; undefined: nothing. */
export function flawOf503({ act, answer }: Note): string | undefined {
  if (!answer) return "no answer";
  const { status, headers, json } = answer;
  // GraphQL says so in the body where a part of the answer stands.
  if (status !== 503) return `status ${status}`;
  if (!(Number(headers.get("retry-after")) > 0)) return "no Retry-After";
  const wellFormed = {
    bearer: () => json.detail === "Service Unavailable",
    envelope: () => json.code === 503 && json.message === "服务暂不可用" && json.data === null,
    graphql: () => json.errors[0].extensions.code === "UNAVAILABLE",
    problem: () => json.status === 503 && json.code === "UNAVAILABLE",
  };
  return wellFormed[act.shape]() ? undefined : `another shape: ${answer.text}`;
}

/** How often each status was the answer, by act. */
export function tally(notes: readonly Note[]): Record<string, Record<string, number>> {
  const counts: Record<string, Record<string, number>> = {};
  for (const { act, answer } of notes) {
    const row = (counts[act.name] ??= {});
    const status = answer?.status ?? "broken";
    row[status] = (row[status] ?? 0) + 1;
  }
  return counts;
}

export const longest = (notes: readonly Note[]): number =>
  Math.round(Math.max(0, ...notes.map(({ from, to }) => to - from)));
