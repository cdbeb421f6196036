import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { errorsOf, Lab, shortCalls } from "./lab";
import type { Outcome } from "./outcome";
import { type ParityRow, parityText } from "./parity";
import { Performance } from "./performance";
import { readRecording, writeRecording } from "./recordings";
import { SEQUENCES } from "./scenarios";
import { REFUSALS } from "./scenarios/refused";
import { embeddedStage, pulumiStage, pulumiVersion } from "./stage";

/** `write` records the pulumi CLI on the PATH anew, `skip` leaves it alone; else it is checked against the recordings. */
const MODE = process.env["ENGINE_AGAINST_PULUMI"];
const PARITY = join(__dirname, "..", "..", "docs", "parity.md");
const TIMEOUT = 600_000;

const pulumi = MODE === "skip" ? undefined : pulumiVersion();
const names = SEQUENCES.flatMap(({ scenarios }) => scenarios.map(({ name }) => name));

test("there are at least 40 scenarios, and no two of one name", () => {
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeGreaterThanOrEqual(40);
});

describe.skipIf(pulumi === undefined)("the pulumi CLI does as recorded", () => {
  let performance: Performance;
  beforeAll(() => {
    performance = new Performance(SEQUENCES, pulumiStage);
  });
  afterAll(() => performance.ended());

  describe.each(SEQUENCES)("$name", (sequence) => {
    const outcomes: Record<string, Outcome> = {};
    test.each(sequence.scenarios)(
      "$name",
      async (scenario) => {
        const outcome = await performance.outcomeOf(scenario);
        if (outcome !== undefined && MODE === "write") {
          outcomes[scenario.name] = outcome;
        } else {
          expect(outcome).toEqual(readRecording(sequence).outcomes[scenario.name]);
        }
      },
      TIMEOUT,
    );
    afterAll(() => {
      if (MODE === "write") {
        const date = new Date().toISOString().slice(0, 10);
        writeRecording(sequence, { pulumi: pulumi ?? "", date, outcomes });
      }
    });
  });
});

describe("the embedded engine", () => {
  const rows: ParityRow[] = [];

  describe("agrees with the recordings of the pulumi CLI", () => {
    let performance: Performance;
    beforeAll(() => {
      performance = new Performance(SEQUENCES, embeddedStage);
    });
    afterAll(() => performance.ended());

    describe.each(SEQUENCES)("$name", (sequence) => {
      test.each(sequence.scenarios)(
        "$name",
        async (scenario) => {
          const embedded = await performance.outcomeOf(scenario);
          const real = readRecording(sequence).outcomes[scenario.name];
          rows.push({ scenario: scenario.name, embedded, real });
          expect(embedded).toEqual(real);
        },
        TIMEOUT,
      );
    });
  });

  describe("refuses by name, and does nothing", () => {
    const lab = new Lab();
    beforeAll(async () => {
      lab.declare({ name: "first", props: { size: 1, deletesFirst: true } });
      expect((await lab.engine.up()).succeeded).toBe(true);
    });
    afterAll(() => lab.remove());

    test.each(REFUSALS)("$feature", async ({ feature, program, options }) => {
      if (program !== undefined) {
        lab.describe(program);
      }
      lab.takeCalls();
      const refusal = await lab.engine.up(options).then(
        (result) => errorsOf(result).join("\n"),
        (error: unknown) => String(error),
      );
      rows.push({ scenario: `${feature}`, refused: true });
      expect(refusal).toContain(`the embedded engine does not support ${feature}`);
      expect(shortCalls(lab.calls()).filter((call) => /^(Update|Delete)/.test(call))).toEqual([]);
    });
  });

  test("docs/parity.md says what these results say", async ({ skip }) => {
    skip(rows.length < names.length + REFUSALS.length, "not every scenario was run");
    const sources = SEQUENCES.map(readRecording).map(({ pulumi: version, date }) => `pulumi ${version}, ${date}`);
    await expect(parityText(rows, [...new Set(sources)])).toMatchFileSnapshot(PARITY);
  });
});
