/**
 * Text that somebody else wrote, such as a name, on one line and with nothing in it that hides or reorders text: controls,
 * line breaks, bidirectional overrides, zero-width and tag characters show as `⟨U+202E⟩`, line breaks as `↵`. Joiners and variants stay
 * where scripts, emoji and ideographs need them. Normalised to NFC.
 */
export function visible(text: string): string {
  if (/^[\x20-\x7E]*$/.test(text)) return text;
  return text
    .normalize("NFC")
    .replace(TROUBLE, shown)
    .replace(/(?!\u3000)\p{Zs}/gu, " ");
}

/** Controls, format characters of every kind, separators of lines, and what looks like nothing at all. */
const TROUBLE = /\p{Cc}|\p{Cf}|\p{Co}|\p{Cs}|\p{Zl}|\p{Zp}|\p{Default_Ignorable_Code_Point}|\u2800/gu;

/** Scripts in whose words the two joiners change letters. */
const JOINING =
  /[\p{scx=Arab}\p{scx=Syrc}\p{scx=Deva}\p{scx=Beng}\p{scx=Guru}\p{scx=Gujr}\p{scx=Orya}\p{scx=Taml}\p{scx=Telu}\p{scx=Knda}\p{scx=Mlym}\p{scx=Sinh}\p{scx=Khmr}\p{scx=Mymr}\p{scx=Mong}]/u;
const PICTURE = /\p{Extended_Pictographic}|\p{Emoji_Modifier}|\uFE0F/u;
const IDEOGRAPH_VARIANT = /[\uFE00-\uFE0F\u{E0100}-\u{E01EF}]/u;
const LETTER = /[\p{L}\p{M}]/u;

function shown(character: string, at: number, text: string): string {
  if (character === "\n" || character === "\r") return character === "\n" || text[at + 1] !== "\n" ? "↵" : "";
  const before = [...text.slice(Math.max(0, at - 2), at)].at(-1) ?? "";
  const after = String.fromCodePoint(text.codePointAt(at + character.length) ?? 0x20);
  if (character === "\u200C" || character === "\u200D") {
    if (JOINING.test(before) && LETTER.test(before) && JOINING.test(after) && LETTER.test(after)) return character;
    if (character === "\u200D" && PICTURE.test(before) && PICTURE.test(after)) return character;
  }
  if (character === "\uFE0F" && /\p{Emoji}/u.test(before)) return character;
  if (IDEOGRAPH_VARIANT.test(character) && /\p{sc=Han}/u.test(before)) return character;
  const code = character.codePointAt(0) ?? 0;
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, "0")}⟩`;
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
