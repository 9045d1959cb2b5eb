import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

/** An operation that the explorer offers, named after it. */
export interface Example {
  /** What it is for: `the shop`, `an account`, `administration`. */
  readonly task: string;
  /** The file's name without its ending, such as `01-browse`. */
  readonly name: string;
  readonly query: string;
  /** JSON as the editor shows it. */
  readonly variables?: string;
}

const OPERATION = ".graphql";

/**
 * Reads the examples, task by task, in the order of their numbers: `N-task/NN-name.graphql`, with `NN-name.variables.json`
 * beside it where it needs them.
 */
export function readExamples(): Example[] {
  const folder = import.meta.dirname;
  const files = new Set(readdirSync(folder, { recursive: true, encoding: "utf8" }));
  const read = (file: string) => readFileSync(join(folder, file), "utf8").trimEnd();
  return [...files]
    .filter((file) => file.endsWith(OPERATION))
    .sort()
    .map((file) => {
      const path = file.slice(0, -OPERATION.length);
      const variables = `${path}.variables.json`;
      return {
        task: file.replace(/^\d-([^/\\]+).*/, "$1").replaceAll("-", " "),
        name: basename(path),
        query: read(file),
        ...(files.has(variables) && { variables: read(variables) }),
      };
    });
}
