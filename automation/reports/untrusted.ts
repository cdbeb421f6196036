import { withHiddenShown } from "../../provider/core/messages/hidden-characters";

/**
 * Text that somebody else wrote, such as a name, on one line and with nothing in it that hides or reorders text: controls,
 * line breaks, bidirectional overrides, zero-width and tag characters show as `⟨U+202E⟩`, line breaks as `↵`. Joiners and variants stay
 * where scripts, emoji and ideographs need them. Normalised to NFC.
 */
export function visible(text: string): string {
  if (/^[\x20-\x7E]*$/.test(text)) return text;
  return withHiddenShown(text.normalize("NFC").replace(/\r\n?|\n/g, "↵")).replace(/(?!\u3000)\p{Zs}/gu, " ");
}

const graphemes = new Intl.Segmenter("und", { granularity: "grapheme" });

/** What a person sees as one character each. */
export function characters(text: string): readonly string[] {
  return Array.from(graphemes.segment(text), ({ segment }) => segment);
}

/** The text, or its beginning and how many code points more there are; `limit` in characters as people count them. */
export function shortened(text: string, limit: number): string {
  if (text.length <= limit) return text;
  let shown = 0;
  for (const { index } of graphemes.segment(text)) {
    if (shown === limit) return `${text.slice(0, index)}… (${Array.from(text.slice(index)).length} more characters)`;
    shown++;
  }
  return text;
}

/**
 * Output in which a runner of GitHub Actions finds no command: those begin a line with `::`, or have `##[` anywhere. In JSON
 * the number sign becomes an escape, which means the same; no line of it begins with a colon.
 */
export function withoutRunnerCommands(output: string): string {
  return output
    .replace(/^([^\S\n]*):(?=:)/gm, "$1\u2236")
    .replace(/##(?=\[)/g, /^\s*[{[]/.test(output) ? "#\\u0023" : "#\uFF03");
}
