import { KeyError } from "../auth/keys.ts";
import { ConfigError } from "../config.ts";
import { DatabaseError } from "../database/client.ts";
import { isDatabaseAway, wordsOf } from "../database/failures.ts";
import { StoreUnavailable } from "../stores/store.ts";

/** Why there was no start: one sentence for what an operator can mend; a stack for what only we can. */
export function explain(error: unknown): string {
  if (error instanceof ConfigError) return `The settings cannot be used:\n${error.message}`;
  if (error instanceof KeyError || error instanceof DatabaseError) return error.message;
  if (isDatabaseAway(error)) return `The database cannot be used: ${wordsOf(error)}`;
  if (error instanceof StoreUnavailable) return `The store cannot be opened: ${error.message}`;
  if (error instanceof Error && "code" in error && "syscall" in error) {
    if (error.code === "EADDRINUSE")
      return "The port is taken: stop the other program, or set PORT (or HEALTH_PORT) to another one.";
    if (error.syscall === "listen" || error.syscall === "getaddrinfo")
      return `Cannot listen (${error.message}): mend HOST or PORT.`;
    if (error.syscall === "mkdir") return `The folder of DATA_DIR cannot be made: ${error.message}`;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
