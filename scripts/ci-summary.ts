/**
 * Closes `.ci/run`: which steps have failed, then "N passed, N failed" from vitest's JSON report.
 * Usage: ci-summary.ts REPORT [STEP…]
 */
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { z } from "zod";

const Report = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().default(""),
      assertionResults: z.array(z.object({ status: z.string() })),
    }),
  ),
});

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Files that failed without a test of theirs that did: they could not be loaded, or their set-up failed. */
  readonly broken: readonly string[];
}

/** @param testsFailed whether the test run as a whole has failed, which the report does not always show */
export function count(report: string | null, testsFailed: boolean): Counts {
  const files = report === null ? [] : Report.parse(JSON.parse(report)).testResults;
  const results = files.flatMap(({ assertionResults }) => assertionResults.map(({ status }) => status));
  const broken = files.filter(
    ({ status, assertionResults }) => status === "failed" && !assertionResults.some((test) => test.status === "failed"),
  );
  const passed = results.filter((status) => status === "passed").length;
  const failed = results.filter((status) => status === "failed").length + broken.length;
  return {
    passed,
    // A run that crashed, timed out or found nothing has no test to blame.
    failed: failed === 0 && (testsFailed || passed === 0) ? 1 : failed,
    skipped: results.length - results.filter((status) => status === "passed" || status === "failed").length,
    broken: broken.map(({ name, message }) => `${name}: ${message}`.trim()),
  };
}

export function summary({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

function main([file = "", ...failedSteps]: readonly string[]): void {
  const counts = count(read(file), failedSteps.includes("tests"));
  for (const broken of counts.broken) console.log(`Broken: ${broken}`);
  if (failedSteps.length > 0) console.log(`Failed: ${failedSteps.join(", ")}`);
  console.log(summary(counts));
  if (counts.failed > 0) process.exitCode = 1;
}

function read(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    console.log("The tests have left no report.");
    return null;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) main(process.argv.slice(2));
