import { defineConfig } from "vitest/config";

/** Tests on real servers, which `npm run test:servers` runs. */
export default defineConfig({
  test: {
    include: ["test/servers/**/*.servers.ts"],
    testTimeout: 120_000,
    hookTimeout: 240_000,
    fileParallelism: false,
  },
});
