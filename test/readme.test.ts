import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { settings } from "../src/config.ts";
import { catalogue } from "../src/errors.ts";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");

/** The rows of the table under a heading, cell by cell. */
function table(heading: string): string[][] {
  const section = readme.split(`\n## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
  const rows = section.split("\n").filter((line) => line.startsWith("| `"));
  return rows.map((row) =>
    row
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

describe("the README in Chinese", () => {
  const chinese = readFileSync(new URL("../README.zh-CN.md", import.meta.url), "utf8");
  /** What can be copied into a terminal, but for the words behind `#`. */
  const commands = (text: string) =>
    [...text.matchAll(/```sh\n(.*?)```/gs)].map(([, block = ""]) => block.replaceAll(/ +#.*$/gm, ""));
  const named = (text: string, pattern: RegExp) => [...new Set(text.match(pattern))].toSorted();

  it("has every setting of the English one, and no command that is not there", () => {
    const english = commands(readme);
    expect(commands(chinese).filter((block) => !english.includes(block))).toEqual([]);
    const table = chinese.split("\n").filter((line) => /^\| `[A-Z_]+`/.test(line));
    expect(named(table.map((line) => line.split("|")[1]).join(), /[A-Z_]+/g)).toEqual([...settings].toSorted());
  });

  it("and the English one lead to each other, and name the same scripts", () => {
    expect(readme).toContain("](README.zh-CN.md)");
    expect(chinese).toContain("](README.md)");
    const scripts = named(chinese, /npm run [\w:-]+/g);
    expect(scripts.filter((script) => !readme.includes(script))).toEqual([]);
  });
});

describe("the README", () => {
  it("lists exactly the errors of the catalogue, as they are", () => {
    expect(table("Errors")).toEqual(
      Object.entries(catalogue).map(([code, { status, message }]) => [`\`${code}\``, String(status), message]),
    );
  });

  it("lists exactly the settings that the server reads", () => {
    const listed = table("For operators: settings").flatMap(([names]) => (names ?? "").match(/[A-Z_]+/g) ?? []);
    expect(listed.toSorted()).toEqual([...settings].toSorted());
  });

  it("names files that are there", () => {
    const paths = readme.match(/`(?:src|prisma|docs|test)\/[\w./-]*`/g) ?? [];
    expect(paths.length).toBeGreaterThan(15);
    for (const path of paths) {
      expect(() => readFileSync(new URL(`../${path.slice(1, -1)}`, import.meta.url)), path).not.toThrow("ENOENT");
    }
  });
});
