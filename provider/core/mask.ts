import { isRecord } from "./value.js";

/** How much of a vendor's text a message may repeat, in characters. */
const LONGEST_QUOTE = 200;
const SHORTEST_MASKED = 3;
const MASK = "***";

/**
 * A vendor's text for a message: on one line, cut to 200 characters, with addresses and everything in `hidden`
 * masked, percent-encoded forms too.
 *
 * @param hidden values whose texts, at any depth, must not show: a person's attributes, tokens
 */
export function quoteVendor(text: string, hidden: readonly unknown[]): string {
  let quoted = text.replace(/\s+/g, " ").trim();
  for (const secret of textsIn(hidden)) {
    for (const form of new Set([secret, encodeURIComponent(secret)])) {
      quoted = quoted.replace(new RegExp(escapeRegExp(form), "giu"), MASK);
    }
  }
  quoted = quoted.replace(/[^\s"'<>(),;:=]+(?:@|%40)[^\s"'<>(),;:=]+/gi, MASK);
  return quoted.length > LONGEST_QUOTE ? `${quoted.slice(0, LONGEST_QUOTE - 1)}…` : quoted;
}

/** Every text in the values, the longest first, so that no part of a longer one is left standing. */
function textsIn(values: readonly unknown[]): readonly string[] {
  const texts = new Set<string>();
  const visit = (value: unknown): void => {
    if (typeof value === "string" && value.length >= SHORTEST_MASKED) texts.add(value);
    else if (Array.isArray(value)) value.forEach(visit);
    else if (isRecord(value)) Object.values(value).forEach(visit);
  };
  values.forEach(visit);
  return [...texts].sort((a, b) => b.length - a.length);
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
