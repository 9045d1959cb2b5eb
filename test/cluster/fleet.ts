/** For tests: server processes that live as long as a suite, and clients of theirs. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Answer } from "../process/client.ts";
import { eventually, type Exit, type Run, type Shop } from "../process/shop.ts";
import { freshIp } from "../fixtures/fresh.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const COMPILED = join(ROOT, "node_modules/.cache/process-tests");

/** Far longer than any answer should take; so that a server that hangs fails a test instead of stopping the suite. */
const ANSWER_MS = 30_000;

export const ADMIN = { email: "owner@example.com", password: "the owner's own" };
export const PASSWORD = "correct horse";

/** What every server here runs with: limits as they are, and clients' addresses from a header, so that tests have their own. */
const COMMON = { NODE_ENV: "test", PORT: "0", TRUST_PROXY: "loopback", NODE_COMPILE_CACHE: COMPILED };

/** Things to be undone, last first, whatever happens: to be called with what `afterAll` takes. */
export class Cleanup {
  readonly #acts: (() => unknown)[] = [];

  add(act: () => unknown): void {
    this.#acts.push(act);
  }

  readonly run = async (): Promise<void> => {
    const errors: unknown[] = [];
    for (const act of this.#acts.splice(0).reverse()) {
      try {
        await act();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw new AggregateError(errors, "Not everything could be cleaned up");
  };

  async folder(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), "shop-cluster-"));
    this.add(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
    return folder;
  }

  /** Starts the process with these settings only. */
  launch(env: Readonly<Record<string, string>>): Run {
    const { PATH = "" } = process.env;
    const child = spawn(process.execPath, ["src/main.ts"], {
      cwd: ROOT,
      env: { PATH, ...COMMON, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const kill = (): void => void child.kill("SIGKILL");
    process.once("exit", kill);
    const exit = exitOf(child);
    this.add(async () => {
      process.off("exit", kill);
      kill();
      await exit;
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    return { child, exit, stdout: () => stdout, stderr: () => stderr };
  }

  /** Starts a server, and waits until it listens. */
  async open(env: Readonly<Record<string, string>>): Promise<Shop> {
    const began = performance.now();
    const run = this.launch(env);
    let ended = false;
    void run.exit.then(() => (ended = true));
    const url = await eventually(() => {
      const address = /The shop is open: (http:\/\/\S+)\n/.exec(run.stdout())?.[1] ?? false;
      if (!address && ended) throw new Error(`ended instead of opening:\n${run.stdout()}${run.stderr()}`);
      return address;
    }, "the banner");
    const startMs = performance.now() - began;
    return { ...run, url: url.replace("localhost", "127.0.0.1"), startMs, log: () => logOf(run) };
  }
}

async function exitOf(child: ChildProcess): Promise<Exit> {
  const [code, signal]: Exit[keyof Exit][] = await once(child, "close");
  return { code, signal } as Exit; // as documented
}

/** The lines that are JSON; the banner is not, and a process that was killed may have left half a line. */
export function logOf(run: Run): Record<string, unknown>[] {
  return run
    .stdout()
    .split("\n")
    .filter((line) => line.startsWith("{") && line.endsWith("}"))
    .map((line): Record<string, unknown> => JSON.parse(line));
}

export interface Question {
  readonly method?: string;
  readonly body?: unknown;
  readonly token?: string;
  /** The client's address; one that nobody had before unless given. */
  readonly from?: string;
}

export async function ask(url: string, { method, body, token, from = freshIp() }: Question = {}): Promise<Answer> {
  const response = await fetch(url, {
    method: method ?? (body === undefined ? "GET" : "POST"),
    redirect: "manual",
    signal: AbortSignal.timeout(ANSWER_MS),
    headers: {
      "x-forwarded-for": from,
      ...(body !== undefined && { "content-type": "application/json" }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: JSON.parse(text) };
}

export const graphql = (url: string, query: string, variables = {}, token?: string, from?: string): Promise<Answer> =>
  ask(`${url}/graphql`, {
    body: { query, variables },
    ...(token !== undefined && { token }),
    ...(from !== undefined && { from }),
  });

const LOGIN = `mutation ($account: String!, $password: String!) {
  login(input: { account: $account, password: $password }) { accessToken refreshToken user { id } } }`;

export interface SignedIn {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly user: { readonly id: string };
}

export async function register(url: string, email: string): Promise<Answer> {
  return ask(`${url}/api/users/register`, { body: { email, password: PASSWORD, first_name: "Ada" } });
}

export async function login(url: string, account: string, password = PASSWORD): Promise<SignedIn> {
  const { json, text } = await graphql(url, LOGIN, { account, password });
  if (!json.data?.login) throw new Error(`No login: ${text}`);
  return json.data.login;
}

export async function signUp(url: string, email: string): Promise<SignedIn> {
  const { status, text } = await register(url, email);
  if (status !== 200) throw new Error(`No registration: ${text}`);
  return login(url, email);
}

/** The statuses of `me` at every server, by the door of the bearer contract. */
export const meEverywhere = async (shops: readonly Shop[], token: string): Promise<number[]> => {
  const answers = await Promise.all(shops.map(({ url }) => ask(`${url}/api/users/me`, { token })));
  return answers.map(({ status }) => status);
};

export function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}
