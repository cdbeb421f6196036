import { withHiddenShown } from "./hidden-characters.js";
import { isRecord } from "./value.js";

/** How much of a vendor's text a message may repeat, in characters. */
const LONGEST_QUOTE = 200;
const SHORTEST_MASKED = 3;
const LONGEST_EXPRESSION = 10_000;
const MASK = "***";

/**
 * A vendor's text for a message: on one line, cut to 200 characters, with addresses and everything in `hidden`
 * masked, in every form in which a vendor may repeat it.
 *
 * @param hidden values whose texts, at any depth, must not show: a person's attributes, tokens
 */
export function quoteVendor(text: string, hidden: readonly unknown[]): string {
  let quoted = onOneLine(text);
  for (const form of textsIn(hidden)) quoted = masked(quoted, form);
  quoted = quoted.replace(/[^\s"'<>(),;:=]+(?:@|%40)[^\s"'<>(),;:=]+/gi, MASK);
  quoted = withHiddenShown(quoted);
  return quoted.length > LONGEST_QUOTE ? `${quoted.slice(0, LONGEST_QUOTE - 1)}…` : quoted;
}

function onOneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** Every text in the values in all its forms, the longest first, so that no part of a longer one is left standing. */
function textsIn(values: readonly unknown[]): readonly string[] {
  const texts = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value === "string") for (const form of formsOf(value)) texts.add(form);
    else if (Array.isArray(value)) value.forEach(visit);
    else if (isRecord(value)) Object.values(value).forEach(visit);
  };
  values.forEach(visit);
  return [...texts].filter(({ length }) => length >= SHORTEST_MASKED).sort((a, b) => b.length - a.length);
}

/** As it is, composed and decomposed; each of them plain, escaped in JSON and percent-encoded. */
function formsOf(secret: string): readonly string[] {
  const spellings = [secret, secret.normalize("NFC"), secret.normalize("NFD")];
  return spellings.flatMap((text) => [text, JSON.stringify(text).slice(1, -1), percentEncoded(text)]).map(onOneLine);
}

/** Half a surrogate pair can't be encoded, and so can't come back encoded. */
function percentEncoded(text: string): string {
  try {
    return encodeURIComponent(text);
  } catch {
    return text;
  }
}

/** In any case, but for texts as long as pictures: there an expression would be too large, and nobody respells them. */
function masked(text: string, hidden: string): string {
  if (hidden.length > LONGEST_EXPRESSION) return text.replaceAll(hidden, MASK);
  return text.replace(new RegExp(escapeRegExp(hidden), "giu"), MASK);
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
