import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** An operation that the explorer opens in a tab of its own, named after the operation. */
export interface Example {
  /** The file's name without its ending, such as `01-browse`. */
  readonly name: string;
  readonly query: string;
  /** JSON as the editor shows it. */
  readonly variables?: string;
  /** JSON as the editor shows it; examples for signed-in users have it. */
  readonly headers?: string;
}

const FOLDER = import.meta.dirname;
const OPERATION = ".graphql";

/**
 * Reads the examples in the order of their numbers: `NN-name.graphql`, with `NN-name.variables.json` and
 * `NN-name.headers.json` beside it where it needs them.
 */
export function readExamples(): Example[] {
  const files = new Set(readdirSync(FOLDER));
  const read = (file: string) => readFileSync(join(FOLDER, file), "utf8").trimEnd();
  return [...files]
    .filter((file) => file.endsWith(OPERATION))
    .sort()
    .map((file) => {
      const name = file.slice(0, -OPERATION.length);
      const [variables, headers] = [`${name}.variables.json`, `${name}.headers.json`];
      return {
        name,
        query: read(file),
        ...(files.has(variables) && { variables: read(variables) }),
        ...(files.has(headers) && { headers: read(headers) }),
      };
    });
}
