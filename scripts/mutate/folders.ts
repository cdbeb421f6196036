/** What is mutated, and the tests in this process that are about it. */
export interface Folder {
  /** Files or folders below the root; tests that start processes run what was built, in which nothing is mutated. */
  readonly tests: readonly string[];
  /** The least share of mutants that must be killed, in percent. */
  readonly least: number;
}

export const FOLDERS: Readonly<Record<string, Folder>> = {
  "automation/plan/guards": {
    tests: ["test/automation/guards.test.ts", "test/automation/existing.test.ts", "test/automation/review"],
    least: 90,
  },
  "automation/plan/review": {
    tests: [
      "test/automation/review",
      "test/automation/binding.test.ts",
      "test/automation/classify.test.ts",
      "test/automation/existing.test.ts",
      "test/automation/guards.test.ts",
      "test/automation/reports",
      "test/hostile-text.test.ts",
    ],
    least: 90,
  },
};
