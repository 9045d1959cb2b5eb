import { expect, test } from "vitest";
import { count, summary } from "./ci-summary.ts";

const file = (status: string, ...tests: string[]) => ({
  name: "a.test.ts",
  status,
  message: status === "failed" ? "why" : "",
  assertionResults: tests.map((status) => ({ status })),
});
const line = (files: object[], testsFailed = false) =>
  summary(count(JSON.stringify({ testResults: files }), testsFailed));

test("tests are counted by how they ended", () => {
  expect(line([file("passed", "passed", "passed"), file("failed", "failed", "passed")], true)).toBe(
    "3 passed, 1 failed",
  );
  expect(line([file("passed", "passed", "pending", "skipped", "todo")])).toBe("1 passed, 0 failed, 3 skipped");
});

test("a file that could not be loaded is a failure, and is named", () => {
  expect(line([file("passed", "passed"), file("failed")], true)).toBe("1 passed, 1 failed");
  expect(count(JSON.stringify({ testResults: [file("failed")] }), true).broken).toEqual(["a.test.ts: why"]);
});

test("a run that crashes, or that finds no test, has failed", () => {
  expect(summary(count(null, true))).toBe("0 passed, 1 failed");
  expect(line([file("passed", "passed")], true)).toBe("1 passed, 1 failed");
  expect(line([])).toBe("0 passed, 1 failed");
  expect(line([file("passed", "skipped")])).toBe("0 passed, 1 failed, 1 skipped");
});
