/** For tests: what a shop that is broken on purpose says and does. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Answer, send } from "../process/client.ts";
import { eventually, type Run, type Shop } from "../fixtures/process.ts";

/** A client's answer, or how it was left without one. */
export type Outcome = number | "reset" | "refused";

/** What each of many clients gets that ask at the same time. */
export async function outcomes(asks: readonly Promise<Answer>[]): Promise<Outcome[]> {
  const settled = await Promise.allSettled(asks);
  return settled.map((result) => (result.status === "fulfilled" ? result.value.status : causeOf(result.reason)));
}

function causeOf(error: unknown): Outcome {
  const cause: unknown = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && "code" in cause && cause.code === "ECONNREFUSED" ? "refused" : "reset";
}

/** Waits until readiness answers with a status. @returns which parts it says are away */
export async function readiness({ url }: Shop, status: 200 | 503): Promise<string[]> {
  const { json } = await eventually(async () => {
    const answer = await send(`${url}/health/ready`);
    return answer.status === status && answer;
  }, `ready answers ${status}`);
  return Object.entries(json).flatMap(([part, state]) => (part !== "status" && state !== "ok" ? [part] : []));
}

/** The processes that a process has started and that live. */
export async function childrenOf({ child }: Run): Promise<number[]> {
  const text = await readFile(join("/proc", String(child.pid), "task", String(child.pid), "children"), "utf8");
  return text.split(" ").filter(Boolean).map(Number);
}
