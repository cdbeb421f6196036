import { describe, expect, test } from "vitest";
import { failureNarrator } from "../../demo/narrator";
import type { StepReport } from "../../demo/story";
import { EventStream } from "../../engine/events";

const NONE = { read: 0, write: 0 };

function report(succeeded: boolean): StepReport {
  const stream = new EventStream(false, [], undefined);
  stream.prelude({});
  if (!succeeded) stream.diagnostic("error", "roster:adobe.url is no address");
  stream.summary(1, false, succeeded);
  return {
    step: "preview",
    changes: {},
    requests: { adobe: NONE, netex: NONE, nerm: NONE },
    active: { adobe: 0, netex: 0, nerm: 0 },
    seconds: 1,
    log: { adobe: [], netex: [], nerm: [] },
    run: { succeeded, changes: {}, events: stream.events },
  };
}

describe("the demo with --json", () => {
  const told = (step: StepReport): string => {
    const parts: string[] = [];
    failureNarrator((text) => void parts.push(text)).end(step);
    return parts.join("");
  };

  test("says beside its output why a step failed, and nothing of the others", () => {
    expect(told(report(true))).toBe("");
    expect(told(report(false))).toMatch(/^preview failed\n[\s\S]*roster:adobe\.url is no address/);
  });
});
