import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{src,prisma,test,scripts}/**/*.test.ts"],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    maxWorkers: 2,
  },
});
