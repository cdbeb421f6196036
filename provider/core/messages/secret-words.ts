import { isRecord } from "../model/value.js";

/** Names that end so hold a credential and nothing else: what is assigned to one is never shown. */
const ASSIGNED =
  /(?:(?:access|refresh|id|auth)[_-]?token|client[_-]?secret|api[_-]?key|password|passwd|x-cloud-auth-token)$/i;
/** Words that end so may have a credential behind them in a sentence. */
const ANNOUNCING = /(?:tokens?|secret|password|bearer|basic|oauth|assertion|credential|jwt)$/i;
/** Names in a document whose values are credentials. */
const HOLDING = /token(?!_type)|secret|passw|assertion|authorization|credential|session|cookie|api.?key|jwt/i;
const PLAIN = /^[A-Za-z]{1,15}[.!?]?$/;
const MOST_VALUES = 1_000;
/** A text with a blank in so much of its beginning is a sentence. */
const LONGEST_SECRET = 4_096;

/**
 * Whether the word from `start` to `end` of a line looks like a credential that nobody has told us: a JWT, what stands behind
 * a name or word for one, and, where the text may hold any, whatever is long and has a digit in it.
 */
export function secretWord(line: string, start: number, end: number, mayHoldAny: boolean): boolean {
  const word = line.slice(start, end);
  if (/(?:^|[^A-Za-z0-9])eyJ[\w-]{5,}\.[\w-]/.test(word)) return true;
  if (mayHoldAny && word.length >= 16 && /\d/.test(word) && /[a-z]/i.test(word)) return true;
  const { name, between } = before(line, start);
  if (ASSIGNED.test(name) && !between.includes(" ")) return true;
  return ANNOUNCING.test(name) && word.length >= 6 && /^[ "'=:(<]*$/.test(between) && looksOpaque(word);
}

/** No plain word, no name of one of the standard's errors, and no standard. */
function looksOpaque(word: string): boolean {
  if (/^rfc\d+$/i.test(word)) return false;
  return !PLAIN.test(word) && !/^[a-z]+(?:_[a-z]+)+[.!?]?$/.test(word) && /[\d~+/_-]|[a-z][A-Z]/.test(word);
}

/** The word before, and what separates the two: no more than a few characters are looked at. */
function before(line: string, start: number): { readonly name: string; readonly between: string } {
  const [, name = "", between = ""] =
    /([\w-]{1,40})([\s"'=:>(<]{1,4})$/.exec(line.slice(Math.max(0, start - 44), start)) ?? [];
  return { name, between };
}

/** The texts in a token endpoint's answer that stand under a name for a credential, at any depth. */
export function secretsIn(document: unknown): readonly string[] {
  const found: string[] = [];
  let left = MOST_VALUES;
  const visit = (value: unknown, isHeld: boolean): void => {
    if (left-- <= 0) return;
    if (typeof value === "string") {
      if (isHeld && !/\s/.test(value.slice(0, LONGEST_SECRET))) found.push(value);
    } else if (Array.isArray(value)) for (const item of value) visit(item, isHeld);
    else if (isRecord(value))
      for (const [name, inner] of Object.entries(value)) visit(inner, isHeld || HOLDING.test(name));
  };
  visit(document, false);
  return found;
}
