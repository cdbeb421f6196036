/**
 * The text with what hides, reorders or steers shown as `⟨U+202E⟩`: controls and escape sequences, bidirectional overrides,
 * zero-width and tag characters. Line breaks stay, and joiners and variants where scripts, emoji and ideographs need them.
 */
export function withHiddenShown(text: string): string {
  return /^[\n\x20-\x7E]*$/.test(text) ? text : text.replace(TROUBLE, shown);
}

/** The same for output to a terminal, where our own colours keep their meaning. */
export function forTerminal(text: string, hasColour: boolean): string {
  if (!hasColour) return withHiddenShown(text);
  return text
    .split(COLOUR)
    .map((part, i) => (i % 2 === 1 ? part : withHiddenShown(part)))
    .join("");
}

/** JSON, or a part of it, in which what is hidden is written as an escape, so that it means the same. */
export function withHiddenEscaped(json: string): string {
  return json.replace(TROUBLE, (character) => (character === "\n" ? character : escapesOf(character)));
}

/** Each unit of UTF-16 as `\u001b`. */
export function escapesOf(text: string): string {
  return Array.from({ length: text.length }, (_, i) => `\\u${text.charCodeAt(i).toString(16).padStart(4, "0")}`).join(
    "",
  );
}

/** True where a text holds what `withHiddenShown` would show, or a line break. */
export function hasHidden(text: string): boolean {
  return text.search(TROUBLE) >= 0;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: colours begin with one.
const COLOUR = /(\u001B\[[\d;]*m)/;

/** Controls, format characters of every kind, separators of lines, and what looks like nothing at all. */
const TROUBLE = /\p{Cc}|\p{Cf}|\p{Co}|\p{Cs}|\p{Zl}|\p{Zp}|\p{Default_Ignorable_Code_Point}|\u2800/gu;

/** Scripts in whose words the two joiners change letters. */
const JOINING =
  /[\p{scx=Arab}\p{scx=Syrc}\p{scx=Deva}\p{scx=Beng}\p{scx=Guru}\p{scx=Gujr}\p{scx=Orya}\p{scx=Taml}\p{scx=Telu}\p{scx=Knda}\p{scx=Mlym}\p{scx=Sinh}\p{scx=Khmr}\p{scx=Mymr}\p{scx=Mong}]/u;
const PICTURE = /\p{Extended_Pictographic}|\p{Emoji_Modifier}|\uFE0F/u;
const IDEOGRAPH_VARIANT = /[\uFE00-\uFE0F\u{E0100}-\u{E01EF}]/u;
const LETTER = /[\p{L}\p{M}]/u;

function shown(character: string, at: number, text: string): string {
  if (character === "\n" || (character === "\r" && text[at + 1] === "\n")) return character;
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
