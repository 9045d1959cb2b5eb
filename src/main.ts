import type { Logger } from "pino";
import { isSupervisor, leaveCluster, supervise } from "./process/cluster.ts";
import { loadConfig } from "./config.ts";
import { keepCompiled } from "./process/compiled.ts";
import { createLog } from "./process/log.ts";
import { formatFor } from "./process/log-for-people.ts";

try {
  const config = loadConfig();
  const log = createLog(config.logLevel, await formatFor(config));
  endWithALine(log);
  if (isSupervisor(config.workers)) process.exitCode = await supervise(config.workers, log);
  else {
    keepCompiled(config.dataDir);
    // Loaded where it is needed: a supervisor does without the shop, which takes more memory and time than all the rest.
    await (await import("./serve.ts")).serve(config, log);
  }
} catch (error) {
  const { explain } = await import("./process/explain.ts");
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
  leaveCluster();
}

/** What nobody has caught ends the process, which nothing can be said of any more: in the log's own form. */
function endWithALine(log: Logger): void {
  process.on("uncaughtException", (error, origin) => {
    log.fatal({ err: error, origin }, "the process ends: an error that nobody has caught");
    process.exit(1);
  });
}
