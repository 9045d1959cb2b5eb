/** `npm run rehearse -- record|replay|shadow|prepare`: holds this server against an old one with what real clients send. */
import { writeFile } from "node:fs/promises";
import { readFile } from "node:fs/promises";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { parseArgs } from "node:util";
import { pino } from "pino";
import { z } from "zod";
import { ConfigError, loadConfig } from "../src/config.ts";
import { connect, disconnect } from "../src/deps.ts";
import { readRecording, RecordingWriter, RehearsalError } from "../src/legacy/rehearsal/exchange.ts";
import { givePasswords, madeUpPassword, passwordsNeeded } from "../src/legacy/rehearsal/passwords.ts";
import { Player } from "../src/legacy/rehearsal/player.ts";
import { watchingProxy } from "../src/legacy/rehearsal/proxy.ts";
import { RehearsalReport } from "../src/legacy/rehearsal/report.ts";
import { Vault, withoutSecrets } from "../src/legacy/rehearsal/secrets.ts";
import { createShadow } from "../src/legacy/rehearsal/shadow.ts";

const USAGE = `Usage: npm run rehearse -- COMMAND [options]

  record --upstream URL --port N --recording FILE   a proxy in front of the old server: writes what its clients do
         [--sample 0.1]                             of a tenth of the clients only
         [--max-mb 100]                             how large the file may become (100); the proxy goes on
  prepare --recording FILE                          gives the accounts of the recording passwords that replay knows, in the
                                                    database of the settings: a copy of the shop, never the shop
  replay --target URL --recording FILE              plays it against this server, and compares
         [--passwords FILE]                         real ones, as JSON: {"ann@example.com": "…"}
         [--report FILE]                            the result as JSON
  shadow --upstream URL --target URL --port N       both at once: the old server answers, the new one is compared
         [--sample 0.1] [--report FILE]

record and shadow go on until Ctrl-C. replay and shadow end with 1 when anything was different, 0 when nothing was.`;

const Url = z.url({ protocol: /^https?$/, error: "must be an address that begins with http:// or https://" });
const shapes = {
  record: z.object({
    upstream: Url,
    port: z.coerce.number().int().min(0).max(65_535),
    recording: z.string(),
    sample: z.coerce.number().gt(0).max(1).default(1),
    "max-mb": z.coerce.number().gt(0).default(100),
  }),
  prepare: z.object({ recording: z.string() }),
  replay: z.object({
    target: Url,
    recording: z.string(),
    passwords: z.string().optional(),
    report: z.string().optional(),
  }),
  shadow: z.object({
    upstream: Url,
    target: Url,
    port: z.coerce.number().int().min(0).max(65_535),
    sample: z.coerce.number().gt(0).max(1).default(1),
    report: z.string().optional(),
  }),
} as const;

/** The exit code of each command. */
const commands = {
  record: (given: unknown) => record(shapes.record.parse(given)),
  prepare: (given: unknown) => prepare(shapes.prepare.parse(given)),
  replay: (given: unknown) => replay(shapes.replay.parse(given)),
  shadow: (given: unknown) => shadow(shapes.shadow.parse(given)),
} satisfies Record<keyof typeof shapes, unknown>;

process.exitCode = await main().catch((error: unknown) => {
  if (error instanceof RehearsalError || error instanceof ConfigError) console.error(error.message);
  else if (error instanceof z.ZodError) console.error(`${z.prettifyError(error)}\n\n${USAGE}`);
  else throw error;
  return error instanceof z.ZodError ? 2 : 1;
});

async function main(): Promise<number> {
  const names = ["upstream", "target", "port", "recording", "sample", "max-mb", "passwords", "report"];
  const options = Object.fromEntries(names.map((name) => [name, { type: "string" } as const]));
  try {
    const { values, positionals } = parseArgs({ allowPositionals: true, options });
    const [command, ...more] = positionals;
    if (isCommand(command) && more.length === 0) return await commands[command](values);
  } catch (error) {
    if (!(error instanceof TypeError && "code" in error)) throw error;
  }
  console.error(USAGE);
  return 2;
}

function isCommand(name: string | undefined): name is keyof typeof commands {
  return name !== undefined && Object.hasOwn(commands, name);
}

async function record(given: z.output<typeof shapes.record>): Promise<number> {
  const vault = new Vault();
  const writer = await RecordingWriter.create(given.recording, given["max-mb"] * 1_000_000);
  let others = 0;
  const proxy = watchingProxy({
    upstream: new URL(given.upstream),
    sample: given.sample,
    onExchange: (raw) => writer.add(withoutSecrets(raw, vault)),
    onOther: () => void (others += 1),
  });
  await listenUntilStopped(proxy, given.port, `recording what goes to ${given.upstream}`);
  await writer.close();
  const full = writer.full ? "; it has reached its size, and what came after that is not in it" : "";
  console.log(
    `Recorded in ${given.recording}: ${writer.written}${full}. Not of the contracts, and left out: ${others}.`,
  );
  return 0;
}

async function prepare({ recording }: z.output<typeof shapes.prepare>): Promise<number> {
  const needed = passwordsNeeded(await readRecording(recording));
  const deps = await connect(loadConfig(), pino({ level: "error" }));
  try {
    const { given, unknown } = await givePasswords(deps, needed);
    console.log(`${given} accounts have the passwords of the rehearsal now.`);
    if (unknown.length > 0) console.log(`No account here: ${unknown.join(", ")}`);
    return 0;
  } finally {
    await disconnect(deps);
  }
}

async function replay(given: z.output<typeof shapes.replay>): Promise<number> {
  const exchanges = await readRecording(given.recording);
  const known = new Map(Object.entries(await passwordsIn(given.passwords)));
  const player = new Player({
    target: new URL(given.target),
    secret: (variable, { account, refused }) =>
      (variable.includes("password") && !refused ? known.get(account ?? "") : undefined) ?? madeUpPassword(variable),
  });
  const report = new RehearsalReport();
  for (const exchange of exchanges) report.add(exchange, await player.play(exchange));
  return finish(report, given.report);
}

async function passwordsIn(file: string | undefined): Promise<Record<string, string>> {
  if (file === undefined) return {};
  const parsed = z.record(z.string().toLowerCase(), z.string()).safeParse(JSON.parse(await readFile(file, "utf8")));
  if (!parsed.success) throw new RehearsalError(`${file} has to be an object of addresses and passwords.`);
  return parsed.data;
}

async function shadow(given: z.output<typeof shapes.shadow>): Promise<number> {
  const { listener, report, settled, letGo } = createShadow({
    upstream: new URL(given.upstream),
    target: new URL(given.target),
    sample: given.sample,
    onFailure: (error) => console.error(`The target could not be asked (${String(error)})`),
  });
  await listenUntilStopped(listener, given.port, `${given.upstream} answers, ${given.target} is compared`);
  await settled();
  if (letGo() > 0) console.log(`${letGo()} requests were not compared: the target could not keep up.`);
  return finish(report, given.report);
}

async function finish(report: RehearsalReport, file: string | undefined): Promise<number> {
  console.log(report.describe());
  if (file !== undefined) await writeFile(file, `${JSON.stringify(report, null, 2)}\n`, { mode: 0o600 });
  console.log(`\n${report.played} requests played, ${report.different} answered differently.`);
  return report.different > 0 || report.played === 0 ? 1 : 0;
}

async function listenUntilStopped(listener: RequestListener, port: number, what: string): Promise<void> {
  const server = createServer(listener);
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) => reject(new RehearsalError(`Cannot listen (${error.message}).`, { cause: error })));
    server.listen(port, resolve);
  });
  // A server on a TCP port has no address of another kind.
  console.log(`On port ${(server.address() as AddressInfo).port}: ${what}. Ctrl-C ends it.`);
  await new Promise<void>((resolve) => void process.once("SIGINT", resolve).once("SIGTERM", resolve));
  server.closeIdleConnections();
  await new Promise((resolve) => server.close(resolve));
}
