import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { Lab } from "./lab";
import { type Outcome, runEmbedded, runReal } from "./outcome";
import { hasPulumi, RealLab } from "./real-lab";
import type { Scenario } from "./scenarios";

const RECORDINGS = join(__dirname, "fixtures", "recorded");

/** `check` compares the recordings with the pulumi CLI on the PATH, `write` makes them anew. */
const MODE = process.env["ENGINE_AGAINST_PULUMI"];

/**
 * Compares the embedded engine with what the pulumi CLI did in the same scenarios. Its outcomes are recorded, so that
 * the comparison needs no CLI; with `ENGINE_AGAINST_PULUMI=check` and a CLI the recordings themselves are checked.
 */
export function describeAgreement(subject: string, scenarios: readonly Scenario[]): void {
  describe.concurrent(`as recorded of the pulumi CLI: ${subject}`, () => {
    test.each(scenarios)(
      "$name",
      async (scenario) => {
        const { config = {}, steps } = scenario;
        const recording = readRecording(scenario);
        const lab = new Lab({ config });
        try {
          for (const [index, step] of steps.entries()) {
            const actual = await runEmbedded(lab, step);
            expect({ step: index, ...actual }).toEqual({ step: index, ...recording[index] });
          }
        } finally {
          lab.remove();
        }
      },
      180_000,
    );
  });

  describe.skipIf(MODE === undefined || !hasPulumi())(`recordings of the pulumi CLI: ${subject}`, () => {
    test.each(scenarios)(
      "$name",
      async (scenario) => {
        const { config = {}, steps } = scenario;
        const real = new RealLab(config);
        try {
          const outcomes: Outcome[] = [];
          for (const step of steps) {
            outcomes.push(await runReal(real, step));
          }
          if (MODE === "write") {
            writeFileSync(fileOf(scenario), `${JSON.stringify(outcomes, undefined, 2)}\n`);
          }
          expect(readRecording(scenario)).toEqual(outcomes);
        } finally {
          real.remove();
        }
      },
      180_000,
    );
  });
}

function readRecording(scenario: Scenario): Outcome[] {
  return JSON.parse(readFileSync(fileOf(scenario), "utf8")) as Outcome[];
}

function fileOf({ name }: Scenario): string {
  return join(RECORDINGS, `${name.replaceAll(/[^a-z]+/gi, "-").slice(0, 60)}.json`);
}
