import { globSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { habits, homes, privileges, type Rule, rules } from "./architecture.rules.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** Suites and what only they use. */
const FOR_TESTS = /\.(test|fixture)\.ts$|\/suite\/|\/test-[\w-]+\.ts$/;

interface Import {
  readonly file: string;
  /** A path from the root, or the name of a package. */
  readonly target: string;
  /** Erased when it runs. */
  readonly typeOnly: boolean;
}

const sources = globSync("{src,prisma}/**/*.ts", { cwd: ROOT })
  .map((file) => file.replaceAll("\\", "/"))
  .filter((file) => !file.startsWith("src/generated/") && !FOR_TESTS.test(file))
  .map((file): [string, string] => [file, readFileSync(join(ROOT, file), "utf8")]);

/** Without comments; a `//` inside a text is not one when a colon stands before it. */
const withoutComments = (source: string) => source.replaceAll(/\/\*[^]*?\*\/|(?<![:"'`\\])\/\/[^\n]*/g, "");

function importsOf(file: string, source: string): Import[] {
  const statements = /^\s*(?:import|export)\s+(type\s)?(?:[^;"'()]*?\sfrom\s+)?["']([^"']+)["']/gm;
  const calls = /\bimport\(\s*["']([^"']+)["']/g;
  const code = withoutComments(source);
  const ahead = [...code.matchAll(statements)].map(([, type, name]) => ({
    name,
    typeOnly: type !== undefined,
  }));
  const called = [...code.matchAll(calls)].map(([, name]) => ({ name, typeOnly: false }));
  return [...ahead, ...called].map(({ name = "", typeOnly }) => ({
    file,
    target: name.startsWith(".") ? posix.join(posix.dirname(file), name) : name,
    typeOnly,
  }));
}

const within = (prefixes: readonly string[], path: string): boolean =>
  prefixes.some((prefix) => path === prefix || path.startsWith(/[/.]$|\.ts$/.test(prefix) ? prefix : `${prefix}/`));

const isOurs = (target: string): boolean => /^(src|prisma)\//.test(target);

function broken(rule: Rule, { target, typeOnly }: Import): boolean {
  if (within(rule.never ?? [], target)) return true;
  if (!rule.only || !isOurs(target)) return false;
  const types = rule.only.flatMap((entry) => (entry.startsWith("type ") ? [entry.slice("type ".length)] : []));
  return !within(rule.only, target) && !(typeOnly && within(types, target));
}

function violations(files: readonly (readonly [string, string])[]): string[] {
  const imports = files.flatMap(([file, source]) => importsOf(file, source));
  const say = ({ file, target }: Import, because: string) => `${file} imports ${target}: ${because}`;
  return [
    ...imports
      // The one that gathers: side-effect imports of every resolver, and `toSchema()`.
      .filter(({ file, target }) => file !== "src/schema/index.ts" || !within(["src/resolvers"], target))
      .flatMap((found) =>
        rules
          .filter((rule) => within(rule.of, found.file) && broken(rule, found))
          .map((rule) => say(found, rule.because)),
      ),
    ...imports.flatMap((found) => {
      const home = Object.entries(homes).find(([name]) => within([name], found.target))?.[1];
      return home && !within(home, found.file) ? [say(found, `only ${home.join(" and ")} may`)] : [];
    }),
    ...files.flatMap(([file, source]) =>
      habits
        .filter(({ act }) => act.test(withoutComments(source)))
        .map(({ name, because }) => `${file} ${name}: ${because}`),
    ),
    ...files.flatMap(([file, source]) =>
      privileges
        .filter((privilege) => privilege.file !== file && privilege.act.test(withoutComments(source)))
        .map((privilege) => `${file} ${privilege.name}: only ${privilege.file} may`),
    ),
  ];
}

/** Rings of files, those that only types close included: of two that know each other neither can be read alone. */
function cycles(files: readonly (readonly [string, string])[]): string[] {
  const next = new Map(
    files.map(([file, source]) => [file, importsOf(file, source).map(({ target }) => target)] as const),
  );
  const done = new Set<string>();
  const visit = (file: string, path: readonly string[]): string[] => {
    if (path.includes(file)) return [[...path.slice(path.indexOf(file)), file].join(" → ")];
    if (done.has(file)) return [];
    const found = (next.get(file) ?? []).flatMap((target) => visit(target, [...path, file]));
    done.add(file);
    return found;
  };
  return files.flatMap(([file]) => visit(file, []));
}

test("imports go rightward only", () => {
  expect(violations(sources)).toEqual([]);
});

test("no file imports itself by way of others", () => {
  expect(cycles(sources)).toEqual([]);
});

test("the rules are about files that there are, and about all of them", () => {
  const files = sources.map(([file]) => file);
  const missing = rules.flatMap(({ of }) => of).filter((prefix) => !files.some((file) => within([prefix], file)));
  expect(missing).toEqual([]);
  expect(files.filter((file) => !rules.some(({ of }) => within(of, file)))).toEqual([]);
  expect(files.length).toBeGreaterThan(80);
});

describe("what would be found", () => {
  test.for([
    [
      "src/rest/x.ts",
      'import { db } from "../database/client.ts";',
      /^src\/rest\/x\.ts imports src\/database\/client\.ts/,
    ],
    ["src/rest/v2/x.ts", 'export * from "../../auth/tokens.ts";', /imports src\/auth\/tokens\.ts: a door/],
    ["src/graphql/x.ts", 'const { r } = await import("../resolvers/x.ts");', /imports src\/resolvers\/x\.ts/],
    ["src/auth/x.ts", 'import {\n  type A,\n  b,\n} from "graphql";', /imports graphql: rules know/],
    ["src/auth/x.ts", 'import { loadConfig } from "../config.ts";', /imports src\/config\.ts/],
    ["src/stores/x.ts", 'import "../errors.ts";', /imports src\/errors\.ts/],
    [
      "src/resolvers/x.ts",
      'import { openEmbeddedStore } from "../stores/embedded/index.ts";',
      /embedded\/index\.ts: a resolver/,
    ],
    ["src/mail/x.ts", "const x = process.env.X;", /reads process\.env: only src\/config\.ts may/],
    ["src/mail/x.ts", 'import { hash } from "argon2";', /imports argon2: only src\/auth\/ may/],
    ["src/app.ts", "app.listen(4000);", /listens on a port: only src\/serve\.ts may/],
    [
      "src/auth/x.ts",
      "const known = new LRUCache<string, Token>({ max: 10_000 });",
      /bounds a cache by something else/,
    ],
  ] as const)("%s: %s", ([file, source, message]) => {
    expect(violations([[file, source]])).toEqual(expect.arrayContaining([expect.stringMatching(message)]));
  });

  test.for([
    ["src/auth/x.ts", 'import type { Config } from "../config.ts";'],
    ["src/rest/x.ts", '// import { x } from "../auth/x.ts";\n/*\nimport "../auth/x.ts";\n*/'],
    ["src/schema/index.ts", 'import "../resolvers/auth/login.ts";'],
  ] as const)("%s may: %s", ([file, source]) => {
    expect(violations([[file, source]])).toEqual([]);
  });

  test.for(["", "type "])("a ring of three, closed by `import %s{ … }`", (type) => {
    const ring: [string, string][] = [
      ["src/a.ts", 'import "./b.ts";'],
      ["src/b.ts", 'export { c } from "./c.ts";'],
      ["src/c.ts", `import ${type}{ a } from "./a.ts";`],
    ];
    expect(cycles(ring)).toEqual(["src/a.ts → src/b.ts → src/c.ts → src/a.ts"]);
  });
});
