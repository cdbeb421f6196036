/** What is mutated, and the tests in this process that are about it. */
export interface Folder {
  /** Files or folders below the root; tests that start processes run what was built, in which nothing is mutated. */
  readonly tests: readonly string[];
  /** The least share of mutants that must be killed, in percent. */
  readonly least: number;
}

/** What core says of itself, in a second; the scenarios of all platforms take minutes for each mutant that lives. */
const OF_CORE = ["session", "lifecycle", "compare", "reads", "messages", "documented-refusals.test.ts"].map(
  (name) => `test/core/${name}`,
);

const OF_GUARDS = [
  "test/automation/guards.test.ts",
  "test/automation/documented-guards.test.ts",
  "test/automation/guard-counts.test.ts",
];

export const FOLDERS: Readonly<Record<string, Folder>> = {
  "automation/plan/guards": {
    tests: [
      ...OF_GUARDS,
      "test/automation/review/groups.test.ts",
      "test/automation/existing.test.ts",
      "test/automation/roster-file.test.ts",
    ],
    least: 90,
  },
  "automation/plan/review": {
    tests: [
      ...OF_GUARDS,
      "test/automation/review",
      "test/automation/binding.test.ts",
      "test/automation/classify.test.ts",
      "test/automation/drift.test.ts",
    ],
    least: 90,
  },
  "automation/runs/apply": { tests: ["test/automation/binding.test.ts"], least: 90 },
  "provider/core/compare": { tests: OF_CORE, least: 90 },
  "provider/core/lifecycle": { tests: OF_CORE, least: 90 },
  "provider/core/many": { tests: [...OF_CORE, "test/core/many"], least: 90 },
  "provider/core/messages": { tests: OF_CORE, least: 90 },
  "provider/core/reads": { tests: OF_CORE, least: 90 },
  "provider/core/session": { tests: OF_CORE, least: 90 },
  "provider/http": { tests: ["test/http"], least: 85 },
};
