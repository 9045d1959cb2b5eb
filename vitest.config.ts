import { statfs } from "node:fs/promises";
import { connect } from "node:net";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** The end-to-end suites, which have to hold on both databases. */
const END_TO_END = "test/{audit,bearer,envelope,graphql,v2,limits,legacy,fuzz}/**/*.test.ts";

/**
 * Of these, what is decided before a row is read or counted in the store, so that a second database could show nothing new.
 * Whatever brings values of all kinds to the rows, such as NUL and numbers that are too large, stays.
 */
const WITHOUT_ROWS = [
  "test/bearer/errors.test.ts",
  "test/graphql/{introspection,known-attacks,persisted,schema,straight}.test.ts",
  "test/limits/{acts,address,hash-count,hash-queue,processes,settings,store-away,whom}.test.ts",
];

/** What starts processes and browsers. */
const LONG = /\/test\/(answers|cluster|docs|examples|explorer|faults|move|pages|process|storefront)\//;

/**
 * Where no earlier run tells how long files take, the largest come first: those of one long test would be begun last, and
 * waited for alone. Projects stay together, since each has workers of its own.
 */
class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ project, moduleId }: TestSpecification): number =>
      project.name === "sqlite" ? (LONG.test(moduleId) ? 0 : 1) : 2;
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}

const globalSetup = "test/fixtures/templates.setup.ts";

const postgresql = new URL(process.env["TEST_POSTGRESQL_URL"] ?? "postgresql://127.0.0.1:5432");
const hasPostgresql = await new Promise<boolean>((resolve) => {
  const socket = connect(Number(postgresql.port || 5432), postgresql.hostname, () => resolve(true));
  socket.once("error", () => resolve(false)).once("connect", () => socket.destroy());
});
if (!hasPostgresql) {
  if (process.env["REQUIRE_SERVICES"] === "1") throw new Error("REQUIRE_SERVICES=1, but no PostgreSQL answers");
  console.warn(`SKIPPED: the end-to-end suites on PostgreSQL, as none answers at ${postgresql.host}`);
}

/** Linux's folder in memory, and how much has to be free there, in bytes: far more than the 50 MiB that the suite was seen to take. */
const MEMORY = { folder: "/dev/shm", enough: 2 ** 30 };

// Where there is such a folder: thousands of small databases, each of which waits for the disk at every commit.
const { bavail, bsize } = await statfs(MEMORY.folder).catch(() => ({ bavail: 0, bsize: 0 }));
if (bavail * bsize > MEMORY.enough) process.env["TMPDIR"] ??= MEMORY.folder;

export default defineConfig({
  resolve: {
    alias: [
      {
        // Vite would take graphql's ES module where Pothos and Yoga take the other one: two graphqls, strangers to each other.
        find: /^graphql$/,
        replacement: fileURLToPath(new URL("node_modules/graphql/index.js", import.meta.url)),
      },
    ],
  },
  test: {
    // Far longer than anything takes: only what hangs may end so, however busy the machine is.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 60_000 } },
    // Where a landing hangs on 7,000 tests, of which some drive a browser, one may fail once; on a developer's machine none may.
    retry: process.env["CI"] === "true" ? 1 : 0,
    // Both projects load the same modules, and so does the next run.
    fsModuleCache: true,
    // What a file imports is loaded once for a worker and not once for a file, which took most of the time. So no file
    // mocks a module, and what it spies on it restores.
    isolate: false,
    setupFiles: "test/contracts/witness.setup.ts",
    // More than the two cores that it is meant for: a good part of a run waits for timers, browsers and processes.
    maxWorkers: 4,
    sequence: { sequencer: LongFirst },
    projects: [
      { extends: true, test: { name: "sqlite", include: ["{src,prisma,test,scripts}/**/*.test.ts"], globalSetup } },
      ...(hasPostgresql
        ? [
            {
              extends: true as const,
              test: {
                name: "postgresql",
                include: [END_TO_END],
                exclude: WITHOUT_ROWS,
                env: { TEST_DATABASE: "postgresql" },
                globalSetup,
              },
            },
          ]
        : []),
    ],
  },
});
