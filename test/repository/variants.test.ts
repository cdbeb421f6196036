import { describe, expect, it } from "vitest";
import type { Assumption } from "../../provider/core/contract/assumption";
import { platforms } from "../../provider/platforms/registry";
import { outcomesIn, variantsPage } from "../../scripts/variants/page";
import { ENDLESS, LOST, TWINNED } from "../conformance/harm";
import { textOf } from "./files";

const page = textOf("docs/variants.md");
describe.each(Object.values(platforms))("docs/variants.md about $id", ({ id: platform, assumptions }) => {
  it("has an entry for each variant of each assumption, in their order", () => {
    const named = (assumptions as readonly Assumption[]).flatMap(({ id, variants }) =>
      Object.keys(variants).map((name) => `${platform}.${id}=${name}`),
    );
    const entries = [...page.matchAll(/^- `([^`]+)`: /gm)].map(([, name = ""]) => name);
    expect(entries.filter((name) => name.startsWith(`${platform}.`))).toEqual(named);
  });
});

it.each(
  Object.values(platforms).flatMap(({ id: platform, assumptions }) =>
    (assumptions as readonly Assumption[]).map((assumption) => ({ name: `${platform}.${assumption.id}`, assumption })),
  ),
)("$name is guessed only where several answers are handled, and says where and when it was read", ({ assumption }) => {
  const { grade, variants, source, date, probe, weDo } = assumption;
  expect(Object.keys(variants).length).toBeGreaterThan(grade === "guessed" ? 1 : 0);
  for (const text of [source, weDo, probe.how]) expect(text.length).toBeGreaterThan(0);
  expect(date).toMatch(/^20\d\d-\d\d-\d\d$/);
});

it("docs/variants.md says of no variant that anybody is harmed by it", () => {
  expect(page).not.toMatch(/\*\*(lost|twinned|endless|fails)\*\*/);
});

describe("the page of variants", () => {
  const { adobe } = platforms;
  const failing = (...failureMessages: string[]) => {
    const one = { ancestorTitles: ["adobe.fields=replace", "attributes"], status: "failed", failureMessages };
    return JSON.stringify({ testResults: [{ assertionResults: [one] }] });
  };

  it.each([
    ["lost", LOST],
    ["twinned", TWINNED],
    ["endless", ENDLESS],
    ["fails", "expected [] to have a length of 1"],
  ])("calls a variant %s where a scenario fails and says so", (harm, message) => {
    expect(variantsPage([adobe], outcomesIn(failing(message)), "whole")).toContain(
      `**${harm}**: 1 failed, 0 passed, 0 skipped`,
    );
  });

  it("calls it by the worst of what is said", () => {
    expect(variantsPage([adobe], outcomesIn(failing(ENDLESS, TWINNED, LOST)), "whole")).toContain(
      "**twinned**: 1 failed",
    );
  });

  it("counts what passed and was skipped", () => {
    const one = (status: string) => ({ ancestorTitles: ["adobe.fields=replace", "roles"], status });
    const report = JSON.stringify({ testResults: [{ assertionResults: [one("passed"), one("skipped")] }] });
    expect(variantsPage([adobe], outcomesIn(report), "whole")).toContain("1 passed, 1 skipped");
  });
});
