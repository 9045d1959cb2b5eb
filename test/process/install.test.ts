import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";

interface Entry {
  readonly version?: string;
  readonly resolved?: string;
  readonly gypfile?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), "utf8");
const text = read("package-lock.json");
const { packages }: { packages: Readonly<Record<string, Entry>> } = JSON.parse(text);
const manifest: { allowScripts: Record<string, boolean> } = JSON.parse(read("package.json"));

/** Where Node would find a package, seen from a folder of the lockfile. */
function found(name: string, from: string): boolean {
  for (let folder = from; ; folder = folder.slice(0, folder.lastIndexOf("/node_modules/"))) {
    if (`${folder}${folder && "/"}node_modules/${name}` in packages) return true;
    if (!folder.includes("/node_modules/")) return `node_modules/${name}` in packages;
  }
}

describe("`npm ci` takes the lockfile", () => {
  test("on every system: what is for other systems is in it as well", () => {
    const missing = Object.entries(packages).flatMap(([folder, { dependencies, optionalDependencies }]) =>
      Object.keys({ ...dependencies, ...optionalDependencies }).filter((name) => !found(name, folder)),
    );
    expect(missing).toEqual([]);
  });

  test("from every registry: it names none", () => {
    expect(Object.values(packages).flatMap(({ resolved }) => resolved ?? [])).toEqual([]);
    expect(text).not.toMatch(/https?:\/\/[^"]*registry/);
  });

  test("without a compiler: prebuilt binaries are marked as such (`npm install` does, by scripts/ci-lockfile.ts)", () => {
    expect(packages["node_modules/better-sqlite3"]).toMatchObject({ gypfile: false });
  });

  test("without a question: every package that wants to run a script may or may not", () => {
    const scripted = Object.entries(packages)
      .filter(([, entry]) => "hasInstallScript" in entry)
      .map(([folder]) => folder.slice(folder.lastIndexOf("node_modules/") + "node_modules/".length));
    expect(scripted.length).toBeGreaterThan(0);
    expect(Object.keys(manifest.allowScripts)).toEqual(expect.arrayContaining(scripted));
  });
});
