import { appendFileSync } from "node:fs";
import { type RunnerTestCase, type RunnerTestSuite, TestRunner } from "vitest";

/** What became of a mutation in one test: noticed, not noticed, or it never ended. */
export type Verdict = "killed" | "survived" | "endless";

/** A line of what the runner writes. */
export type Said =
  | { readonly mutant: string; readonly verdict: Verdict }
  /** A test that fails without a mutation or when it is repeated, or takes too long to be repeated: it says nothing. */
  | { readonly unfit: string }
  /** Mutations that act while modules are loaded alone, which happens once. */
  | { readonly loading: readonly string[] };

/** What instrumented code looks at, by Stryker's names. */
interface Switch {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  hitCount?: number | undefined;
  hitLimit?: number;
  mutantCoverage?: {
    readonly static: Readonly<Record<string, number>>;
    readonly perTest: Readonly<Record<string, Readonly<Record<string, number>>>>;
  };
}

/** Of a test that takes milliseconds. */
const LATEST_MS = 20_000;
/** Of a processor's time; slower tests are about speed. */
const SLOWEST_US = 500_000;
/** How often mutated code may run, by how often it does unmutated. */
const most = (usual: number): number => 100 * usual + 1000;

const state = globalThis as { __stryker__?: Switch; __verdicts__?: Map<string, Verdict> };
state.__stryker__ ??= {};
const active = state.__stryker__;
state.__verdicts__ ??= new Map();
const verdicts = state.__verdicts__;

/** Repeats each test with each mutation that it reaches and that no test before it has noticed. */
export default class MutationRunner extends TestRunner {
  override onBeforeTryTask(test: RunnerTestCase, options: Parameters<TestRunner["onBeforeTryTask"]>[1]): void {
    super.onBeforeTryTask(test, options);
    active.currentTestId = test.id;
  }

  // Typed as if nothing waited for it; vitest does.
  override onAfterTryTask(test: RunnerTestCase): Promise<void> {
    super.onAfterTryTask(test);
    active.currentTestId = undefined;
    return this.#mutate(test);
  }

  override onAfterRunFiles(files: Parameters<TestRunner["onAfterRunFiles"]>[0]): void {
    say({ loading: Object.keys(active.mutantCoverage?.static ?? {}) });
    super.onAfterRunFiles(files);
  }

  async #mutate(test: RunnerTestCase): Promise<void> {
    const reached = Object.entries(active.mutantCoverage?.perTest[test.id] ?? {});
    const left = reached.filter(([mutant]) => (verdicts.get(mutant) ?? "survived") === "survived");
    if (left.length === 0) return;
    if (test.result?.state === "fail" || !(await isFit(test))) return say({ unfit: test.fullName });
    for (const [mutant, usual] of left) {
      Object.assign(active, { activeMutant: mutant, hitCount: 0, hitLimit: most(usual) });
      const failure = await failureOf(test);
      Object.assign(active, { activeMutant: undefined, hitCount: undefined });
      if (failure !== undefined && (await failureOf(test)) !== undefined) return say({ unfit: test.fullName });
      const verdict = failure === undefined ? "survived" : isEndless(failure) ? "endless" : "killed";
      verdicts.set(mutant, verdict);
      say({ mutant, verdict });
    }
  }
}

async function isFit(test: RunnerTestCase): Promise<boolean> {
  const before = process.cpuUsage();
  const failure = await failureOf(test);
  const { user, system } = process.cpuUsage(before);
  return failure === undefined && user + system < SLOWEST_US;
}

/** Runs a test once more, with what is to be done before and after it. */
async function failureOf(test: RunnerTestCase): Promise<unknown> {
  const hooks = suitesOf(test).map((suite) => [suite, TestRunner.getSuiteHooks(suite)] as const);
  const after: (() => unknown)[] = [];
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(LATE)), LATEST_MS);
  });
  try {
    for (const [suite, { beforeEach }] of hooks) {
      for (const hook of beforeEach) {
        const undo: unknown = await hook(test.context, suite);
        if (typeof undo === "function") after.unshift(() => undo());
      }
    }
    await Promise.race([TestRunner.getTestFn(test)(), late]);
    return undefined;
  } catch (error) {
    return error ?? new Error("something was thrown");
  } finally {
    clearTimeout(timer);
    for (const [suite, { afterEach }] of [...hooks].reverse()) {
      for (const hook of [...afterEach].reverse()) await hook(test.context, suite);
    }
    for (const undo of after) await undo();
  }
}

/** From the file to the suite that the test is in. */
function suitesOf({ suite, file }: RunnerTestCase): readonly RunnerTestSuite[] {
  const suites: RunnerTestSuite[] = [];
  for (let one = suite; one !== undefined; one = one.suite) suites.unshift(one);
  return suites[0] === file ? suites : [file, ...suites];
}

const LATE = "a mutation never ended";

function isEndless(failure: unknown): boolean {
  return failure instanceof Error && (failure.message === LATE || failure.message.startsWith("Stryker: Hit count"));
}

function say(said: Said): void {
  appendFileSync(process.env["MUTATION_SAID"] ?? "", `${JSON.stringify(said)}\n`);
}
