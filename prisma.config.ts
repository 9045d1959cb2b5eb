import { derivedTables } from "./src/database/derived.ts";

/** For Prisma's command line. No `defineConfig`: it only adds a type, and the package has another name here (test/process/install.test.ts says why). */
export default {
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  experimental: { externalTables: true },
  tables: { external: derivedTables },
};
