import { readFileSync } from "node:fs";
import { join } from "node:path";
import { defineConfig } from "vitest/config";

/** Tests of `npm run mutate`, on the code that scripts/mutate/instrument.ts has made: with every mutation at once. */
const { folder, include, code } = JSON.parse(readFileSync(process.env["MUTATION"], "utf8"));
const instrumented = new Map(Object.entries(code).map(([file, copy]) => [join(import.meta.dirname, file), copy]));

export default defineConfig({
  plugins: [
    {
      name: "mutations",
      enforce: "pre",
      transform: (_, id) => (instrumented.has(id) ? readFileSync(instrumented.get(id), "utf8") : undefined),
    },
  ],
  test: {
    include,
    runner: "./scripts/mutate/runner.ts",
    fileParallelism: false,
    // What one run has made of a file holds the mutations of that run alone.
    fsModuleCachePath: join(folder, "modules"),
    isolate: false,
    testTimeout: 3_600_000,
    hookTimeout: 3_600_000,
  },
});
