import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitted, type Section } from "../../../automation/reports/fit";

function section(name: string, items: number, isVital: boolean): Section {
  const names = Array.from({ length: items }, (_, i) => `${name}${i}`);
  return {
    isVital,
    items,
    full: `${names.map((text) => `- ${text} with all that happens to them`).join("\n")}\n`,
    ...(isVital && { names: { start: `${name}: `, items: names } }),
    count: (hidden) => `${hidden} ${name} hidden\n`,
  };
}

describe("fitted", () => {
  const sections = [section("leaver", 20, true), section("mover", 20, false)];

  it("shows everything in full where there is room", () => {
    expect(fitted(sections, 10_000)).toEqual(sections.map(({ full }) => full));
  });

  it("keeps the vital in full before the others", () => {
    const [leavers, movers] = fitted(sections, (sections[0]?.full.length ?? 0) + 30);
    expect(leavers).toBe(sections[0]?.full);
    expect(movers).toBe("20 mover hidden\n");
  });

  it("names the vital where there is no room for more", () => {
    const [leavers] = fitted(sections, 300);
    expect(leavers).toMatch(/^leaver: leaver0, .*leaver19\n/);
  });

  it("names as many as fit and counts the rest", () => {
    const [leavers = ""] = fitted(sections, 120);
    expect(leavers).toMatch(/^leaver: leaver0, /);
    const shown = leavers.match(/leaver\d+/g)?.length ?? 0;
    expect(leavers).toContain(`${20 - shown} leaver hidden`);
  });

  it("never outgrows the limit, and accounts for everybody", () => {
    const anySection = fc.tuple(fc.integer({ min: 1, max: 60 }), fc.boolean());
    fc.assert(
      fc.property(fc.array(anySection, { maxLength: 6 }), fc.integer({ min: 200, max: 4_000 }), (kinds, limit) => {
        const all = kinds.map(([items, isVital], i) => section(`kind${i}x`, items, isVital));
        const forms = fitted(all, limit);
        expect(forms.join("").length).toBeLessThanOrEqual(limit);
        forms.forEach((form, i) => {
          const shown = new Set(form.match(new RegExp(`kind${i}x\\d+`, "g"))).size;
          const hidden = Number(/(\d+) kind\d+x hidden/.exec(form)?.[1] ?? 0);
          expect(shown + hidden).toBe(kinds[i]?.[0]);
        });
      }),
    );
  });
});
