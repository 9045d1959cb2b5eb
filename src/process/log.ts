import { pino, type Logger } from "pino";
import type { Config } from "../config.ts";

/** How deep the causes of an error are followed. */
const MAX_CAUSES = 4;

/** The log of the process: JSON lines on stdout. What is secret stays out of it, whoever logs. */
export const createLog = (level: Config["logLevel"]): Logger =>
  pino({
    level,
    serializers: { err: (error: unknown) => describeError(error) },
    // A second net: nothing that is logged on purpose has such a field.
    redact: { paths: ["password", "token", "*.password", "*.token"], remove: true },
  });

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
