/** For tests: the two old servers of examples/, full of accounts and products, as processes of their own. */
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import bcrypt from "bcrypt";
import argon2 from "argon2";
import Sqlite from "better-sqlite3";
import { describe } from "vitest";
import { naive, openOldDatabase } from "../../examples/legacy-envelope/database.ts";
import { type Run, run, temporaryFolder } from "../fixtures/process.ts";
import { eventually } from "../fixtures/waiting.ts";

const PYTHON = process.env["PYTHON_PATH"] ?? "/usr/bin/python3";
const CATALOG = join(import.meta.dirname, "../../catalog");

const missing = whatIsMissing();
const required = process.env["REQUIRE_SERVICES"] === "1";
if (missing !== undefined && !required) console.warn(`SKIPPED, what needs the old bearer server: ${missing}`);

/** A suite that needs the FastAPI server; where Debian's packages are not there it is left out, and said to be. */
export const describeWithFastApi = describe.skipIf(missing !== undefined && !required);

function whatIsMissing(): string | undefined {
  try {
    execFileSync(PYTHON, ["-c", "import fastapi, uvicorn, argon2, jwt"], { stdio: "pipe" });
    return undefined;
  } catch (error) {
    return `${PYTHON} has no fastapi, uvicorn, argon2 and jwt (${error instanceof Error ? error.message : String(error)})`;
  }
}

export interface OldServer {
  readonly url: string;
  readonly database: string;
  readonly process: Run;
}

/** Some of each kind that there is, also such as are disabled and deleted: all of them sign in at every door. */
export const ACCOUNTS = 120;
export const isDisabled = (id: number): boolean => id % 20 === 0;
/** Of the envelope server. */
export const isDeleted = (id: number): boolean => id % 15 === 0;
/** Of the bearer server. */
const hasNames = (id: number): boolean => id % 10 !== 0;
export const PRODUCTS = 500;
/** Hashing is most of the work: accounts share ten passwords. */
const PASSWORDS = Array.from({ length: 10 }, (_, index) => `old password ${index}`);

export const addressOf = (id: number): string => `Member.${id}@Example.com`;
export const passwordOf = (id: number): string => PASSWORDS[id % PASSWORDS.length] ?? "";
/** Of a picture that the catalogue has, for every fifth product. */
const pictureOf = (id: number): string => (id % 5 === 0 ? "catalog/CQRobot/JST EL/JST EL 2P-1.jpg" : "");

const priceOf = (id: number): number => (id * 137) / 100;

const ids = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

/** FastAPI, argon2i. */
export async function bearerServer(): Promise<OldServer> {
  const database = join(await temporaryFolder(), "old.db");
  const process = run({ DATABASE: database, CATALOG_DIR: CATALOG }, [PYTHON, "examples/legacy-bearer/server.py"]);
  const url = await eventually(
    () => /running on (http:\/\/\S+)/.exec(process.stderr())?.[1] ?? false,
    "uvicorn's port",
  );
  const cost = { type: argon2.argon2i, memoryCost: 1024, timeCost: 1, parallelism: 1 } as const;
  const ours = await Promise.all(PASSWORDS.map((password) => argon2.hash(password, cost)));
  // The order in which the reference implementation writes and reads them.
  const hashes = ours.map((hash) => hash.replace(/,(p=\d+),(t=\d+)\$/, ",$2,$1$"));
  const sqlite = new Sqlite(database);
  const user = sqlite.prepare("INSERT INTO users (id, email, hashed_password, disabled) VALUES (?, ?, ?, ?)");
  const info = sqlite.prepare(
    "INSERT INTO user_info (user_id, first_name, last_name, phone_number) VALUES (?, ?, ?, ?)",
  );
  const product = sqlite.prepare(
    "INSERT INTO products (id, model, name, description, price, quantity, image_url, views) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
  );
  sqlite.transaction(() => {
    for (const id of ids(ACCOUNTS)) {
      user.run(id, addressOf(id), hashes[id % hashes.length], isDisabled(id) ? 1 : 0);
      if (hasNames(id)) info.run(id, `First ${id}`, id % 2 === 0 ? null : `Last ${id}`, `555-${id}`);
    }
    for (const id of ids(PRODUCTS)) {
      const words = [`M-${id}`, `Part ${id} / ${id % 7} Pin`, `<p>No. ${id}</p>`];
      product.run(id, ...words, priceOf(id), id % 40, pictureOf(id), id % 30 === 0 ? id * 100 : 0);
    }
  })();
  sqlite.close();
  return { url, database, process };
}

/** RobynVue's database, bcrypt. Account 1 is the administrator. */
export async function envelopeServer(): Promise<OldServer> {
  const database = join(await temporaryFolder(), "robyn_data.db");
  const sqlite = openOldDatabase(database);
  const hashes = PASSWORDS.map((password) => bcrypt.hashSync(password, 4));
  const user = sqlite.prepare(
    `INSERT INTO users (id, username, email, phone, password, is_admin, is_active, is_deleted, created_at, updated_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const product = sqlite.prepare(
    `INSERT INTO products (id, name, price, stock, description, image, category, created_at, updated_at, is_deleted)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const then = naive(new Date("2024-02-29T12:00:00Z"));
  sqlite.transaction(() => {
    for (const id of ids(ACCOUNTS)) {
      const flags = [id === 1 ? 1 : 0, isDisabled(id) ? 0 : 1, isDeleted(id) ? 1 : 0];
      user.run(id, `member${id}`, addressOf(id), `555-${id}`, hashes[id % hashes.length], ...flags, then, then);
    }
    for (const id of ids(PRODUCTS)) {
      const words = [`No. ${id}`, pictureOf(id), `Category ${id % 9}`];
      product.run(id, `Part ${id} / ${id % 7} Pin`, priceOf(id), id % 40, ...words, then, then, id % 60 === 0 ? 1 : 0);
    }
  })();
  sqlite.close();
  const process_ = run({ DATABASE: database, NODE_ENV: "test" }, [
    process.execPath,
    "examples/legacy-envelope/server.ts",
  ]);
  const url = await eventually(() => /Old shop on (\S+)/.exec(process_.stdout())?.[1] ?? false, "the port");
  return { url, database, process: process_ };
}

/** The code of the last mail to an address, from the envelope server's output. */
export function codeFor({ process }: OldServer, address: string): string {
  const mails = [...process.stdout().matchAll(/^mail (.*)$/gm)].map(([, mail = ""]): { to: string; code: string } =>
    JSON.parse(mail),
  );
  return mails.findLast(({ to }) => to === address)?.code ?? "";
}
