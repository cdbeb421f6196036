import type { AttributeTraits, ResourceKind } from "../contract/kind.js";
import type { Key, Term, Terms, Vocabulary } from "../contract/vocabulary.js";
import type { Change } from "../model/change.js";
import { FLAT } from "../model/entity.js";
import type { ValidationIssue } from "../model/validation-issue.js";
import { own, type Path, pathText } from "../model/value.js";
import { nearestTerm, suggestion } from "./suggest.js";

/** A declared word that isn't among those that a tenant offers. */
export interface Unoffered extends ValidationIssue {
  /** Whether the vendor's answer proves that it isn't there. */
  readonly isProven: boolean;
}

/** Whom the words are declared for. */
type Kind = Pick<ResourceKind, "platform" | "capabilities">;

/** Names of the arguments in which changes declare something that a vocabulary can tell of, as `Connector.vocabulary` has them. */
export function namesDeclaredIn(changes: readonly Change[]): readonly string[] {
  const declaring = changes.filter(({ kind, to }) => (kind === "attribute" || kind === "member") && to !== undefined);
  return [...new Set(declaring.flatMap(({ path }) => namesOf(path)))];
}

/** Names, as `Connector.vocabulary` has them, of which no word is shown: that proves nothing, as these credentials may see none. */
export function namesWithoutWords({ attributes, maps, sets }: Vocabulary): readonly string[] {
  const lists = [
    ...Object.entries({ ...attributes, ...maps }),
    ...Object.entries(sets).flatMap(([set, sections]) =>
      Object.entries(sections).map(
        ([section, terms]) => [pathText(section === FLAT ? [set] : [set, section]), terms] as const,
      ),
    ),
  ];
  return lists.flatMap(([name, { terms }]) => (terms.length === 0 ? [name] : []));
}

function namesOf(path: Path): readonly string[] {
  const [name, within] = [String(path[0]), path[1]];
  return typeof within === "string" ? [name, pathText([name, within])] : [name];
}

/**
 * What changes declare and a tenant doesn't offer: each with its place, what is wrong, and what was meant perhaps. Pure. What an account
 * has already, by the changes' own word, is there. Of a vocabulary that isn't complete, only slips are told.
 */
export function unofferedIn(kind: Kind, vocabulary: Vocabulary, changes: readonly Change[]): readonly Unoffered[] {
  return changes.flatMap((change) => {
    if (change.to === undefined) return [];
    if (change.kind === "member") return unofferedMember(kind, vocabulary, change);
    return change.kind === "attribute" ? unofferedValue(kind, vocabulary, change) : [];
  });
}

function unofferedMember(kind: Kind, { sets }: Vocabulary, { path, to }: Change): readonly Unoffered[] {
  const [name, section] = [String(path[0]), path.length > 2 ? String(path[1]) : FLAT];
  const terms = own(own(sets, name), section);
  if (terms === undefined || typeof to !== "string") return [];
  const noun = own(kind.capabilities.sets, name)?.noun ?? "member";
  const place = section === FLAT ? `at ${kind.platform.title}` : `in ${section} of ${kind.platform.title}`;
  return missing(terms, to, path, `there is no ${noun} "${to}" ${place}`);
}

function unofferedValue(kind: Kind, vocabulary: Vocabulary, { path, from, to }: Change): readonly Unoffered[] {
  const [name, key] = [String(path[0]), path[1]];
  const traits = own(kind.capabilities.attributes, name);
  if (traits === undefined || traits.secret) return [];
  if (key === undefined) {
    const terms = own(vocabulary.attributes, name);
    return terms === undefined ? [] : unofferedTexts(kind, traits, terms, { path, from, to });
  }
  const keys = own(vocabulary.maps, name);
  if (keys === undefined) return [];
  const word = keys.wordOf?.(String(key)) ?? String(key);
  const [known] = termsNamed(keys.terms, word, traits.keysBy);
  if (known === undefined) {
    const found = missing(keys, word, path, `there is no such key at ${kind.platform.title}`, traits.keysBy);
    return keys.advice ? found.map((one) => ({ ...one, reason: `${one.reason}. ${keys.advice}` })) : found;
  }
  return [
    ...unofferedCount(kind, known, path, to),
    ...(known.values ? unofferedTexts(kind, traits, known.values, { path, from, to }) : []),
  ];
}

function unofferedCount({ platform }: Kind, key: Key, path: Path, to: unknown): readonly Unoffered[] {
  if (key.takesSeveral !== false || !Array.isArray(to) || to.length < 2) return [];
  const reason = `takes one value at ${platform.title}, and ${to.length} are declared`;
  return [{ path, reason, isProven: true }];
}

function unofferedTexts(
  { platform }: Kind,
  traits: AttributeTraits,
  terms: Terms,
  { path, from, to }: Pick<Change, "path" | "from" | "to">,
): readonly Unoffered[] {
  const before = [from].flat();
  return [to].flat().flatMap((value: unknown, i) => {
    if (typeof value !== "string" || before.includes(value)) return [];
    // Only what says nothing of a person is repeated.
    const said = traits.public ? `"${value}" is` : "is";
    const at = Array.isArray(to) ? [...path, i] : path;
    return missing(terms, value, at, `${said} not among the values that ${platform.title} takes`, traits.compareBy);
  });
}

function missing(
  { terms, isComplete }: Terms,
  word: string,
  path: Path,
  said: string,
  compareBy?: Comparison,
): readonly Unoffered[] {
  const named = termsNamed(terms, word, compareBy);
  const [off] = named;
  if (off && named.every(({ unusable }) => unusable !== undefined)) {
    return [{ path, isProven: true, reason: `"${off.name}" can't be declared: ${off.unusable}` }];
  }
  if (off) return [];
  if (terms.length === 0) return [];
  const usable = terms.filter(({ unusable }) => unusable === undefined);
  if (isComplete) return [{ path, isProven: true, reason: `${said}; ${suggestion(word, usable)}` }];
  if (nearestTerm(word, usable) === undefined) return [];
  return [{ path, isProven: false, reason: `${said}, as far as it tells; ${suggestion(word, usable)}` }];
}

type Comparison = (text: string) => string;

/** Terms by their spellings, for each way of comparing them: a set of people asks for the same list again and again. */
const indexes = new WeakMap<readonly Term[], Map<Comparison, ReadonlyMap<string, readonly Term[]>>>();

/** The terms that a word declares. */
function termsNamed<T extends Term>(terms: readonly T[], word: string, compareBy: Comparison = composedText) {
  const known = indexes.get(terms) ?? new Map<Comparison, ReadonlyMap<string, readonly Term[]>>();
  indexes.set(terms, known);
  const index = known.get(compareBy) ?? indexOf(terms, compareBy);
  known.set(compareBy, index);
  return (index.get(compareBy(word)) ?? []) as readonly T[];
}

function indexOf(terms: readonly Term[], compareBy: Comparison): ReadonlyMap<string, readonly Term[]> {
  const index = new Map<string, Term[]>();
  for (const term of terms) {
    for (const spelling of new Set([term.name, ...(term.aliases ?? [])].map(compareBy))) {
      const alike = index.get(spelling);
      if (alike) alike.push(term);
      else index.set(spelling, [term]);
    }
  }
  return index;
}

function composedText(text: string): string {
  return text.normalize("NFC");
}
