import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { characters, shortened, visible } from "../../../automation/reports/untrusted";
import { HOSTILE_NAMES } from "./invented";

describe("visible", () => {
  it.each([
    ["Łukasz Żak", "Łukasz Żak"],
    ["田中　美咲", "田中　美咲"],
    ["e\u0301", "é"],
    ["a\u00A0b", "a b"],
    ["evil\u202Egnp.exe", "evil⟨U+202E⟩gnp.exe"],
    ["zero\u200Bwidth", "zero⟨U+200B⟩width"],
    ["a\u{E0041}b", "a⟨U+E0041⟩b"],
    ["\u3164", "⟨U+3164⟩"],
    ["\uD800", "⟨U+D800⟩"],
    ["one\r\ntwo\nthree\rfour", "one↵two↵three↵four"],
    ["\u001B[31mred", "⟨U+001B⟩[31mred"],
    // Joiners change letters in Persian and Devanagari, and make one picture of several.
    ["علی\u200Cرضا", "علی\u200Cرضا"],
    ["क्\u200Dष", "क्\u200Dष"],
    ["👩\u200D🔬", "👩\u200D🔬"],
    ["❤\uFE0F", "❤\uFE0F"],
    ["葛\u{E0100}城", "葛\u{E0100}城"],
    ["Ada\u200Cadmin", "Ada⟨U+200C⟩admin"],
    ["Ada\u200D", "Ada⟨U+200D⟩"],
    ["A\uFE0F", "A⟨U+FE0F⟩"],
  ])("shows %j as %j", (text, shown) => expect(visible(text)).toBe(shown));

  it("leaves nothing that hides, reorders or breaks lines, and shows the same when applied again", () => {
    const text = fc.string({ unit: "binary" });
    const invisible =
      /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Cs}\u200B\u2060-\u2064\uFEFF\u00AD\u3164\u{E0000}-\u{E007F}]/u;
    fc.assert(
      fc.property(fc.oneof(text, fc.constantFrom(...HOSTILE_NAMES)), (name) => {
        expect(visible(name)).not.toMatch(invisible);
        expect(visible(visible(name))).toBe(visible(name));
      }),
    );
  });
});

describe("shortened", () => {
  it("cuts between what a person sees as characters, and says how much is missing", () => {
    const family = "👩\u200D👩\u200D👧";
    expect(shortened(family.repeat(3), 2)).toBe(`${family.repeat(2)}… (5 more characters)`);
    expect(shortened("x".repeat(5), 5)).toBe("xxxxx");
    expect(characters("अनन्या").length).toBeLessThan("अनन्या".length);
  });
});
