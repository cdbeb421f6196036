import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { markdownCode, markdownText } from "../../../automation/reports/markdown-text";
import { visible } from "../../../automation/reports/untrusted";
import { HOSTILE_NAMES } from "./invented";

/** Pieces of which harm is made, among ordinary ones. */
const piece = fc.oneof(
  fc.constantFrom(...HOSTILE_NAMES),
  fc.constantFrom(
    ..."\\`*_[]()<>#+-.!|~&:@$^%\"'= \n\tה",
    "http://",
    "www.",
    "@ada",
    "#12",
    "GH-3",
    "&lt;",
    "<!--",
    "```",
  ),
  fc.string({ unit: "binary", maxLength: 6 }),
);
const text = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(""));

describe("markdownText", () => {
  it("has no sign left that begins a structure, in Markdown, in a table or in HTML", () => {
    fc.assert(
      fc.property(text, (name) => {
        const markdown = markdownText(name);
        // What stays of & and # belongs to numeric references, which are never structure.
        expect(markdown.replace(/&#\d+;/g, "")).not.toMatch(/[\\`*_[\]<>#!|~&:@$^%"=\n\r]/);
      }),
    );
  });

  it("shows the text as it is, but for invisible spaces and the frame around text from right to left", () => {
    fc.assert(
      fc.property(text, (name) => {
        expect(rendered(markdownText(name)).replace(/[\u200B\u2068\u2069]/g, "")).toBe(visible(name));
      }),
    );
  });

  it("leaves nothing that a forge takes for a mention, a reference or a link once it is rendered", () => {
    const alive =
      /[@#](?=[\p{L}\p{N}_-])|(?<![\p{L}\p{N}])[!$%~&^](?=[\p{L}\p{N}"])|:\/\/|www\.|mailto:|\bgh-\d|\b(?=[a-f]*\d)[0-9a-f]{7,40}\b|:[\w+-]+:/iu;
    fc.assert(
      fc.property(text, (name) => {
        expect(rendered(markdownText(name))).not.toMatch(alive);
      }),
    );
  });

  it.each([
    ["Lab <Assistant>", "Lab &#60;Assistant&#62;"],
    ["@octocat", "&#64;&#8203;octocat"],
    ["fixes #12", "fixes &#35;&#8203;12"],
    ["a | b", "a &#124; b"],
    ["O'Brien-Núñez, Jr.", "O'Brien-Núñez, Jr."],
    ["נועה", "&#8296;נועה&#8297;"],
  ])("writes %j as %j", (name, markdown) => expect(markdownText(name)).toBe(markdown));
});

describe("markdownCode", () => {
  it("is one code span, by the rule of backtick strings, that shows the text as it is", () => {
    fc.assert(
      fc.property(text, (value) => {
        const code = markdownCode(value).replace(/^&#8296;|&#8297;$/g, "");
        if (/^ *$/.test(visible(value))) {
          expect(code).toMatch(/^(empty|spaces)$/);
          return;
        }
        const [, fence = "", content = ""] = /^(`+)([^`].*?[^`]|[^`])\1$/u.exec(code) ?? [];
        expect(fence).not.toBe("");
        // A backtick string of the fence's length anywhere inside would end the span there.
        for (const [run] of content.matchAll(/`+/g)) expect(run.length).not.toBe(fence.length);
        const isStripped = /^ .* $/.test(content) && /[^ ]/.test(content);
        expect(isStripped ? content.slice(1, -1) : content).toBe(visible(value));
      }),
    );
  });
});

/** The text behind numeric references, as a browser shows it. */
function rendered(markdown: string): string {
  return markdown.replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)));
}
