import { describe, expect, it } from "vitest";
import { platforms } from "../../provider/platforms/registry";
import { variants } from "../../sandbox/emulators";
import { inVariants, variantNames } from "../../sandbox/variant";

const emulated = Object.entries(variants).map(([id, questions]) => ({ id: id as keyof typeof variants, questions }));

describe.each(emulated)("the emulator of $id", ({ id, questions }) => {
  it("plays every variant that the platform's assumptions name, the usual one first", () => {
    const named = platforms[id].assumptions.map((assumption) => [assumption.id, Object.keys(assumption.variants)]);
    const several = named.filter(([, answers = []]) => answers.length > 1);
    expect(Object.entries(questions).map(([question, answers]) => [question, Object.keys(answers)])).toEqual(several);
  });
});

describe("the name of a variant", () => {
  it("becomes options of its vendor's emulator, together with others", () => {
    expect(inVariants(["adobe.revival=refuse"])).toEqual({ adobe: { revive: "refuse" } });
    expect(inVariants([])).toEqual({});
  });

  it("is refused where there is none of it, with those that there are", () => {
    for (const name of ["adobe.revival=never", "adobe.other=x", "acme.revival=refuse", "revival", ""]) {
      expect(() => inVariants([name])).toThrow(`there is no variant ${name}; there are ${variantNames.join(", ")}`);
    }
  });
});
