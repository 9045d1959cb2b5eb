import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const fromRoot = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** What the tables of a document name in their last column. */
function named(document: string): string[] {
  const rows = readFileSync(fromRoot(document), "utf8")
    .split("\n")
    .filter((line) => line.startsWith("| "));
  return rows.flatMap((row) =>
    Array.from(
      row
        .split("|")
        .at(-2)
        ?.matchAll(/`([^`]+)`/g) ?? [],
      ([, name = ""]) => name,
    ),
  );
}

/** Paths of tests may leave out what they all begin and end with. */
const isThere = (name: string): boolean =>
  [name, `test/${name}`, `test/${name}.test.ts`].some((path) => existsSync(fromRoot(path)));

describe.each([
  ["docs/security.md", 100],
  ["docs/reliability.md", 20],
])("%s", (document, least) => {
  it("names tests and files that are there", () => {
    const names = named(document);
    expect(names.length).toBeGreaterThan(least);
    expect(names.filter((name) => !isThere(name))).toEqual([]);
  });
});
