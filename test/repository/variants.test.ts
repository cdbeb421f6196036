import { describe, expect, it } from "vitest";
import type { Assumption } from "../../provider/core/contract/assumption";
import { platforms } from "../../provider/platforms/registry";
import { outcomesIn, variantsPage } from "../../scripts/variants/page";
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

it("docs/variants.md says of no variant that anybody is harmed by it", () => {
  expect(page).not.toMatch(/\*\*(lost|twinned|endless|fails)\*\*/);
});

describe("the page of variants", () => {
  const { adobe } = platforms;
  const failing = (title: string) =>
    JSON.stringify({
      testResults: [
        { assertionResults: [{ ancestorTitles: ["adobe.fields=replace", "attributes"], title, status: "failed" }] },
      ],
    });

  it.each([
    ["lost", "keys of fields that are not declared are left alone"],
    ["twinned", "a person is created once, and a second run changes nothing"],
    ["endless", "a refresh of an unchanged person changes nothing and writes nothing"],
    ["fails", "a manager is set at creation"],
  ])("calls a variant %s where such a scenario fails", (harm, title) => {
    expect(variantsPage([adobe], outcomesIn(failing(title)), "whole")).toContain(
      `**${harm}**: 1 failed, 0 passed, 0 skipped`,
    );
  });

  it("counts what passed and was skipped", () => {
    const one = (status: string) => ({ ancestorTitles: ["adobe.fields=replace", "roles"], title: "x", status });
    const report = JSON.stringify({ testResults: [{ assertionResults: [one("passed"), one("skipped")] }] });
    expect(variantsPage([adobe], outcomesIn(report), "whole")).toContain("1 passed, 1 skipped");
  });
});
