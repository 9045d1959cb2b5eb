import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { describe, expect, test } from "vitest";
import { loadConfig, settings } from "../../src/config.ts";

interface Entry {
  readonly name?: string;
  readonly version?: string;
  readonly resolved?: string;
  readonly gypfile?: boolean;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

const read = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), "utf8");
const text = read("package-lock.json");
const { packages }: { packages: Readonly<Record<string, Entry>> } = JSON.parse(text);
const manifest: { allowScripts: Record<string, boolean> } = JSON.parse(read("package.json"));

const nameOf = (folder: string) => folder.slice(folder.lastIndexOf("node_modules/") + "node_modules/".length);

/** Where Node would find a package, seen from a folder of the lockfile. */
function home(name: string, from: string): string | undefined {
  for (let folder = from; ; folder = folder.slice(0, folder.lastIndexOf("/node_modules/"))) {
    const path = `${folder}${folder && "/"}node_modules/${name}`;
    if (path in packages) return path;
    if (!folder.includes("/node_modules/")) {
      return `node_modules/${name}` in packages ? `node_modules/${name}` : undefined;
    }
  }
}

/** The folders that `npm ci --omit=dev` fills. Optional peers that are there for development come along: npm means it so. */
function production(): string[] {
  const folders = new Set([""]);
  // A set hands out what is added to it on the way.
  for (const folder of folders) {
    const { dependencies, optionalDependencies, peerDependencies } = packages[folder] ?? {};
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies })) {
      const path = home(name, folder);
      if (path !== undefined) folders.add(path);
    }
  }
  return [...folders];
}

describe("`npm ci` takes the lockfile", () => {
  test("on every system: what is for other systems is in it as well", () => {
    const missing = Object.entries(packages).flatMap(([folder, { dependencies, optionalDependencies }]) =>
      Object.keys({ ...dependencies, ...optionalDependencies }).filter((name) => home(name, folder) === undefined),
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
      // npm goes by the package's own name, also where it is installed under another one.
      .map(([folder, { name }]) => name ?? nameOf(folder));
    expect(scripted.length).toBeGreaterThan(0);
    expect(Object.keys(manifest.allowScripts)).toEqual(expect.arrayContaining(scripted));
  });

  // Their aliases in package.json keep them away: as `prisma` and `typescript` they would be optional peers of the client.
  test("without what only development needs: Prisma's command line, compilers, test runners", () => {
    const names = production().map(nameOf);
    expect(names).toEqual(expect.arrayContaining(["@prisma/client", "express", "node"]));
    expect(names.filter((name) => /^(prisma|typescript|vitest|sharp)(-cli)?$|^@prisma\/engines/.test(name))).toEqual(
      [],
    );
  });
});

test("every version is one or a range that ends", () => {
  const { dependencies, devDependencies }: Entry & { devDependencies: Record<string, string> } = JSON.parse(
    read("package.json"),
  );
  const open = Object.entries({ ...dependencies, ...devDependencies }).filter(
    ([, range]) => !/^(npm:[\w@/-]+@)?[~^]?\d+(\.\d+)*(-[\w.]+)?$/.test(range),
  );
  expect(open).toEqual([]);
});

test("there is one Node: of the packages, of the image, and of those who choose theirs by .nvmrc", () => {
  const { dependencies }: Entry = JSON.parse(read("package.json"));
  const version = dependencies?.["node"] ?? "";
  expect(version).toMatch(/^24\.\d+\.\d+$/);
  expect(read(".nvmrc").trim()).toBe(version);
  const images = [...read("Dockerfile").matchAll(/^FROM node:([\d.]+)-/gm)].map(([, image]) => image);
  expect(images).toEqual(images.map(() => version));
});

test("the example of production's settings is one", () => {
  const example = read(".env.example");
  const all = parseEnv(example.replaceAll(/^# (?=[A-Z_]+=)/gm, ""));
  const { POSTGRES_PASSWORD, ...ours } = all;
  expect(POSTGRES_PASSWORD).toBeTypeOf("string");
  expect(settings).toEqual(expect.arrayContaining(Object.keys(ours)));
  expect(loadConfig({ ...ours, NODE_ENV: "production" })).toMatchObject({
    production: true,
    redisUrl: ours["REDIS_URL"],
  });
});
