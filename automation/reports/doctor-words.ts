import type { Key, Keys, Term, Terms, Vocabulary } from "../../provider/core/contract/vocabulary";
import { number } from "./words";

/** So many words are named; of more than that the first, and how many others there are. */
const MOST_WORDS = 12;
const MOST_VALUES = 6;

/** What can be declared at a tenant, by argument: a name and a text for each. */
export function vocabularyWords({
  attributes,
  maps,
  sets,
  untold,
}: Vocabulary): readonly (readonly [string, string])[] {
  return [
    ...Object.entries(maps).map(([name, keys]) => [name, keyWords(keys)] as const),
    ...Object.entries(sets).flatMap(([name, sections]) =>
      Object.entries(sections).map(
        ([section, terms]) => [name, `${section === "" ? "" : `${section}: `}${termWords(terms)}`] as const,
      ),
    ),
    ...Object.entries(attributes).map(([name, terms]) => [name, termWords(terms)] as const),
    ...untold.flatMap(({ about, reason }) => about.map((name) => [name, reason] as const)),
  ];
}

function keyWords({ terms, isComplete }: Keys): string {
  return listed(terms, isComplete, MOST_WORDS, (key: Key) => {
    if (key.values === undefined) return nameOf(key);
    return `${nameOf(key)} (${listed(key.values.terms, key.values.isComplete, MOST_VALUES, nameOf)})`;
  });
}

function termWords({ terms, isComplete }: Terms): string {
  return listed(terms, isComplete, MOST_WORDS, nameOf);
}

function nameOf({ name, titles: [title] = [] }: Term): string {
  return title === undefined || title === name ? name : `${name} (${title})`;
}

function listed<T>(terms: readonly T[], isComplete: boolean, most: number, textOf: (term: T) => string): string {
  const hidden = terms.length - most;
  const rest = hidden > 0 ? [`${number(hidden)} more`] : [];
  const open = isComplete ? [] : ["perhaps others"];
  const words = [...terms.slice(0, most).map(textOf), ...rest, ...open];
  return words.length > 0 ? words.join(", ") : "none";
}
