/** What may import what, which architecture.test.ts holds: from the doors by way of the schema to the data, never back. */
export interface Rule {
  /** The files that it is about, by the beginning of their path. */
  readonly of: readonly string[];
  /** What of ours they import at most: beginnings of paths; `type` in front: types only. */
  readonly only?: readonly string[];
  /** What they never import, not even a type of: beginnings of paths, or packages. */
  readonly never?: readonly string[];
  readonly because: string;
}

const DOORS = ["src/rest", "src/graphql", "src/explorer"];
const ENGINES = ["embedded", "redis", "open.ts"].map((name) => `src/stores/${name}`);
const DRIVERS = [
  "better-sqlite3",
  "ioredis",
  "pg",
  "@prisma/",
  "argon2",
  "bcrypt",
  "jose",
  "nodemailer",
  "graphql-rate-limit",
];

const BEHIND_DOORS = [
  "prisma/",
  "src/database",
  "src/catalogue",
  "src/stores",
  "src/auth",
  "src/resolvers",
  "src/mail",
  ...DRIVERS,
];

export const rules: readonly Rule[] = [
  {
    of: DOORS,
    never: [...BEHIND_DOORS, "src/limits"],
    because: "a door knows the schema and nothing behind it: what it misses is missing in the schema",
  },
  {
    of: ["src/schema"],
    only: [
      "src/schema",
      "src/context.ts",
      "type src/doors.ts",
      "type src/answers/record.ts",
      "src/errors.ts",
      "src/validation.ts",
      "src/problems.ts",
      "src/generated/pothos",
      "src/limits",
      "src/database/price.ts",
      "type src/database/client.ts",
      "src/auth/codes.ts",
      "type src/auth",
      "type src/stores/store.ts",
      "type src/deps.ts",
    ],
    because: "shapes know of rules and rows as much as they show; index.ts alone gathers the resolvers",
  },
  {
    of: ["src/resolvers"],
    never: [
      ...DOORS,
      ...ENGINES,
      "src/app.ts",
      "src/main.ts",
      "src/serve.ts",
      "src/images",
      "src/http",
      "src/process",
      "express",
      ...DRIVERS,
    ],
    because: "a resolver serves every door alike, on whichever engine",
  },
  {
    of: ["src/auth"],
    only: [
      "src/auth",
      "src/audit",
      "src/errors.ts",
      "type src/problems.ts",
      "src/limits/network.ts",
      "type src/limits/exact-limiter.ts",
      "src/validation.ts",
      "src/mail",
      "src/stores/store.ts",
      "src/stores/kept.ts",
      "src/turn.ts",
      "src/database",
      "type src/config.ts",
    ],
    never: ["graphql", "graphql-yoga", "@pothos/", "express", "better-sqlite3", "ioredis", "@prisma/"],
    because: "rules know neither GraphQL nor HTTP",
  },
  {
    of: ["src/audit"],
    only: ["src/audit", "src/database", "src/flushing.ts", "src/limits/network.ts", "type src/errors.ts"],
    because: "a trail knows names and numbers, and nothing of what they stand for",
  },
  {
    of: ["src/stores"],
    only: ["src/stores", "src/turn.ts", "type src/config.ts"],
    never: ["graphql", "express", "@prisma/"],
    because: "the engines can be taken out and tested alone",
  },
  {
    of: ["src/answers"],
    only: ["src/answers", "src/http", "src/remembered.ts", "type src/deps.ts", "type src/limits/report.ts"],
    because: "what was answered before is given again without a look at what it says",
  },
  {
    of: ["src/figures"],
    only: [
      "src/figures",
      "src/errors.ts",
      "src/http/this-machine.ts",
      "src/process/crowd.ts",
      "type src/answers/record.ts",
      "type src/auth/hash-queue.ts",
      "type src/config.ts",
      "type src/deps.ts",
    ],
    because: "figures are read off the server, which does nothing for them but count",
  },
  {
    of: ["src/traces"],
    only: [
      "src/traces",
      "type src/limits/report.ts",
      "type src/config.ts",
      "src/answers/record.ts",
      "src/http/bytes.ts",
    ],
    because: "whatever is watched tells of itself, and whoever watches knows nothing else of it",
  },
  {
    of: ["src/dev"],
    never: [...DOORS, "src/resolvers", "src/schema", "src/database", ...ENGINES, ...DRIVERS],
    because: "what developers see is shown by the rooms that have it",
  },
  {
    of: ["src/images"],
    only: ["src/images", "type src/config.ts"],
    because: "images can be taken out and tested alone",
  },
  {
    of: ["src/mail"],
    // More than a type: a bad SMTP_URL is a ConfigError.
    only: ["src/mail", "src/config.ts"],
    because: "mail can be taken out and tested alone",
  },
  {
    of: ["src/catalogue"],
    only: [
      "src/catalogue",
      "src/errors.ts",
      "src/validation.ts",
      "src/problems.ts",
      "src/stores/store.ts",
      "src/stores/kept.ts",
      "src/turn.ts",
      "src/flushing.ts",
      "src/database",
      "type src/schema/pagination.ts",
    ],
    never: ["graphql", "graphql-yoga", "@pothos/", "express", "better-sqlite3", "ioredis", "@prisma/"],
    because: "what is known of products knows neither GraphQL nor HTTP",
  },
  {
    of: ["src/database"],
    only: ["src/database", "src/generated", "src/traces/trace.ts", "type src/config.ts"],
    never: ["graphql", "express"],
    because: "the database knows nothing of what is built on it",
  },
  {
    of: ["src/legacy/calendar.ts", "src/legacy/client-family.ts", "src/legacy/usage.ts", "src/legacy/usage-report.ts"],
    only: ["src/legacy", "src/config.ts", "src/flushing.ts", "src/remembered.ts", "type src/database/client.ts"],
    never: ["graphql", "express", "src/legacy/import", "src/legacy/rehearsal"],
    because: "days and counts of routes need to know nothing of the routes but their names",
  },
  {
    of: ["src/legacy/rehearsal"],
    only: [
      "src/legacy/rehearsal",
      "src/rest",
      "src/config.ts",
      "src/context.ts",
      "src/doors.ts",
      "src/auth",
      "type src/database/client.ts",
    ],
    never: ["graphql", "express"],
    because: "a rehearsal knows the routes' tables, and the servers by what they answer",
  },
  {
    of: ["src/legacy/import"],
    only: [
      "src/legacy/import",
      "src/database",
      "src/auth/accounts.ts",
      "src/auth/changes.ts",
      "src/auth/foreign-hashes.ts",
      "src/images",
      "src/validation.ts",
    ],
    never: ["graphql", "express"],
    because: "an old shop is brought in row by row, by the same rules as everybody's",
  },
  {
    of: ["prisma/"],
    only: ["prisma/", "src/database"],
    because: "seeds are rows and nothing else",
  },
  { of: ["src/config.ts"], only: [], because: "settings come first" },
  { of: ["src/turn.ts", "src/flushing.ts", "src/remembered.ts"], only: [], because: "they know functions alone" },
  {
    of: ["src/errors.ts", "src/validation.ts", "src/problems.ts"],
    only: ["src/errors.ts", "src/problems.ts", "src/stores/store.ts", "src/database/failures.ts"],
    never: ["graphql", "express"],
    because: "everything imports them, and none of them imports back",
  },
  {
    of: ["src/context.ts", "src/doors.ts", "src/deps.ts", "src/process"],
    never: [...DOORS, "src/app.ts", "src/main.ts", "src/serve.ts", "src/schema"],
    because: "the frame carries the doors and does not know them",
  },
  {
    of: ["src/http"],
    only: [
      "src/http",
      "src/errors.ts",
      "src/problems.ts",
      "src/limits/network.ts",
      "type src/limits/report.ts",
      // What a request has done beside its answer.
      "src/answers/record.ts",
      "type src/config.ts",
      "type src/context.ts",
      "type src/doors.ts",
      "type src/auth/viewer.ts",
      "type src/deps.ts",
    ],
    never: DRIVERS,
    because: "what all doors share of HTTP knows none of them",
  },
  {
    of: ["src/limits"],
    only: [
      "src/remembered.ts",
      "src/limits",
      "src/errors.ts",
      "src/stores/store.ts",
      "src/traces/trace.ts",
      "src/auth/accounts.ts",
      "type src/context.ts",
      "type src/doors.ts",
    ],
    never: ["express", "@pothos/"],
    because: "a limit is counted for an act, whichever door it came in by and whichever engine counts",
  },
  {
    of: ["src/explorer", "src/pages"],
    only: ["src/explorer", "src/pages", "src/http/asset.ts", "type src/config.ts"],
    because: "a page is files that a browser asks for",
  },
  {
    of: ["src/openapi", "src/docs"],
    never: BEHIND_DOORS,
    because: "what is written about the doors comes out of their tables",
  },
  {
    of: ["src/app.ts", "src/main.ts", "src/serve.ts"],
    never: ["src/resolvers", ...ENGINES, ...DRIVERS],
    because: "they put rooms together, and know no more of each than its entry",
  },
];

/** Packages that exactly one place knows, so that it alone changes with them. */
export const homes: Readonly<Record<string, readonly string[]>> = {
  argon2: ["src/auth/"],
  "@zxcvbn-ts/": ["src/auth/"],
  bcrypt: ["src/auth/"],
  jose: ["src/auth/"],
  ioredis: ["src/stores/redis/"],
  nodemailer: ["src/mail/"],
  "better-sqlite3": ["src/stores/embedded/", "src/database/"],
  "@prisma/": ["src/database/", "src/generated/"],
  "graphql-rate-limit": ["src/limits/", "src/schema/"],
  "sofa-api": ["src/rest/"],
  "prom-client": ["src/figures/"],
  "@opentelemetry/": ["src/traces/"],
};

/** What no file does. */
export const habits = [
  {
    act: /new LRUCache\b[^(]*\((?!\{\s*maxSize:)/,
    name: "bounds a cache by something else than its size (maxSize comes first)",
    because: "what clients send may be as long as they like, so that a number of entries bounds no memory",
  },
];

/** What exactly one file does. */
export const privileges = [
  { file: "src/config.ts", act: /\bprocess\.env\b|\benv\b[^\n]*from "node:process"/, name: "reads process.env" },
  { file: "src/serve.ts", act: /\.listen\(/, name: "listens on a port" },
  { file: "src/audit/write.ts", act: /INTO\s+"AuditEvent"/, name: "adds to the audit trail" },
  { file: "src/audit/erase.ts", act: /auditEvent\.(update|upsert|create)/, name: "changes rows of the audit trail" },
  { file: "src/audit/retention.ts", act: /auditEvent\.delete/, name: "deletes from the audit trail" },
];
