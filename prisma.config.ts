/** For Prisma's command line. No `defineConfig`: it only adds a type, and the package has another name here (test/process/install.test.ts says why). */
export default {
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
};
