import { appendFileSync, closeSync, openSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { type RunnerTask, type RunnerTestCase, type RunnerTestFile, TestRunner, vi } from "vitest";
import type { Job, Said, Trial, Verdict } from "./job";
import { failureOf } from "./repeat";
import { activate, isEndless, note, noted, whileLoading } from "./switch";

const job = JSON.parse(readFileSync(process.env["MUTATION"] ?? "", "utf8")) as Job;
const without = job.without === undefined ? undefined : new RegExp(job.without);

/** How often places that can be mutated may be passed, by how often they are without a mutation. */
const most = (calls: number): number => 50 * calls + 10_000;
/** When a test that waits for something is given up, by how long it takes without a mutation. */
const latest = (ms: number): number => 50 * ms + 10_000;
/** What is loaded again and again stays in memory. */
const MOST_LOADED = 60;
/** How many places may be passed while files of tests run with a mutation that acts while modules are loaded. */
const MOST_WHILE_LOADING = 50_000_000;

/** A mutation whose files of tests run one after the other, and whether a test has noticed it. */
interface Loading {
  readonly trial: Trial;
  next: number;
  failed: boolean;
  loaded: number;
}

const known = new Map<string, RunnerTestCase>();
let filesDone = 0;
let loading: Loading | undefined;
let { first } = job;
let next = 0;

/** First tells which test comes by which mutation; then repeats tests with a mutation, until one notices. */
export default class MutationRunner extends TestRunner {
  // Typed as if nothing were to be prepared; vitest asks.
  onCollected(files: readonly RunnerTestFile[]): void {
    for (const file of files) {
      for (const test of testsIn(file)) {
        if (without?.test(test.fullName)) test.mode = "skip";
        else known.set(test.id, test);
      }
      if (job.phase === "try") file.mode = "skip";
      // One after the other, so that what runs is told apart.
      if (job.phase === "reach") inTurn(file);
    }
  }

  override async onBeforeRunTask(test: RunnerTestCase): Promise<void> {
    if (loading?.failed) test.mode = "skip";
    await super.onBeforeRunTask(test);
  }

  override onBeforeTryTask(test: RunnerTestCase, options: Parameters<TestRunner["onBeforeTryTask"]>[1]): void {
    super.onBeforeTryTask(test, options);
    if (job.phase === "reach") note(test.id);
  }

  override onAfterRunTask(test: RunnerTestCase): void {
    super.onAfterRunTask(test);
    if (loading !== undefined && test.result?.state === "fail") loading.failed = true;
    if (job.phase !== "reach" || test.result?.state === "skip") return;
    const passed = test.result?.state === "pass";
    const { id, fullName: name, file, result } = test;
    say({ test: id, name, file: pathOf(file), passed, ms: Math.round(result?.duration ?? 0), ...noted(id) });
    note(undefined);
  }

  // Typed as if nothing waited for it; vitest does.
  override async onAfterRunFiles(files: Parameters<TestRunner["onAfterRunFiles"]>[0]): Promise<void> {
    if (job.phase === "reach") say({ loading: whileLoading() });
    if (job.phase === "try" && ++filesDone === job.include.length) await tryAll();
    if (job.phase === "load") this.#goOn(files);
    super.onAfterRunFiles(files);
  }

  /** Lets vitest go on with the next file, of this mutation or of the next one. */
  #goOn(files: readonly RunnerTestFile[]): void {
    const { files: queue } = (this as unknown as { workerState: { ctx: { files: Specification[] } } }).workerState.ctx;
    if (loading !== undefined) {
      loading.failed ||= files.some(({ result }) => result?.state === "fail");
      const file = loading.failed ? undefined : loading.trial.by[loading.next++];
      if (file !== undefined) {
        queue.push(specificationOf(queue, file));
        return;
      }
      const { trial, failed } = loading;
      say({ mutant: trial.mutant, verdict: failed ? "killed" : "survived" });
      activate(undefined);
    } else if (++filesDone < job.include.length) return;
    const loaded = (loading?.loaded ?? 0) + 1;
    const trial = loaded > MOST_LOADED ? undefined : claimed();
    if (trial === undefined) return;
    say({ trying: trial.mutant });
    loading = { trial, next: 1, failed: false, loaded };
    vi.resetModules();
    activate(trial.mutant, MOST_WHILE_LOADING);
    queue.push(specificationOf(queue, trial.by[0] ?? ""));
  }
}

/** A file in the list that vitest goes through. */
interface Specification {
  readonly filepath: string;
}

function specificationOf(queue: readonly Specification[], file: string): Specification {
  const found = queue.find(({ filepath }) => relative(process.cwd(), filepath) === file);
  if (found === undefined) throw new Error(`${file} is no file of this run`);
  return found;
}

async function tryAll(): Promise<void> {
  const unfit = new Set<string>();
  const fit = new Set<string>();
  for (let trial = claimed(), tried = 0; trial !== undefined; trial = claimed(), tried++) {
    const { mutant } = trial;
    say({ trying: mutant });
    let end: End = { verdict: "survived", isSpoiled: false };
    for (const test of trial.by.flatMap((id) => (unfit.has(id) ? [] : (known.get(id) ?? [])))) {
      if (!fit.has(test.id)) {
        if ((await failureOf(test, latest(usual(test).ms))) === undefined) fit.add(test.id);
        // What was tried before may have left something behind: then a new process tells.
        else if (tried > 0) return;
        else unfit.add(test.id);
        if (unfit.has(test.id)) say({ unfit: test.fullName });
      }
      if (fit.has(test.id)) end = await endOf(mutant, test);
      if (end.verdict !== "survived") break;
    }
    const { verdict, by, isSpoiled } = end;
    if (isSpoiled && verdict === "killed" && tried > 0) return;
    say({ mutant, verdict, ...(by !== undefined && { by }) });
    if (isSpoiled) return;
  }
}

/** What became of a mutation in a test. */
interface End {
  readonly verdict: Verdict;
  readonly by?: string;
  /** Whether the process can tell nothing any more. */
  readonly isSpoiled: boolean;
}

async function endOf(mutant: string, test: RunnerTestCase): Promise<End> {
  const { ms, calls } = usual(test);
  activate(mutant, most(calls));
  const failure = await failureOf(test, latest(ms));
  activate(undefined);
  if (failure === undefined) return { verdict: "survived", isSpoiled: false };
  const by = pathOf(test.file);
  if (isEndless(failure)) return { verdict: "endless", by, isSpoiled: true };
  return { verdict: "killed", by, isSpoiled: (await failureOf(test, latest(ms))) !== undefined };
}

function usual({ id }: RunnerTestCase): Job["tests"][string] {
  return job.tests[id] ?? { ms: 0, calls: 0 };
}

/** The next mutation that no other process has taken. */
function claimed(): Trial | undefined {
  const left = job.trials.find(({ mutant }) => mutant === first);
  first = undefined;
  if (left !== undefined) return left;
  for (let trial = job.trials[next++]; trial !== undefined; trial = job.trials[next++]) {
    try {
      closeSync(openSync(join(job.folder, `claim-${trial.mutant}`), "wx"));
      return trial;
    } catch {
      // Another process has it.
    }
  }
  return undefined;
}

function testsIn({ tasks }: { readonly tasks: readonly RunnerTask[] }): readonly RunnerTestCase[] {
  return tasks.flatMap((task) => (task.type === "suite" ? testsIn(task) : [task]));
}

function inTurn(task: RunnerTask): void {
  task.concurrent = false;
  if (task.type === "suite") for (const one of task.tasks) inTurn(one);
}

function pathOf({ filepath }: RunnerTestFile): string {
  return relative(process.cwd(), filepath);
}

function say(said: Said): void {
  appendFileSync(job.said, `${JSON.stringify(said)}\n`);
}
