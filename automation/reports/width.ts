import { characters } from "./untrusted";

/** Scripts and forms that take two columns each (East Asian Width W and F), as far as properties of Unicode say so. */
const WIDE =
  /^[\p{sc=Han}\p{sc=Hangul}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Bopomofo}\p{sc=Yi}\p{sc=Tangut}\p{sc=Nushu}\u3000-\u303E\u3099-\u33FF\uFE30-\uFE6F\uFF01-\uFF60\uFFE0-\uFFE6]/u;
/** Half-width kana and Hangul belong to those scripts and take one. */
const HALF_WIDTH = /^[\uFF61-\uFFDC\u303F]/u;
const PICTURE = /^(?:\p{Emoji_Presentation}|\p{Emoji}\uFE0F|\p{Regional_Indicator}{2})/u;
/** Marks that stand on another character, and what doesn't show at all; spacing marks (Mc) take a column. */
const NOTHING = /[\p{Mn}\p{Me}\p{Cf}\p{Cc}]/u;

/** Columns that a text takes on a terminal. */
export function widthOf(text: string): number {
  if (/^[\x20-\x7E]*$/.test(text)) return text.length;
  return characters(text).reduce((sum, character) => sum + columnsOf(character), 0);
}

/** Terminals know pictures of several code points, and otherwise count code point by code point. */
function columnsOf(character: string): number {
  if (PICTURE.test(character)) return 2;
  let columns = 0;
  for (const point of character) {
    if (!NOTHING.test(point)) columns += WIDE.test(point) && !HALF_WIDTH.test(point) ? 2 : 1;
  }
  return columns;
}

/** The text with spaces behind it up to this width. */
export function padded(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - widthOf(text)));
}

/** The text cut to this width, with `…` where something was cut. */
export function cutTo(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let kept = "";
  let used = 0;
  for (const character of characters(text)) {
    used += columnsOf(character);
    if (used > width - 1) break;
    kept += character;
  }
  return `${kept}…`;
}
