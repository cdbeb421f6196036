import { markdownCode, markdownText } from "./markdown-text";
import type { Phrase, Piece } from "./phrases";
import { shortened } from "./untrusted";

/** A comment on GitHub has room for 65,536 characters. */
export const COMMENT_LIMIT = 65_000;

const LONGEST = 120;

/**
 * The first line of every comment about a stack, invisible in a browser: a workflow finds its earlier comment by it and
 * writes it anew.
 */
export function commentMarker(about: "plan" | "drift" | "run", of: { project: string; stack: string }): string {
  const name = [of.project, of.stack].map((part) => encodeURIComponent(part).replaceAll("--", "-%2D")).join("/");
  return `<!-- roster ${about} ${name} -->`;
}

/** Sentences about one change, in one line. */
export function phrasesMarkdown(phrases: readonly Phrase[]): string {
  return phrases.map((phrase) => phrase.map(pieceMarkdown).join("")).join(" · ");
}

/** Somebody's name, or its beginning. */
export function nameMarkdown(name: string): string {
  return markdownText(shortened(name, LONGEST));
}

/** A value or an id, or its beginning, in type for code. */
export function valueMarkdown(value: string): string {
  return markdownCode(shortened(value, LONGEST));
}

/** Lines that open with a click. GitHub needs the empty line to read Markdown inside of HTML. */
export function folded(title: string, lines: string): string {
  return `<details><summary>${title}</summary>\n\n${lines}\n\n</details>\n\n`;
}

function pieceMarkdown({ kind, text }: Piece): string {
  switch (kind) {
    case "words":
      return text.replace("->", "→");
    case "granted":
      return `**${nameMarkdown(text)}**`;
    case "revoked":
      return `<s>${nameMarkdown(text)}</s>`;
    case "value":
      return valueMarkdown(text);
    default:
      return nameMarkdown(text);
  }
}
