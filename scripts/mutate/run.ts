import { globSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { neverEnds } from "./endless";
import type { Folder } from "./folders";
import { type Instrumented, instrument } from "./instrument";
import type { Job, Reach, Said, Trial, Verdict } from "./job";
import type { Memory } from "./memory";
import { runJob } from "./processes";

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
  /** `unreached`: no test runs it. `loading`: it acts while modules are loaded, and was not tried. */
  readonly end: Verdict | "unreached" | "loading" | "wording";
}

/** What a run found out about a folder. */
export interface Outcome {
  readonly mutants: readonly Mutant[];
  /** Names of tests that say nothing, as they fail where nothing is mutated or when they are repeated. */
  readonly unfit: readonly string[];
}

export interface Pace {
  readonly processes: number;
  /** Whether mutations are tried that act while modules are loaded, which takes seconds for each. */
  readonly loading: boolean;
  readonly memory: Memory;
}

/** How long tests take that are tried on a mutation until it counts as not noticed, as long as they took before. */
const MOST_MS = 6000;
const QUICK_MS = 25;

/** Mutates every file of a folder, and repeats the tests that reach each change. */
export async function mutate(name: string, { tests, without }: Folder, pace: Pace): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), "roster-mutations-"));
  try {
    const files = globSync(name.endsWith(".ts") ? name : `${name}/**/*.ts`).sort();
    const { mutants, code } = await instrument(files, folder);
    const tried = mutants.filter(({ status }) => status !== "Ignored");
    const include = tests.flatMap((test) => (statSync(test).isDirectory() ? globSync(`${test}/**/*.test.ts`) : test));
    const base = { folder, include, code, trials: [], tests: {}, ...(without !== undefined && { without }) };
    const reached = await runJob("reach", { ...base, phase: "reach" }, 1);
    const { memory } = pace;
    const reaching = reachOf(reached);
    const said: Said[] = [...reached];
    const trials: (Trial & { readonly mutant: string })[] = [];
    const sources = new Map(files.map((file) => [file, readFileSync(file, "utf8")]));
    for (const mutant of tried) {
      const by = reaching.get(mutant.id);
      if (by === undefined) continue;
      const deciding = by.map(({ file }) => file);
      const isEndless = neverEnds(mutant, sources.get(mutant.fileName) ?? "");
      const verdict = isEndless ? "endless" : memory.find(mutant, deciding);
      if (verdict !== undefined) said.push({ mutant: mutant.id, verdict });
      else trials.push({ mutant: mutant.id, by: by.map(({ test }) => test) });
    }
    console.log(`${name}: ${tried.length} mutants, ${reaching.size} reached, ${trials.length} to try`);
    if (trials.length > 0) {
      const used = [...new Set([...reaching.values()].flat())];
      const job: Omit<Job, "said"> = {
        ...base,
        phase: "try",
        include: [...new Set(used.map(({ file }) => file))],
        trials,
        tests: Object.fromEntries(used.map(({ test, ms, calls }) => [test, { ms, calls }])),
      };
      said.push(...(await runJob("try", job, pace.processes)));
    }
    const survived = new Set(
      said.flatMap((line) => ("mutant" in line && line.verdict === "survived" ? [line.mutant] : [])),
    );
    // What acts while a file of tests is loaded is not repeated with a test of it.
    const loading = loadingIn(said).filter((id) => !reaching.has(id) || survived.has(id));
    if (pace.loading) said.push(...(await tryLoading(loading, mutants, base, reached, pace)));
    for (const mutant of tried) {
      const by = reaching.get(mutant.id)?.map(({ file }) => file) ?? include;
      for (const line of said) {
        if (!("mutant" in line) || line.mutant !== mutant.id) continue;
        memory.keep(mutant, line.verdict, line.by === undefined ? by : [line.by]);
      }
    }
    memory.save();
    return outcomeOf(mutants, said, sources);
  } finally {
    if (process.env["MUTATION_KEEP"] === undefined) rmSync(folder, { recursive: true, force: true });
    else console.log(folder);
  }
}

/** Loads everything anew with each of these, and runs the files of tests, the fastest first. */
async function tryLoading(
  ids: readonly string[],
  mutants: readonly Instrumented[],
  base: Omit<Job, "said" | "phase">,
  reached: readonly Said[],
  { memory, processes }: Pace,
): Promise<readonly Said[]> {
  const times = new Map<string, number>();
  for (const line of reached) if ("test" in line) times.set(line.file, (times.get(line.file) ?? 0) + line.ms);
  const by = base.include.toSorted((a, b) => (times.get(a) ?? 0) - (times.get(b) ?? 0));
  const said: Said[] = [];
  const trials: Trial[] = [];
  for (const mutant of mutants.filter(({ id }) => ids.includes(id))) {
    const verdict = memory.find(mutant, by);
    if (verdict !== undefined) said.push({ mutant: mutant.id, verdict });
    else trials.push({ mutant: mutant.id, by });
  }
  console.log(`${ids.length} act while modules are loaded, ${trials.length} to try`);
  if (trials.length > 0)
    said.push(...(await runJob("load", { ...base, phase: "load", include: by, trials }, processes)));
  return said;
}

/** Which tests come by each mutation, in the order in which they are tried. */
function reachOf(said: readonly Said[]): ReadonlyMap<string, readonly Reach[]> {
  const reaching = new Map<string, Reach[]>();
  for (const line of said) {
    if (!("test" in line && line.passed)) continue;
    for (const mutant of Object.keys(line.mutants)) {
      const known = reaching.get(mutant);
      if (known === undefined) reaching.set(mutant, [line]);
      else known.push(line);
    }
  }
  return new Map([...reaching].map(([mutant, tests]) => [mutant, inOrder(tests)]));
}

/**
 * All that are quick, which are mostly about a small part; then turns among the suites, as tests of one suite are alike, each suite
 * with its fastest first; until time is up.
 */
export function inOrder(tests: readonly Reach[]): readonly Reach[] {
  const byTime = tests.toSorted((a, b) => a.ms - b.ms);
  const suites = Map.groupBy(
    byTime.filter(({ ms }) => ms > QUICK_MS),
    ({ name }) => name.slice(0, name.lastIndexOf(" > ")),
  );
  const turns = [...suites.values()].flatMap((suite) => suite.map((test, turn) => ({ test, turn })));
  const slow = turns.toSorted((a, b) => a.turn - b.turn || a.test.ms - b.test.ms).map(({ test }) => test);
  let ms = 0;
  return [...byTime.filter((test) => test.ms <= QUICK_MS), ...slow].filter((test) => {
    ms += test.ms;
    return ms <= MOST_MS;
  });
}

function loadingIn(said: readonly Said[]): readonly string[] {
  return [...new Set(said.flatMap((line) => ("loading" in line ? line.loading : [])))];
}

export function outcomeOf(
  mutants: readonly Instrumented[],
  said: readonly Said[],
  sources: ReadonlyMap<string, string>,
): Outcome {
  const verdicts = new Map<string, Verdict>();
  const loading = new Set(loadingIn(said));
  const unfit = new Set<string>();
  for (const line of said) {
    if ("unfit" in line) unfit.add(line.unfit);
    else if ("mutant" in line) verdicts.set(line.mutant, line.verdict);
    else if ("test" in line && !line.passed) unfit.add(line.name);
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
        end: status === "Ignored" ? "wording" : (verdicts.get(id) ?? (loading.has(id) ? "loading" : "unreached")),
      };
    }),
  };
}
