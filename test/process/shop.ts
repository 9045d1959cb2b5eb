/** For tests: the server as whoever runs it has it, a process of its own with nothing but its settings. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** Node keeps compiled modules here: a third off each start, and there are dozens. */
const COMPILED = join(ROOT, "node_modules/.cache/process-tests");

/** Far longer than any start takes, even on a machine with other work to do. */
const PATIENCE_MS = 60_000;

/** What the suites of this folder give a test, as each of them starts several processes. */
export const SLOWLY = { timeout: 120_000 };

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface Run {
  readonly child: ChildProcess;
  readonly exit: Promise<Exit>;
  stdout(): string;
  stderr(): string;
}

export interface Shop extends Run {
  /** Without a slash at the end. */
  readonly url: string;
  /** From the start of the process to the banner. */
  readonly startMs: number;
  /** The lines of the log, without the banner. */
  log(): Record<string, unknown>[];
}

/** A folder that is removed when the test is over. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "shop-process-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/**
 * Starts the process with these settings only: none of the machine's own reach it. It is killed when the test is over.
 * @param command the program itself, or what starts it
 */
export function run(env: Readonly<Record<string, string>>, command = [process.execPath, "src/main.ts"]): Run {
  const { PATH = "" } = process.env;
  const [program = "", ...args] = command;
  const child = spawn(program, args, {
    cwd: ROOT,
    env: { PATH, PORT: "0", RATE_LIMITS: "off", NODE_COMPILE_CACHE: COMPILED, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    // A group of its own, as a terminal gives it: what a command starts can be told and killed with it.
    detached: true,
  });
  const exit = once(child, "close").then(([code, signal]: Exit[keyof Exit][]) => ({ code, signal }) as Exit); // as documented
  onTestFinished(async () => {
    tellAll({ child }, "SIGKILL");
    await exit;
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  return { child, exit, stdout: () => stdout, stderr: () => stderr };
}

/** Sends a signal to the process and to all that it has started, as a terminal does at Ctrl-C. */
export function tellAll({ child: { pid } }: Pick<Run, "child">, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    // All of them have ended.
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}

/** Starts a server, and waits for its banner. */
export async function start(env: Readonly<Record<string, string>>, command?: string[]): Promise<Shop> {
  const began = performance.now();
  const process = run(env, command);
  const url = await within(PATIENCE_MS, announced(process), () => `no banner:\n${process.stdout()}${process.stderr()}`);
  return { ...process, url, startMs: performance.now() - began, log: () => jsonLines(process.stdout()) };
}

/** The end of a process that is to end by itself or has been told to. */
export async function end(process: Run): Promise<Exit> {
  return within(PATIENCE_MS, process.exit, () => `still running:\n${process.stdout()}${process.stderr()}`);
}

/** What a condition's first truthy value is, waiting for it. */
export async function eventually<T>(condition: () => T | false | Promise<T | false>, what: string): Promise<T> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (performance.now() > deadline) throw new Error(`Not within ${PATIENCE_MS} ms: ${what}`);
    await sleep(10);
  }
}

async function announced(process: Run): Promise<string> {
  let ended = false;
  void process.exit.then(() => (ended = true));
  return eventually(() => {
    const url = /The shop is open: (http:\/\/\S+)\n[^]*\n\n$/.exec(process.stdout())?.[1] ?? false;
    if (!url && ended) throw new Error(`ended instead of opening:\n${process.stderr()}`);
    return url;
  }, "the banner");
}

async function within<T>(ms: number, promise: Promise<T>, complaint: () => string): Promise<T> {
  const timer = new AbortController();
  const late = sleep(ms, undefined, { signal: timer.signal }).then(() => {
    throw new Error(`${ms} ms have passed: ${complaint()}`);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    timer.abort();
    late.catch(() => undefined);
  }
}

/** The banner is one block of indented or empty lines; every other line has to be JSON. */
function jsonLines(stdout: string): Record<string, unknown>[] {
  const lines = stdout.split("\n").filter((line) => line !== "" && !line.startsWith("  "));
  return lines.map((line): Record<string, unknown> => JSON.parse(line));
}
