import { defineConfig } from "vitest/config";

/** Tests of `npm run mutate`: those that are about the mutated folder, by scripts/mutate/folders.ts. */
export default defineConfig({
  test: {
    include: (process.env["MUTATION_TESTS"] ?? "").split(","),
    testTimeout: 300_000,
    hookTimeout: 300_000,
    isolate: false,
  },
});
