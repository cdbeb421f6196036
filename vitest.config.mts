import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Most tests wait for processes of their own, so that no processor need be kept free.
    maxWorkers: "100%",
  },
});
