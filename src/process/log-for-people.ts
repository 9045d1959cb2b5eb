import type { Config } from "../config.ts";
import type { Format } from "./log.ts";

/** How lines are written: for people in a developer's terminal; undefined, which is JSON, for programs. */
export async function formatFor({ production }: Pick<Config, "production">): Promise<Format | undefined> {
  return production || !process.stdout.isTTY ? undefined : forPeople();
}

/** With colours, the time of day, and a request on one line. */
async function forPeople(): Promise<Format> {
  const { prettyFactory } = await import("pino-pretty");
  const pretty = prettyFactory({ colorize: true, translateTime: "SYS:HH:MM:ss", ignore: "pid,hostname" });
  return (line) => pretty(readable(JSON.parse(line)));
}

interface Line {
  readonly level: number;
  readonly time: number;
  readonly msg: string;
  // Of a request that is over:
  readonly method?: string;
  readonly path?: string;
  readonly status?: number;
  readonly ms?: number;
  readonly account?: number;
}

/** A request's facts become its message; its id is in its answer. */
function readable(line: Line): Line {
  const { level, time, msg, method, path, status = 0, ms = 0, account } = line;
  if (method === undefined || path === undefined) return line;
  const what = msg === "answered" ? `${status} in ${ms} ms` : `${msg} after ${ms} ms`;
  const whose = account === undefined ? "" : `, account ${account}`;
  return { level, time, msg: `${method} ${path} ${what}${whose}` };
}
