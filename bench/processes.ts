import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";

/** A server in a process of its own. */
export interface Running {
  /** Without a slash at the end. */
  readonly url: string;
  readonly pid: number;
  /** Milliseconds that its threads have used a processor. */
  cpu(): number;
  /** What of it is in memory, in MiB. */
  memory(): number;
  stop(): Promise<void>;
}

/** @param portIn finds the port in the line of output that tells it */
export async function startServer(
  args: readonly string[],
  { portIn, env = process.env }: { readonly portIn: RegExp; readonly env?: NodeJS.ProcessEnv },
): Promise<Running> {
  const child = spawn(process.execPath, args, { env, stdio: ["ignore", "pipe", "inherit"] });
  const pid = child.pid ?? 0;
  // Whatever fails meanwhile, nothing stays behind.
  const kill = (): void => void child.kill();
  process.once("exit", kill);
  for await (const line of createInterface({ input: child.stdout })) {
    const port = portIn.exec(line)?.[1];
    if (port === undefined) continue;
    // Its log is read, as in earnest, and nothing is done with it.
    child.stdout.resume();
    return {
      url: `http://127.0.0.1:${port}`,
      pid,
      cpu: () => cpuOf(pid),
      memory: () => memoryOf(pid),
      async stop() {
        child.kill("SIGTERM");
        if (child.exitCode === null) await once(child, "exit");
        process.off("exit", kill);
      },
    };
  }
  throw new Error(`${args.join(" ")} did not start`);
}

/** Milliseconds that a process has used a processor: Linux counts the nanoseconds that each thread has run; 0 when it is over. */
export function cpuOf(pid: number | string): number {
  const ran = (thread: string) =>
    Number(readOf(() => readFileSync(`/proc/${pid}/task/${thread}/schedstat`, "utf8"))?.split(" ")[0] ?? 0);
  return (readOf(() => readdirSync(`/proc/${pid}/task`)) ?? []).reduce((sum, thread) => sum + ran(thread), 0) / 1e6;
}

/** What is read of a process, or nothing when that has ended. */
export function readOf<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

const memoryOf = (pid: number): number =>
  Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024;
