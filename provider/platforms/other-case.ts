import { caseless } from "../core/model/value.js";

/** Whether a text in another case may be the same one. */
export function hasLetters(text: string): boolean {
  return text.toUpperCase() !== text || text.toLowerCase() !== text;
}

/**
 * A text with its letters in another case, to find out whether a look-up minds that; undefined where there is none that is the
 * same without regard to case.
 */
export function inOtherCase(text: string): string | undefined {
  const upper = text.toUpperCase();
  const other = upper === text ? text.toLowerCase() : upper;
  return other !== text && caseless(other) === caseless(text) ? other : undefined;
}
