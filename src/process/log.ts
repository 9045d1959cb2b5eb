import { destination, pino, type Logger } from "pino";
import type { Config } from "../config.ts";

/** How deep the causes of an error are followed. */
const MAX_CAUSES = 4;

/** Bytes of lines that wait for whoever reads them; what comes on top of that is dropped. */
const MOST_WAITING = 1024 * 1024;
/** Milliseconds that a line may wait for others, soon after another one: to write one takes longer than to make it. */
const TOGETHER_MS = 10;
/** Characters of lines that are written without waiting for more. */
const MOST_TOGETHER = 64 * 1024;
/** Milliseconds that the end of the process waits for whoever reads. */
const LAST_LINES_MS = 1000;

/** A line as it is written, from a line of JSON. */
export type Format = (line: string) => string;

/**
 * The log of the process: lines on stdout, of JSON unless `format` has another form. What is secret stays out of it, whoever logs. It neither waits for its
 * reader nor keeps without bound what nobody reads: lines are dropped, and counted in a line of their own afterwards.
 */
export function createLog(level: Config["logLevel"], format?: Format): Logger {
  let waiting = "";
  let pause: NodeJS.Timeout | undefined;
  const write = (): void => {
    pause = undefined;
    const text = waiting;
    if (text === "") return;
    waiting = "";
    pause = setTimeout(write, TOGETHER_MS);
    lines.write(inOnePiece(text));
  };
  // Before the output's own last words.
  process.once("exit", write);
  const lines = standardOutput();
  const log = pino(
    {
      level,
      serializers: { err: (error: unknown) => describeError(error) },
      // A second net: nothing that is logged on purpose has such a field.
      redact: { paths: ["password", "token", "*.password", "*.token"], remove: true },
    },
    {
      write(line) {
        waiting += format ? format(line) : line;
        if (pause !== undefined && waiting.length < MOST_TOGETHER) return;
        clearTimeout(pause);
        write();
      },
    },
  );
  let lost = 0;
  lines.on("drop", (dropped: string) => (lost += dropped.split("\n").length - 1));
  lines.on("drain", () => {
    if (lost === 0) return;
    const count = lost;
    lost = 0;
    log.warn({ lost: count }, "lines of the log were dropped, since nobody read them");
  });
  return log;
}

/**
 * The same text, without the pieces that it was put together from: V8 keeps those for as long as the whole, a dozen for a
 * line, and what waits for a slow reader would fill the old part of the heap.
 */
const inOnePiece = (text: string): string => Buffer.from(text).toString();

/** The same log, for lines of which every field is known where they are written: in those nobody looks for secrets. */
export const ofKnownFields = (log: Logger): Logger => log.child({}, { redact: [] });

function standardOutput(): ReturnType<typeof destination> {
  // Of what is written past the log, such as the banner: its reader may have gone, and that ends nothing.
  process.stdout.on("error", () => undefined);
  let ends: number | undefined;
  process.once("exit", () => (ends = performance.now()));
  return destination({
    // To look at it makes a pipe one that never blocks the process.
    dest: process.stdout.fd,
    sync: false,
    maxLength: MOST_WAITING,
    retryEAGAIN: () => ends === undefined || performance.now() - ends < LAST_LINES_MS,
  });
}

interface Described {
  readonly type: string;
  readonly message: string;
  readonly stack?: string;
  readonly code?: string;
  readonly cause?: Described;
}

/**
 * What is wrong and where, without the fields that libraries hang on their errors: GraphQL's carry the whole document
 * and Redis's the command, with whatever secrets are in those. Prisma's texts about arguments quote them.
 */
export function describeError(error: unknown, causes = MAX_CAUSES): Described {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) };
  const { name, stack, cause } = error;
  const quotes = name === "PrismaClientValidationError";
  const message = quotes ? (error.message.trim().split("\n").at(-1) ?? "") : error.message;
  return {
    type: name,
    message,
    // A stack begins with the message.
    ...(stack !== undefined && { stack: quotes ? stack.replace(error.message, message) : stack }),
    ...("code" in error && typeof error.code === "string" && { code: error.code }),
    ...(cause !== undefined && causes > 0 && { cause: describeError(cause, causes - 1) }),
  };
}
