import { visible } from "./untrusted";

/**
 * Text that somebody else wrote as Markdown that shows it and does nothing else, in a paragraph, a list, a table or HTML.
 *
 * - What has a meaning in Markdown or HTML becomes a numeric reference, which by the rules is never taken for structure.
 * - Forges look for mentions, issues and links in the rendered text once more, so an invisible space breaks those up.
 * - Text with letters that run from right to left is isolated, so that it can't reorder what stands beside it.
 */
export function markdownText(text: string): string {
  const clean = brokenUp(visible(text));
  const safe = clean.replace(SPECIAL, (character) => `&#${character.charCodeAt(0)};`).replaceAll(SPACE, "&#8203;");
  return isolated(clean, safe);
}

/** The same for a value, which is shown in type for code, letter by letter, and can be copied. */
export function markdownCode(text: string): string {
  const clean = visible(text);
  if (/^ *$/.test(clean)) return clean === "" ? "empty" : "spaces";
  const longest = Array.from(clean.matchAll(/`+/g)).reduce((most, [run]) => Math.max(most, run.length), 0);
  const fence = "`".repeat(longest + 1);
  const isPadded = /^`|`$|^ .* $/.test(clean);
  return isolated(clean, isPadded ? `${fence} ${clean} ${fence}` : `${fence}${clean}${fence}`);
}

function isolated(text: string, markdown: string): string {
  return RIGHT_TO_LEFT.test(text) ? `&#8296;${markdown}&#8297;` : markdown;
}

const SPECIAL = /[\\`*_[\]<>#!|~&:@$^%"=]/g;
const RIGHT_TO_LEFT = /[\p{sc=Hebr}\p{sc=Arab}\p{sc=Syrc}\p{sc=Thaa}\p{sc=Nkoo}\p{sc=Adlm}]/u;
/** Zero-width space; `visible` leaves none, so every one is ours. */
const SPACE = "\u200B";

function brokenUp(text: string): string {
  return text
    .replace(/[@#]|[!$%~&^](?=[\p{L}\p{N}"_])/gu, `$&${SPACE}`)
    .replace(/:(?=\/\/|[\w+-]+:)/g, `$&${SPACE}`)
    .replace(/(?:www|mailto|xmpp)(?=[.:])|\bgh-(?=\d)/gi, `$&${SPACE}`)
    .replace(/\b(?=[a-f]*\d)[\da-f]{7,}\b/gi, (hash) => hash.replace(/.{4}(?=.)/g, `$&${SPACE}`));
}
