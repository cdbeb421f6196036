import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Instrumenter } from "@stryker-mutator/instrumenter";
import { defineConfig } from "vitest/config";
import { leftOut } from "./scripts/mutate/wording.ts";

/**
 * Tests of `npm run mutate`, on code that holds every mutation at once: which one acts is decided while it runs, so that a
 * test is repeated for each without loading anything anew.
 */
const { files, tests, mutants } = JSON.parse(process.env["MUTATION"] ?? "{}");
const silent = new Proxy({}, { get: (_, name) => (name === "isDebugEnabled" ? () => false : () => undefined) });
const given = files.map((name) => ({ name, mutate: true, content: readFileSync(name, "utf8") }));
const options = { plugins: null, excludedMutations: [], ignorers: [{ shouldIgnore: leftOut }] };
const instrumented = await new Instrumenter(silent).instrument(given, options);
writeFileSync(mutants, JSON.stringify(instrumented.mutants));
const code = new Map(instrumented.files.map(({ name, content }) => [join(import.meta.dirname, name), content]));

export default defineConfig({
  plugins: [{ name: "mutations", enforce: "pre", transform: (_, id) => code.get(id) }],
  test: {
    include: tests,
    runner: "./scripts/mutate/runner.ts",
    fileParallelism: false,
    // What one run has made of a file holds the mutations of that run alone.
    fsModuleCache: false,
    isolate: false,
    testTimeout: 3_600_000,
  },
});
