import { naturalKeyOf, type Properties } from "../contract/declaration.js";
import type { Capabilities } from "../contract/kind.js";
import { treatmentNames } from "../contract/options.js";
import type { Origin } from "../model/options.js";
import { isRecord } from "../model/value.js";
import type { Session } from "../session/session.js";

/** So many people are named where many are meant. */
const SOME = 5;

/** The people of a set by key, each as their own arguments or outputs have them. */
export type People = ReadonlyMap<string, Properties>;

/** A set's outputs taken apart. */
export interface Known {
  readonly people: People;
  /** Account ids by key. */
  readonly ids: ReadonlyMap<string, string>;
  /** How accounts that were not created here came under management, by key. */
  readonly origins: ReadonlyMap<string, Origin>;
  readonly tenant: unknown;
  /** The arguments beside the people, as last applied. */
  readonly own: Properties;
}

/** No message repeats from a vendor's text who any of these people are, whomever it was said of. */
export function acquaint({ context }: Session, ...sets: readonly People[]): void {
  for (const set of sets) for (const person of set.values()) context.people?.know(person);
}

/** The people of a set's arguments or outputs. Those who aren't known yet are left out. */
export function peopleOf(properties: Properties): People {
  const { users } = properties;
  if (!isRecord(users)) return new Map();
  return new Map(
    Object.entries(users).filter((entry): entry is [string, Record<string, unknown>] => isRecord(entry[1])),
  );
}

/** Keys of the set, those included whose person isn't known yet. */
export function keysOf({ users }: Properties): readonly string[] {
  return isRecord(users) ? Object.keys(users).filter((key) => users[key] !== undefined) : [];
}

export function knownOf(outputs: Properties): Known {
  const { users: _, ids, origins, tenant, ...own } = outputs;
  const idOf = new Map(Object.entries(isRecord(ids) ? ids : {}).map(([key, id]) => [key, String(id)]));
  return {
    people: new Map([...peopleOf(outputs)].filter(([key]) => idOf.has(key))),
    ids: idOf,
    origins: new Map(Object.entries(isRecord(origins) ? origins : {}) as [string, Origin][]),
    tenant,
    own,
  };
}

/** A person with the set's defaults where they don't say themselves. */
export function withDefaults(capabilities: Capabilities, person: Properties, set: Properties): Properties {
  const defaults = treatmentNames(capabilities).filter((name) => person[name] === undefined && set[name] !== undefined);
  return defaults.length === 0
    ? person
    : { ...person, ...Object.fromEntries(defaults.map((name) => [name, set[name]])) };
}

/** The inverse: what a person was given by the set is taken away again. */
export function withoutDefaults(
  capabilities: Capabilities,
  result: Properties,
  person: Properties,
): Record<string, unknown> {
  const given: readonly string[] = treatmentNames(capabilities).filter((name) => person[name] === undefined);
  return Object.fromEntries(Object.entries(result).filter(([name]) => !given.includes(name)));
}

/** New keys of people who were in the set under another key that is gone: the same natural key, the same person. */
export function renamesIn(capabilities: Capabilities, news: Properties, olds: People): ReadonlyMap<string, string> {
  const present = new Set(keysOf(news));
  const leavers = new Map<string | undefined, string>();
  for (const [key, person] of olds) {
    const naturalKey = naturalKeyOf(capabilities, person);
    if (!present.has(key) && naturalKey !== undefined) leavers.set(naturalKey, key);
  }
  const renames = new Map<string, string>();
  if (leavers.size === 0) return renames;
  for (const [key, person] of peopleOf(news)) {
    const before = olds.has(key) ? undefined : leavers.get(naturalKeyOf(capabilities, person));
    if (before !== undefined) renames.set(key, before);
  }
  return renames;
}

/** "1 person", "2 people". */
export function countOf(count: number): string {
  return count === 1 ? "1 person" : `${count} people`;
}

/** How many they are, and who some of them are: "7 people (ada, bob, cleo, dan, eve and 2 more)". */
export function someOf(keys: readonly string[], people: People, ids: ReadonlyMap<string, string> = new Map()): string {
  const names = keys.flatMap((key) => nameOf(key, people.get(key), ids.get(key)) ?? []).slice(0, SOME);
  if (names.length === 0) return countOf(keys.length);
  const more = keys.length > names.length ? ` and ${keys.length - names.length} more` : "";
  return `${countOf(keys.length)} (${names.join(", ")}${more})`;
}

/** A person in a message: the key, but not where that is an address or a name of theirs; then the account. */
function nameOf(key: string, person: Properties | undefined, id: string | undefined): string | undefined {
  const isPersonal = key.includes("@") || Object.values(person ?? {}).includes(key);
  return isPersonal ? id && `account ${id}` : key;
}
