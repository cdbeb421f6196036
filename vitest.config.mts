import { existsSync, globSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join, relative, sep } from "node:path";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { DEADLINE_MILLISECONDS } from "./test/deadline.js";

// Tests have vendors of their own, on which the tenants of the person who starts them have no say.
for (const name of Object.keys(process.env)) if (name.startsWith("ROSTER_")) delete process.env[name];
// Half of a test that deploys is the start of Node processes, which all load the same code.
process.env["NODE_COMPILE_CACHE"] ??= join(import.meta.dirname, "node_modules", ".cache", "compiled");

const TESTS = "test/**/*.test.ts";
const textOf = (file: string): string => readFileSync(join(import.meta.dirname, file), "utf8");
/** Files that put something in place of a module, or of what is behind Pulumi's SDK: that stays for a whole process. */
const replacing = globSync(TESTS, { cwd: import.meta.dirname }).filter((file) =>
  /\bvi\.mock\(|\bsetMocks\(/.test(textOf(file)),
);

/** Files whose programs and providers run in the process of the test: they share one, which loads Pulumi's SDK once. */
const IN_PROCESS: readonly string[] = [
  "test/automation/destroy-others.test.ts",
  "test/automation/destroy.test.ts",
  "test/automation/errors.test.ts",
  "test/automation/import.test.ts",
  "test/automation/incomplete-lists.test.ts",
  "test/automation/init/github.test.ts",
  "test/automation/init/names.test.ts",
  "test/automation/init/selected-stack.test.ts",
  "test/automation/interrupt.test.ts",
  "test/automation/kept-files.test.ts",
  "test/automation/killed.test.ts",
  "test/automation/next.test.ts",
  "test/automation/program-guards.test.ts",
  "test/automation/program.test.ts",
  "test/automation/rehired.test.ts",
  "test/automation/returned.test.ts",
  "test/automation/roster-groups.test.ts",
  "test/automation/sources/exports.test.ts",
  "test/automation/sources/guesses.test.ts",
  "test/automation/sources/nights.test.ts",
  "test/automation/sources/plans-of-sources.test.ts",
  "test/automation/story.test.ts",
  "test/automation/unoffered.test.ts",
  "test/bench/figures.test.ts",
  "test/e2e/users.test.ts",
];

/** Files that take longer than most, the longest first; a clean clone has no times of its own to go by. */
const SLOWEST: readonly string[] = [
  "test/package/package.test.ts",
  "test/automation/doctor/variants.test.ts",
  "test/conformance/adobe-variants.test.ts",
  "test/bench/bench.test.ts",
  "test/automation/interrupt.test.ts",
  "test/engine/agreement.test.ts",
  "test/automation/sources/nights.test.ts",
  "test/e2e/users.test.ts",
  "test/automation/killed.test.ts",
  "test/repository/new-platform.test.ts",
  "test/e2e/demo.test.ts",
  "test/e2e/plugin.test.ts",
  "test/automation/sources/every-platform.test.ts",
  "test/automation/doctor/trials.test.ts",
  "test/engine/programs.test.ts",
  "test/automation/doctor/killed.test.ts",
  "test/automation/init/github.test.ts",
  "test/platforms/scim/inabilities.test.ts",
  "test/conformance/scim.test.ts",
  "test/platforms/scim/third-party.test.ts",
  "test/automation/rehired.test.ts",
  "test/automation/sources/plans-of-sources.test.ts",
  "test/automation/story.test.ts",
  "test/automation/destroy.test.ts",
  "test/automation/program.test.ts",
  "test/automation/import.test.ts",
  "test/automation/roster-groups.test.ts",
  "test/automation/init/names.test.ts",
  "test/platforms/adobe/rates.test.ts",
  "test/automation/program-guards.test.ts",
  "test/automation/destroy-others.test.ts",
  "test/conformance/adobe.test.ts",
  "test/automation/large-roster.test.ts",
  "test/automation/sources/exports.test.ts",
  "test/conformance/nerm.test.ts",
  "test/conformance/netex.test.ts",
  "test/automation/errors.test.ts",
  "test/automation/returned.test.ts",
  "test/conformance/keycloak.test.ts",
];
const gone = [...IN_PROCESS, ...SLOWEST].find((file) => !existsSync(join(import.meta.dirname, file)));
if (gone !== undefined) throw new Error(`vitest.config.mts names ${gone}, which is not there`);

/** One project after the other: vitest keeps a process, with all that is loaded in it, only where the next file is of the same one. */
const PROJECTS: readonly string[] = ["alone", "in process", "together"];

/** Begins with what takes longest, so that all processors are done at about the same time. */
class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification): number => {
      const index = SLOWEST.indexOf(
        relative(import.meta.dirname, moduleId)
          .split(sep)
          .join("/"),
      );
      return index === -1 ? SLOWEST.length : index;
    };
    const turn = ({ project }: TestSpecification): number => PROJECTS.indexOf(project.name);
    return (await super.sort(files)).sort((a, b) => turn(a) - turn(b) || place(a) - place(b));
  }
}

export default defineConfig({
  test: {
    // For what hangs: how long something takes on a busy machine is no reason to fail.
    testTimeout: 900_000,
    hookTimeout: 900_000,
    expect: { poll: { timeout: DEADLINE_MILLISECONDS } },
    // Most tests wait for processes of their own: one more than there are processors keeps all of them busy.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: SlowestFirst },
    projects: [
      { extends: true, test: { name: "alone", include: replacing } },
      {
        extends: true,
        test: {
          name: "in process",
          include: [...IN_PROCESS],
          setupFiles: ["test/start-in-process.ts"],
          isolate: false,
        },
      },
      // The others share a process, in which what they load is loaded once.
      {
        extends: true,
        test: { name: "together", include: [TESTS], exclude: [...replacing, ...IN_PROCESS], isolate: false },
      },
    ],
  },
});
