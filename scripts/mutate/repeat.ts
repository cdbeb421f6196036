import { type RunnerTestCase, type RunnerTestSuite, TestRunner } from "vitest";
import { tooLate } from "./switch";

/** Runs a test once more, with all that is to be done before and after it. Answers what failed. */
export async function failureOf(test: RunnerTestCase, latestMs: number): Promise<unknown> {
  const suites = suitesOf(test).map((suite) => [suite, TestRunner.getSuiteHooks(suite)] as const);
  const undo: (() => unknown)[] = [];
  const keep = (result: unknown) => {
    if (typeof result === "function") undo.unshift(() => result());
  };
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(tooLate()), latestMs);
  });
  const body = async () => {
    for (const [suite, { beforeAll, afterAll }] of suites) {
      // Without one there is something that was made as the file was loaded, and is needed again.
      if (beforeAll.length > 0) for (const hook of afterAll) undo.unshift(() => hook(suite));
      for (const hook of beforeAll) keep(await hook(suite));
    }
    for (const [suite, { beforeEach, afterEach }] of suites) {
      for (const hook of afterEach) undo.unshift(() => hook(test.context, suite));
      for (const hook of beforeEach) keep(await hook(test.context, suite));
    }
    await TestRunner.getTestFn(test)();
  };
  try {
    await Promise.race([body(), late]);
    return test.fails ? new Error("it should have failed") : undefined;
  } catch (error) {
    return test.fails ? undefined : (error ?? new Error("something was thrown"));
  } finally {
    clearTimeout(timer);
    for (const action of undo) {
      try {
        await action();
      } catch {
        // What the test has begun may have come to nothing.
      }
    }
  }
}

/** From the file to the suite that the test is in. */
function suitesOf({ suite, file }: RunnerTestCase): readonly RunnerTestSuite[] {
  const suites: RunnerTestSuite[] = [];
  for (let one = suite; one !== undefined; one = one.suite) suites.unshift(one);
  return suites[0] === file ? suites : [file, ...suites];
}
