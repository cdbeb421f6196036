import { globSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runBin } from "../vitest-run";
import type { Folder } from "./folders";
import type { Said, Verdict } from "./runner";

/** One change to the code, and what became of it. */
export interface Mutant {
  /** The file, below the root. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** The line as it is, trimmed. */
  readonly text: string;
  /** What is replaced; of several lines the first. */
  readonly part: string;
  readonly replacement: string;
  /** `unreached`: no test runs it. `loading`: it acts while modules are loaded, and is not tried. */
  readonly end: Verdict | "unreached" | "loading" | "left out";
}

interface Position {
  readonly line: number;
  readonly column: number;
}

/** As the instrumenter tells it; lines and columns from 0. */
export interface Instrumented {
  readonly id: string;
  readonly fileName: string;
  readonly replacement: string;
  readonly status?: string;
  readonly location: { readonly start: Position; readonly end: Position };
}

/** What a run found out about a folder. */
export interface Outcome {
  readonly mutants: readonly Mutant[];
  /** Names of tests that say nothing, as they fail when they are repeated or take too long. */
  readonly unfit: readonly string[];
}

/** Mutates every file of a folder, and repeats the tests that reach each change. */
export async function mutate(name: string, { tests }: Folder): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), "roster-mutations-"));
  try {
    const [mutants, said] = [join(folder, "mutants.json"), join(folder, "said.jsonl")];
    const files = globSync(`${name}/**/*.ts`).sort();
    process.env["MUTATION"] = JSON.stringify({ files, tests: tests.map(globOf), mutants });
    process.env["MUTATION_SAID"] = said;
    writeFileSync(said, "");
    await runBin(["vitest/vitest.mjs", "run", "--config", "vitest.mutation.config.mjs", "--reporter=dot"]);
    const sources = new Map(files.map((file) => [file, readFileSync(file, "utf8")]));
    return outcomeOf(JSON.parse(readFileSync(mutants, "utf8")) as Instrumented[], linesIn(said), sources);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function outcomeOf(
  mutants: readonly Instrumented[],
  said: readonly Said[],
  sources: ReadonlyMap<string, string>,
): Outcome {
  const verdicts = new Map<string, Verdict>();
  const loading = new Set<string>();
  const unfit = new Set<string>();
  for (const line of said) {
    if ("unfit" in line) unfit.add(line.unfit);
    else if ("loading" in line) for (const mutant of line.loading) loading.add(mutant);
    else verdicts.set(line.mutant, line.verdict);
  }
  return {
    unfit: [...unfit].sort(),
    mutants: mutants.map(({ id, fileName, replacement, status, location: { start, end } }) => {
      const text = sources.get(fileName)?.split("\n")[start.line] ?? "";
      return {
        file: fileName,
        line: start.line + 1,
        text: text.trim(),
        part: start.line === end.line ? text.slice(start.column, end.column) : `${text.slice(start.column)} …`,
        replacement: replacement.replaceAll(/\s+/g, " "),
        end: status === "Ignored" ? "left out" : (verdicts.get(id) ?? (loading.has(id) ? "loading" : "unreached")),
      };
    }),
  };
}

function linesIn(file: string): readonly Said[] {
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as Said);
}

function globOf(test: string): string {
  return statSync(test).isDirectory() ? `${test}/**/*.test.ts` : test;
}
