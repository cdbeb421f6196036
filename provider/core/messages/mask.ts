import { isRecord } from "../model/value.js";
import { withHiddenShown } from "./hidden-characters.js";
import { secretWord } from "./secret-words.js";

/** How much of a vendor's text a message may repeat, in characters. */
const LONGEST_QUOTE = 200;
/** How much of a vendor's text is looked at for that, beside the longest value to be masked; and for what it may mean. */
const LONGEST_LOOKED_AT = 16_384;
const LONGEST_EXCERPT = 2_000;
const SHORTEST_MASKED = 3;
/** So much of a longer value gives it away: a vendor may repeat its beginning alone. */
const RECOGNISED = 24;
/** So much of a value is looked for; where all of that is found, nothing after it is shown. */
const LONGEST_FORM = 4_096;
/** No word of a sentence is as long. */
const LONGEST_WORD = 120;
const MASK = "***";
const SEPARATOR = /[\s"'<>(),;:=]/;
const LETTERS = /[\p{L}\p{M}\p{N}]+/uy;

/** How a text is quoted. */
export interface Quoting {
  /** The text may hold credentials that nobody has seen yet, as a token endpoint's may. */
  readonly mayHoldSecrets?: boolean;
  readonly texts?: HiddenTexts | undefined;
}

/** Texts that must not show, more of them than could be looked for one by one. */
export interface HiddenTexts {
  /**
   * How many characters from the beginning of this word on are one of them.
   *
   * @param folded the line without regard to case, as long as the line
   */
  textAt(line: string, folded: string, at: number): number;
}

/** The texts to be masked, in every spelling, by their first characters. */
interface Forms {
  readonly byFirst: ReadonlyMap<string, readonly string[]>;
  /** The beginnings of those that are too long to be looked for. */
  readonly heads: ReadonlySet<string>;
  /** Characters of the longest value. */
  readonly longest: number;
}

/** As much of a vendor's text as its meaning is looked for in: what comes later changes nothing, and costs time. */
export function excerpt(text: string): string {
  return text.slice(0, LONGEST_EXCERPT);
}

/**
 * A vendor's text for a message: on one line, cut to 200 characters, with addresses, what looks like a token and everything
 * in `hidden` masked, in every form in which a vendor may repeat it. What a cut has left of a word or value is masked.
 *
 * @param hidden values whose texts, at any depth, must not show: a person's attributes, tokens
 */
export function quoteVendor(text: string, hidden: readonly unknown[], quoting: Quoting = {}): string {
  return quoter(hidden, quoting)(text);
}

/** The same for several texts in which the same must not show. */
export function quoter(hidden: readonly unknown[], quoting: Quoting = {}): (text: string) => string {
  let forms: Forms | undefined;
  return (text) => {
    forms ??= formsOf(hidden);
    return quoted(text, forms, quoting);
  };
}

/** Goes from word to word and stops as soon as there is enough, so that a text's length costs nothing. */
function quoted(text: string, forms: Forms, { mayHoldSecrets = false, texts }: Quoting): string {
  const most = LONGEST_LOOKED_AT + forms.longest;
  const isCut = text.length > most;
  const line = onOneLine(text.slice(0, most));
  const folded = foldedCase(line);
  let shown = "";
  let at = 0;
  let wordEnd = 0;
  let lettersEnd = 0;
  while (at < line.length && shown.length <= LONGEST_QUOTE) {
    if (at >= wordEnd && !isSeparator(line, at)) {
      wordEnd = endOfWord(line, at);
      const isHalf = isCut && wordEnd === line.length;
      if (isHalf || isPrivate(line.slice(at, wordEnd)) || secretWord(line, at, wordEnd, mayHoldSecrets)) {
        shown += MASK;
        at = texts ? endOfHidden(texts, line, folded, at, wordEnd) : wordEnd;
        continue;
      }
    }
    let length = hiddenAt(folded, at, forms, isCut);
    if (forms.heads.has(folded.slice(at, at + length))) {
      shown += MASK;
      break;
    }
    if (texts && at >= lettersEnd) {
      lettersEnd = endOfLetters(line, at);
      if (lettersEnd > at) length = Math.max(length, texts.textAt(line, folded, at));
    }
    const character = String.fromCodePoint(line.codePointAt(at) ?? 0x20);
    shown += length > 0 ? MASK : character;
    at += length > 0 ? length : character.length;
  }
  if (at < line.length || isCut) shown += "…";
  const plain = withHiddenShown(shown);
  return plain.length > LONGEST_QUOTE ? `${withoutHalf(plain.slice(0, LONGEST_QUOTE - 1))}…` : plain;
}

/** How many characters from here on are one of the texts, as much of one as there is before a cut, or its beginning. */
function hiddenAt(folded: string, at: number, forms: Forms, isCut: boolean): number {
  const left = folded.length - at;
  let longest = 0;
  for (const form of forms.byFirst.get(folded.charAt(at)) ?? []) {
    let same = 1;
    while (same < form.length && form[same] === folded[at + same]) same++;
    const isMeant = same === form.length || same >= RECOGNISED || (isCut && same === left);
    if (isMeant) longest = Math.max(longest, same);
  }
  return longest;
}

/** An address, plain or encoded; or too long to be anything that a person reads. */
function isPrivate(word: string): boolean {
  if (word.split("/").some(({ length }) => length > LONGEST_WORD)) return true;
  return /.(?:@|%40|\uFF20)./.test(word);
}

function isSeparator(line: string, at: number): boolean {
  return SEPARATOR.test(line.charAt(at));
}

function endOfWord(line: string, from: number): number {
  let end = from;
  while (end < line.length && !isSeparator(line, end)) end++;
  return end;
}

/** Where the letters and digits end that begin here. */
function endOfLetters(line: string, from: number): number {
  LETTERS.lastIndex = from;
  return LETTERS.test(line) ? LETTERS.lastIndex : from;
}

/** Where the last hidden text ends that begins in a word that isn't shown. */
function endOfHidden(texts: HiddenTexts, line: string, folded: string, from: number, to: number): number {
  let end = to;
  for (let at = from; at < to; ) {
    const next = endOfLetters(line, at);
    if (next > at) end = Math.max(end, at + texts.textAt(line, folded, at));
    at = next > at ? next : at + 1;
  }
  return end;
}

function onOneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** Half a surrogate pair at the end is taken off. */
function withoutHalf(text: string): string {
  return text.replace(/[\uD800-\uDBFF]$/, "");
}

/** Without regard to case, in a text of the same length. */
function foldedCase(text: string): string {
  const lower = text.toLowerCase();
  if (/^[\x20-\x7E]*$/.test(text)) return lower;
  return Array.from(text, (character) => {
    const folded = character.toUpperCase().toLowerCase();
    return folded.length === character.length ? folded : character;
  }).join("");
}

/** Every text in the values in all its spellings. */
function formsOf(values: readonly unknown[]): Forms {
  const texts = new Set<string>();
  const heads = new Set<string>();
  let longest = 0;
  const visit = (value: unknown): void => {
    if (typeof value === "string") {
      longest = Math.max(longest, value.length);
      for (const form of spellingsOf(value.slice(0, LONGEST_FORM))) {
        if (form.length >= SHORTEST_MASKED) texts.add(form);
        if (value.length > LONGEST_FORM) heads.add(form);
      }
    } else if (Array.isArray(value)) value.forEach(visit);
    else if (isRecord(value)) Object.values(value).forEach(visit);
  };
  values.forEach(visit);
  return { byFirst: Map.groupBy(texts, (text) => text.charAt(0)), heads, longest };
}

/** As it is, composed and decomposed; each of them plain, escaped in JSON and percent-encoded. */
export function spellingsOf(secret: string): readonly string[] {
  // As most are: written in one way but for its blanks.
  if (/^[\w.~-]+(?: [\w.~-]+)*$/.test(secret)) {
    const lower = secret.toLowerCase();
    return lower.includes(" ") ? [lower, lower.replaceAll(" ", "%20")] : [lower];
  }
  const spellings = [...new Set([secret, secret.normalize("NFC"), secret.normalize("NFD")])];
  const written = spellings.flatMap((text) => [text, JSON.stringify(text).slice(1, -1), percentEncoded(text)]);
  return [...new Set(written)].map((text) => foldedCase(onOneLine(text)));
}

/** Half a surrogate pair can't be encoded, and so can't come back encoded. */
function percentEncoded(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    return text;
  }
}
