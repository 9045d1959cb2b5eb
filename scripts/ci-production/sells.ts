import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { useShop } from "./client.ts";

type Environment = Readonly<Record<string, string>>;

/** Only the first shop of a folder needs them, to have somebody who can put products on sale. */
const ADMIN = { email: "owner@example.com", password: "the owner's own" };
const SETTINGS = { PORT: "0", HOST: "127.0.0.1", ADMIN_EMAIL: ADMIN.email, ADMIN_PASSWORD: ADMIN.password };

const DEVELOPMENT = ["prisma-cli", "prisma", "@prisma/engines", "typescript-cli", "typescript", "vitest", "sharp"];

/** The ten seconds that operators are promised, and some for npm. */
const STOP_MS = 12_000;

/** @throws when a command fails */
export function sh(command: string, cwd: string, env: Environment): void {
  console.log(`$ ${command}`);
  execFileSync("sh", ["-c", command], { cwd, env, stdio: "inherit" });
}

/** @throws when packages are installed that only development needs */
export function onlyProduction(folder: string): void {
  const found = DEVELOPMENT.filter((name) => existsSync(join(folder, "node_modules", name)));
  if (found.length > 0) throw new Error(`Installed, though only development needs them: ${found.join(", ")}`);
}

/**
 * Starts the shop by a command, uses it as clients do, and stops it.
 * @param health a command that has to succeed meanwhile
 * @throws when anything of that does not work
 */
export async function sells(command: string, cwd: string, env: Environment, health?: string): Promise<void> {
  console.log(`$ ${command}`);
  // The shell gives way to the program, and a group of its own lets nothing of it be left behind.
  const child = spawn("sh", ["-c", `exec ${command}`], {
    cwd,
    env: { ...env, ...SETTINGS },
    stdio: ["ignore", "pipe", "inherit"],
    detached: true,
  });
  try {
    const port = await portOf(child);
    await useShop(`http://127.0.0.1:${port}`, ADMIN);
    if (health !== undefined) sh(health, cwd, { ...env, PORT: port });
    const end = once(child, "exit", { signal: AbortSignal.timeout(STOP_MS) });
    // To the one process that was started, as a service manager does.
    child.kill("SIGTERM");
    const [code]: unknown[] = await end;
    if (code !== 0) throw new Error(`SIGTERM has ended it with ${String(code)}`);
  } finally {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, "SIGKILL");
  }
}

/** The port that the shop says it is open on. */
async function portOf(child: ChildProcess): Promise<string> {
  let said = "";
  return new Promise((resolve, reject) => {
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      const port = /"port":(\d+),"msg":"the shop is open"/.exec(said)?.[1];
      if (port !== undefined) resolve(port);
    });
    child.once("exit", (code) => reject(new Error(`It ended with ${code} instead of opening:\n${said}`)));
  });
}
