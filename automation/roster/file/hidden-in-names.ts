import { hasHidden } from "../../../provider/core/messages/hidden-characters";

/** Those that come with texts that are copied from pages and mails. */
const NAMES: Readonly<Record<string, string>> = {
  "\u00AD": "soft hyphen",
  "\u200B": "zero width space",
  "\u200C": "zero width non-joiner",
  "\u200D": "zero width joiner",
  "\u200E": "left-to-right mark",
  "\u200F": "right-to-left mark",
  "\u202A": "left-to-right embedding",
  "\u202C": "pop directional formatting",
  "\u202D": "left-to-right override",
  "\u202E": "right-to-left override",
  "\u2060": "word joiner",
  "\u2066": "left-to-right isolate",
  "\u2069": "pop directional isolate",
  "\uFEFF": "byte-order mark",
  "\t": "tabulator",
  "\n": "line break",
  "\r": "carriage return",
};

/** Why a key, an address or a sign-in name can't be meant, where a character in it can't be seen; undefined where all can. */
export function hiddenIn(text: unknown): string | undefined {
  if (typeof text !== "string" || !hasHidden(text)) return undefined;
  const character = [...text].find((one) => hasHidden(one)) ?? "";
  const code = `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
  const name = NAMES[character];
  return `holds an invisible character: ${code}${name === undefined ? "" : `, ${name}`}; take it out`;
}

/** The same of a name as people read it, in which some scripts need joiners and marks of direction. */
export function hiddenInName(text: unknown): string | undefined {
  return typeof text === "string" ? hiddenIn(text.replace(/[\u200C-\u200F]/g, "")) : undefined;
}
