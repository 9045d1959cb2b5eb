/** For tests: the steps of a move from an old server to a shop. */
import { copyFile, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "vitest";
import { startServer, type TestServer } from "../fixtures/server.ts";
import { end, type Run, run, start } from "../fixtures/process.ts";
import { eventually } from "../fixtures/waiting.ts";
import { ACCOUNTS, addressOf, type OldServer, passwordOf } from "./old-servers.ts";

/** Of the accounts that were there before. */
export const IDS = Array.from({ length: ACCOUNTS }, (_, index) => index + 1);

/** Runs a command to its end. */
export async function command(env: Record<string, string>, script: string, ...args: string[]) {
  const process_ = run({ NODE_ENV: "development", ...env }, [process.execPath, `scripts/${script}.ts`, ...args]);
  const { code } = await end(process_);
  return { code, output: process_.stdout() + process_.stderr() };
}

/** Records what `clients` do with an old server, after a copy of its database was taken. */
export async function record(old: OldServer, folder: string, clients: (base: string) => Promise<string[]>) {
  const [copy, recording] = [join(folder, "copy.db"), join(folder, "recording.jsonl")];
  await copyFile(old.database, copy);
  const args = ["record", "--upstream", old.url, "--port", "0", "--recording", recording];
  const recorder = run({ NODE_ENV: "test" }, [process.execPath, "scripts/rehearse.ts", ...args]);
  const port = await portOf(recorder);
  const secrets = await clients(`http://127.0.0.1:${port}`);
  recorder.child.kill("SIGINT");
  expect(await end(recorder)).toMatchObject({ code: 0 });
  return { copy, recording, secrets };
}

const portOf = (proxy: Run): Promise<string> =>
  eventually(() => /^On port (\d+):/m.exec(proxy.stdout())?.[1] ?? false, `a proxy's port\n${proxy.stderr()}`);

/** Replays a recording against a shop that the copy was brought into. */
export async function replay(folder: string, recording: string) {
  const passwords = join(folder, "passwords.json");
  const known = Array.from({ length: ACCOUNTS }, (_, id) => [addressOf(id).toLowerCase(), passwordOf(id)] as const);
  const others = known.flatMap(([, password], id) => [
    [`member${id}`, password] as const,
    [`555-${id}`, password] as const,
  ]);
  await writeFile(passwords, JSON.stringify(Object.fromEntries([...known, ...others])));
  const shop = await start({ DATA_DIR: folder, DEMO_DATA: "off" });
  const args = ["--target", shop.url, "--recording", recording, "--passwords", passwords];
  return command({}, "rehearse", "replay", ...args);
}

/** The accounts that do not sign in at every door with the passwords that they have always had. */
export async function lockedOut(folder: string): Promise<number[]> {
  const server = await startServer({ DATABASE_URL: `file:${join(folder, "shop.db")}`, DEMO_DATA: "off" });
  const [waiting, failed]: [number[], number[]] = [[...IDS], []];
  const worker = async (): Promise<void> => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      if (!(await signsIn(server, addressOf(id), passwordOf(id)))) failed.push(id);
    }
  };
  try {
    await Promise.all(Array.from({ length: 10 }, worker));
  } finally {
    await server.close();
  }
  return failed.toSorted((a, b) => a - b);
}

async function signsIn(server: TestServer, email: string, password: string): Promise<boolean> {
  const query = `mutation ($input: LoginInput!) { login(input: $input) { user { email } } }`;
  const doors: readonly (readonly [path: string, body: unknown])[] = [
    // The first one replaces the old hash, and the others meet that.
    ["/graphql", { query, variables: { input: { account: email, password } } }],
    ["/api/users/login", { email, password }],
    ["/users/login", { account: email, password }],
    ["/api/v2/sessions", { account: email, password }],
  ];
  for (const [path, body] of doors) {
    let answer = await server.send("POST", path, { body });
    // A machine with more to do than hashing lets nobody wait for long.
    while (answer.status === 503) answer = await server.send("POST", path, { body });
    if (answer.status > 201 || answer.json.errors) return false;
  }
  return true;
}

export async function expectNoSecrets(recording: string, secrets: readonly string[]): Promise<void> {
  const text = await readFile(recording, "utf8");
  expect(secrets.length).toBeGreaterThan(8);
  expect(secrets.filter((secret) => secret === "" || text.includes(secret))).toEqual([]);
}
