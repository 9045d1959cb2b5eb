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

it("the container and the unit start the program as `npm start` does", () => {
  const read = (path: string) => readFileSync(fromRoot(path), "utf8");
  const [, variable = "none", started = ""] = /"start": "(\S+) exec node (.+)"/.exec(read("package.json")) ?? [];
  expect(started).toMatch(/src\/main\.ts$/);
  const command: unknown = JSON.parse(/^CMD (.+)$/m.exec(read("Dockerfile"))?.[1] ?? "");
  expect(command).toEqual(["node", ...started.split(" ")]);
  expect(/^ExecStart=\S+\/node (.+)$/m.exec(read("deploy/storefront.service"))?.[1]).toBe(started);
  expect(read("Dockerfile")).toContain(`\nENV ${variable}\n`);
  expect(/^Environment=(.+)$/m.exec(read("deploy/storefront.service"))?.[1]?.split(" ")).toContain(variable);
});

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
