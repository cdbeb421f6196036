import { describe, expect, it } from "vitest";
import {
  escapesOf,
  forTerminal,
  hasHidden,
  withHiddenEscaped,
  withHiddenShown,
} from "../../../provider/core/messages/hidden-characters";

describe("what hides or steers", () => {
  it.each([
    ["a bell", "a\u0007", "a⟨U+0007⟩"],
    ["an override at the end of a line", "a\u202E\nb", "a⟨U+202E⟩\nb"],
    ["an override alone", "\u202E", "⟨U+202E⟩"],
    ["a tag", "a\u{E0041}b", "a⟨U+E0041⟩b"],
    ["a blank letter", "a\u2800b", "a⟨U+2800⟩b"],
    ["a return within a line", "a\rb", "a⟨U+000D⟩b"],
    ["a return at the end", "a\n\r", "a\n⟨U+000D⟩"],
    ["a non-joiner between letters that don't join", "a\u200Cb", "a⟨U+200C⟩b"],
    ["a joiner between such letters", "a\u200Db", "a⟨U+200D⟩b"],
    ["one before a letter that joins", "a\u200C\u0645", "a⟨U+200C⟩\u0645"],
    ["one behind such a letter", "\u0645\u200Ca", "\u0645⟨U+200C⟩a"],
    ["one behind a digit of that script", "\u0663\u200C\u0645", "\u0663⟨U+200C⟩\u0645"],
    ["one before such a digit", "\u0645\u200C\u0663", "\u0645⟨U+200C⟩\u0663"],
    ["one at the beginning", "\u200C\u0645", "⟨U+200C⟩\u0645"],
    ["one at the end", "\u0645\u200C", "\u0645⟨U+200C⟩"],
    ["another character between letters that join", "\u0645\u200B\u0645", "\u0645⟨U+200B⟩\u0645"],
    ["a non-joiner between pictures", "👩\u200C👧", "👩⟨U+200C⟩👧"],
    ["a joiner before a picture", "a\u200D👧", "a⟨U+200D⟩👧"],
    ["one behind a picture", "👩\u200Da", "👩⟨U+200D⟩a"],
    ["another character between pictures", "👩\u200B👧", "👩⟨U+200B⟩👧"],
    ["a variant of a letter", "a\uFE0F", "a⟨U+FE0F⟩"],
    ["another character behind a picture", "❤\u200Ba", "❤⟨U+200B⟩a"],
    ["a variant of an ideograph behind a letter", "a\u{E0100}", "a⟨U+E0100⟩"],
    ["another character behind an ideograph", "葛\u200B", "葛⟨U+200B⟩"],
  ])("is shown by its number: %s", (_, text, shown) => {
    expect(withHiddenShown(text)).toBe(shown);
    expect(hasHidden(text)).toBe(true);
  });

  it.each([
    ["plain text", "Ada Byron\nand more"],
    ["ends of lines", "a\r\nb\n"],
    ["a Persian word", "\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645"],
    ["two letters that join", "\u0645\u200C\u0645"],
    ["a joiner in Devanagari", "\u0915\u094D\u200D\u0937"],
    ["a family", "👩\u200D👩\u200D👧"],
    ["a heart in colour", "❤\uFE0F"],
    ["a picture in colour with a joiner", "❤\uFE0F\u200D🔥"],
    ["a variant of an ideograph", "葛\u{E0100}城"],
    ["a standard one", "葛\uFE00"],
    ["letters with accents", "Zoë Müller, 李明"],
  ])("is not what scripts and pictures need: %s", (_, text) => {
    expect(withHiddenShown(text)).toBe(text);
  });

  it("is told of a line break, and of nothing in plain text", () => {
    expect(hasHidden("\n")).toBe(true);
    expect(hasHidden("Zoë Müller")).toBe(false);
  });
});

describe("on a terminal", () => {
  it("colours pass where there are any, and nothing else that steers", () => {
    const text = "\u001B[31mred\u001B[0m \u001B[2J\u202E\u001B[1;4mx";
    expect(forTerminal(text, true)).toBe("\u001B[31mred\u001B[0m ⟨U+001B⟩[2J⟨U+202E⟩\u001B[1;4mx");
    expect(forTerminal("\u001B[31mred", false)).toBe("⟨U+001B⟩[31mred");
  });
});

describe("in JSON", () => {
  it("what is hidden is an escape that means the same, and line breaks stay", () => {
    const json = '{\n"a":"x\u202E\u{E0041}"\n}';
    expect(withHiddenEscaped(json)).toBe('{\n"a":"x\\u202e\\udb40\\udc41"\n}');
    expect(JSON.parse(withHiddenEscaped(json))).toEqual(JSON.parse(json));
  });

  it("each unit of a text has an escape of four digits", () => {
    expect(escapesOf("\u0007a")).toBe("\\u0007\\u0061");
    expect(escapesOf("")).toBe("");
  });
});
