import { defineConfig } from "vitest/config";

/** Tests on real servers: `npm run test:servers` and, for the measures alone, `npm run test:servers -- --measure`. */
export default defineConfig({
  test: {
    include: ["test/servers/**/*.servers.ts", "test/servers/**/*.measure.ts"],
    testTimeout: 120_000,
    hookTimeout: 240_000,
    fileParallelism: false,
  },
});
