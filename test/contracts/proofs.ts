import { fileURLToPath } from "node:url";
import { createVitest } from "vitest/node";
import { idsIn, withoutIds } from "./ids.ts";

export interface Proof {
  /** In the repository. */
  readonly file: string;
  /** With the groups that it is in, without ids. */
  readonly name: string;
  readonly ids: readonly string[];
}

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The tests whose names bear ids; one that is skipped, or is expected to fail, proves nothing. */
export async function collectProofs(): Promise<Proof[]> {
  const vitest = await createVitest("test", { root, watch: false, project: "sqlite", reporters: [] });
  try {
    const { testModules } = await vitest.collect(["test/"], { staticParse: true });
    return testModules.flatMap(({ relativeModuleId: file, children }) =>
      [...children.allTests()]
        .filter(({ options: { mode, fails }, fullName }) => mode === "run" && !fails && idsIn(fullName).length > 0)
        .map(({ fullName }) => ({ file, name: withoutIds(fullName), ids: idsIn(fullName) })),
    );
  } finally {
    await vitest.close();
  }
}

if (import.meta.main) console.log(JSON.stringify(await collectProofs()));
