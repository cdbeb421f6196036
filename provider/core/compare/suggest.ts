import type { Term } from "../contract/vocabulary.js";
import { caseless } from "../model/value.js";
import { distance } from "./distance.js";

/** A word with a slip of the pen in it is no longer, in characters. */
const LONGEST = 60;
/** Of so many letters one may be wrong, and two in any word. */
const LETTERS_A_SLIP = 4;
/** So many words are named where none is near. */
const MOST_NAMED = 8;

/** What to declare instead of a word that isn't among these, as the end of a sentence; a full list where none is near. */
export function suggestion(text: string, terms: readonly Term[]): string {
  const near = nearestTerm(text, terms);
  if (near === undefined) return `there ${terms.length === 1 ? "is" : "are"} ${namesOf(terms)}`;
  if (caseless(near.name) === caseless(text)) return `it is written "${near.name}" there`;
  const [title] = near.titles ?? [];
  return `did you mean "${near.name}"${title === undefined ? "" : `, which is ${title}`}?`;
}

/** The word that was meant, probably: the same in another case, one that is called so, or one with a slip of the pen in it. */
export function nearestTerm(text: string, terms: readonly Term[]): Term | undefined {
  if (text.length > LONGEST) return undefined;
  const wanted = caseless(text);
  const isWanted = (name: string): boolean => caseless(name) === wanted;
  return (
    terms.find(({ name, aliases }) => isWanted(name) || aliases?.some(isWanted)) ??
    onlyOne(terms.filter(({ titles }) => titles?.some((title) => names(title, wanted)))) ??
    slipOf(wanted, terms)
  );
}

/** Whether a title has the last part of a text as a word: `(GMT+01:00) Berlin` names `Europe/Berlin`. */
function names(title: string, wanted: string): boolean {
  const part = wordsOf(wanted.slice(wanted.lastIndexOf("/") + 1)).trim();
  return part.length > 2 && ` ${wordsOf(caseless(title))} `.includes(` ${part} `);
}

function wordsOf(text: string): string {
  return text.split(/[^\p{L}\p{N}]+/u).join(" ");
}

function slipOf(wanted: string, terms: readonly Term[]): Term | undefined {
  const most = Math.max(2, Math.floor(wanted.length / LETTERS_A_SLIP));
  let best: { readonly term: Term; readonly slips: number } | undefined;
  for (const term of terms) {
    for (const name of [term.name, ...(term.titles ?? [])]) {
      if (Math.abs(name.length - wanted.length) > most) continue;
      const slips = distance(wanted, caseless(name));
      // Of a short word, something has to be left.
      if (slips > most || slips >= Math.min(wanted.length, name.length)) continue;
      if (best === undefined || slips < best.slips) best = { term, slips };
    }
  }
  return best?.term;
}

function onlyOne(terms: readonly Term[]): Term | undefined {
  return terms.length === 1 ? terms[0] : undefined;
}

/** Each once: two roles can have one name. */
function namesOf(terms: readonly Term[]): string {
  if (terms.length === 0) return "none that these credentials are shown";
  const texts = terms.map(({ name, titles: [title] = [] }) =>
    title === undefined ? `"${name}"` : `"${name}" (${title})`,
  );
  const names = [...new Set(texts)];
  const shown = names.slice(0, MOST_NAMED);
  const more = names.length > shown.length ? ` and ${names.length - shown.length} more` : "";
  return `${shown.join(", ")}${more}`;
}
