import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

export interface Child {
  readonly process: ChildProcess;
  /** The next line that it says. */
  line(): Promise<string>;
  tell(line: string): void;
  /** Kills it, and gives the lines that it had said until then. */
  kill(): Promise<string[]>;
}

const children = new Set<ChildProcess>();

/** Runs `child.ts` in a process of its own. */
export function child(...args: string[]): Child {
  const script = fileURLToPath(new URL("child.ts", import.meta.url));
  const started = spawn(process.execPath, [script, ...args], { stdio: ["pipe", "pipe", "inherit"] });
  children.add(started);
  const lines = createInterface(started.stdout)[Symbol.asyncIterator]();
  return {
    process: started,
    line: async () => String((await lines.next()).value),
    tell: (line) => void started.stdin.write(`${line}\n`),
    kill: async () => {
      started.kill("SIGKILL");
      await once(started, "exit");
      const rest: string[] = [];
      for (let line = await lines.next(); !line.done; line = await lines.next()) rest.push(line.value);
      return rest;
    },
  };
}

/** After each test. */
export function killChildren(): void {
  for (const started of children) started.kill("SIGKILL");
  children.clear();
}
