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
  // One case there is, however slow the machine: none in the time would count as a failure.
  const first = await fc.check(property, { seed, numRuns: 1 });
  const more = { seed, numRuns: 1_000_000_000, interruptAfterTimeLimit: (SECONDS / PROPERTIES) * 1000 };
  const details = first.failed ? first : await fc.check(property, more);
  process.stdout.write(`fuzz: ${what}: ${Math.max(1, details.numRuns)} cases, seed ${seed}\n`);
  if (details.counterexample !== null)
    throw new Error(fc.defaultReportMessage(details), { cause: details.errorInstance });
}
