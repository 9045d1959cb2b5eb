/** For tests: what a shop that is broken on purpose says and does. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Run, Shop } from "../fixtures/process.ts";
import { eventually } from "../fixtures/waiting.ts";
import { send } from "../process/client.ts";

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
