import type { Properties } from "../contract/declaration.js";
import type { Capabilities } from "../contract/kind.js";
import type { ValidationIssue } from "../model/validation-issue.js";
import { hasUnknown, isRecord, isTextList } from "../model/value.js";
import type { Known, People } from "./people.js";
import { referenceNames } from "./references.js";

/** Keys that a set's arguments or outputs hold. */
export function heldIn({ hold }: Properties): ReadonlySet<string> {
  return new Set(isTextList(hold) ? hold : []);
}

/** The keys in their one form, without repetitions and in order: their sequence means nothing. */
export function withHoldInOrder(own: Properties): Properties {
  return isTextList(own["hold"]) ? { ...own, hold: [...new Set(own["hold"])].sort() } : own;
}

/** Whom to hold must be known before anything else is: a person who is held once is not to be changed in the meantime. */
export function holdIssues({ hold }: Properties): readonly ValidationIssue[] {
  return hasUnknown(hold) ? [{ path: ["hold"], reason: "must be known when the program runs, and no output" }] : [];
}

/**
 * The people of a set's arguments, in which those who are held are as they were last declared. Whoever is held and was never declared is
 * left out, also where others name them.
 *
 * @param users as declared now
 * @param before as last declared
 */
export function withHeld(
  capabilities: Pick<Capabilities, "references">,
  users: Properties,
  before: People,
  held: ReadonlySet<string>,
): Properties {
  if (held.size === 0) return users;
  const kept = [...held].flatMap((key) => (before.has(key) ? [[key, before.get(key)] as const] : []));
  const isAbsent = (key: unknown): boolean => typeof key === "string" && held.has(key) && !before.has(key);
  const others = Object.entries(users).flatMap(([key, person]) => {
    if (held.has(key)) return [];
    if (!isRecord(person)) return [[key, person] as const];
    const gone = referenceNames(capabilities).filter((name) => isAbsent(person[name]));
    return [[key, without(person, gone)] as const];
  });
  return Object.fromEntries([...others, ...kept]);
}

function without(person: Properties, names: readonly string[]): Properties {
  if (names.length === 0) return person;
  return Object.fromEntries(Object.entries(person).filter(([name]) => !names.includes(name)));
}

/** A set's outputs without those who are held, for whoever takes everybody else away. */
export function withoutHeld(known: Known): Known {
  const held = heldIn(known.own);
  return held.size === 0 ? known : { ...known, people: new Map([...known.people].filter(([key]) => !held.has(key))) };
}
