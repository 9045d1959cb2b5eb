import * as fc from "fast-check";

/** How long all properties together are tried; `npm run fuzz -- SECONDS` says otherwise. */
const SECONDS = Number(process.env["FUZZ_SECONDS"] ?? 10);

/** How many properties share the time. */
const PROPERTIES = 4;

/** For a property's test: what the last case and its shrinking may take on top. */
export const FUZZING = { timeout: (SECONDS + 300) * 1000 };

/** Tries a property with ever new cases until its time is over. The seed is printed; `FUZZ_SEED` repeats a run. */
export async function fuzz<Case>(what: string, property: fc.IAsyncProperty<Case>): Promise<void> {
  const seed = Number(process.env["FUZZ_SEED"] ?? Math.trunc(Math.random() * 2 ** 31));
  const details = await fc.check(property, {
    seed,
    numRuns: 1_000_000_000,
    interruptAfterTimeLimit: (SECONDS / PROPERTIES) * 1000,
  });
  process.stdout.write(`fuzz: ${what}: ${details.numRuns} cases, seed ${seed}\n`);
  if (details.failed) throw new Error(fc.defaultReportMessage(details), { cause: details.errorInstance });
}
