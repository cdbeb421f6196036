import { existsSync, readFileSync, rmSync, statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { runBin } from "../vitest-run";
import type { Folder } from "./folders";

/** Kept between runs, and ignored by git; not below node_modules, whose files Vite hands to Node as they are. */
const KEPT = ".stryker";

/** One change to the code, and what became of it. */
export interface Mutant {
  /** The file, below the root. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** The line as it is, trimmed. */
  readonly text: string;
  /** What stood in place of a part of it. */
  readonly replacement: string;
  /** `Killed`, `Survived`, `NoCoverage` (no test reaches it), `Timeout`, and some that say nothing of the tests. */
  readonly status: string;
}

interface Report {
  readonly files: Readonly<Record<string, { readonly source: string; readonly mutants: readonly ReportedMutant[] }>>;
}

interface ReportedMutant {
  readonly replacement?: string;
  readonly status: string;
  readonly location: { readonly start: { readonly line: number } };
}

/** Mutates every file of a folder, and runs the tests that reach each change. What has not changed is not run again. */
export async function mutate(name: string, { tests }: Folder): Promise<readonly Mutant[]> {
  process.env["MUTATION_TESTS"] = tests.map(globOf).join(",");
  const report = join(KEPT, "report.json");
  rmSync(report, { force: true });
  const kept = `${KEPT}/${name.replaceAll("/", "-")}.json`;
  const options = ["--mutate", `${name}/**/*.ts`, "--incrementalFile", kept];
  const workers = ["--concurrency", String(availableParallelism())];
  const code = await runBin(["@stryker-mutator/core/bin/stryker.js", "run", ...options, ...workers]);
  if (!existsSync(report)) throw new Error(`Stryker ended with ${code} and reported nothing`);
  return mutantsIn(JSON.parse(readFileSync(report, "utf8")) as Report);
}

export function mutantsIn({ files }: Report): readonly Mutant[] {
  return Object.entries(files).flatMap(([file, { source, mutants }]) => {
    const lines = source.split("\n");
    return mutants.map(({ replacement = "", status, location: { start } }) => ({
      file,
      line: start.line,
      text: (lines[start.line - 1] ?? "").trim(),
      replacement: replacement.replaceAll(/\s+/g, " "),
      status,
    }));
  });
}

function globOf(test: string): string {
  if (!existsSync(test)) throw new Error(`scripts/mutate/folders.ts names ${test}, which is not there`);
  return statSync(test).isDirectory() ? `${test}/**/*.test.ts` : test;
}
