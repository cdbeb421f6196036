import type { Properties } from "../declaration.js";
import type { Origin } from "../options.js";
import type { Capabilities } from "../platform.js";
import { hasUnknown, isRecord, UNKNOWN } from "../value.js";
import { DEFAULTED } from "./arguments.js";

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
export function withDefaults(person: Properties, set: Properties): Properties {
  const defaults = DEFAULTED.filter((name) => person[name] === undefined && set[name] !== undefined);
  return defaults.length === 0
    ? person
    : { ...person, ...Object.fromEntries(defaults.map((name) => [name, set[name]])) };
}

/** The inverse: what a person was given by the set is taken away again. */
export function withoutDefaults(result: Properties, person: Properties): Record<string, unknown> {
  const given = DEFAULTED.filter((name) => person[name] === undefined && result[name] !== undefined);
  return Object.fromEntries(Object.entries(result).filter(([name]) => !(given as readonly string[]).includes(name)));
}

/** The natural key as the vendor compares it; undefined where there is none or it isn't known yet. */
export function naturalKeyOf({ naturalKey, attributes }: Capabilities, person: Properties): string | undefined {
  const text = person[naturalKey];
  if (text === UNKNOWN || hasUnknown(text) || typeof text !== "string") return undefined;
  const normal = text.normalize("NFC");
  return attributes[naturalKey]?.compareBy?.(normal) ?? normal;
}

/** New keys of people who were in the set under another key that is gone: the same natural key, the same person. */
export function renamesIn(capabilities: Capabilities, news: Properties, olds: People): ReadonlyMap<string, string> {
  const present = new Set(keysOf(news));
  const leavers = new Map<string, string>();
  for (const [key, person] of olds) {
    const naturalKey = naturalKeyOf(capabilities, person);
    if (!present.has(key) && naturalKey !== undefined) leavers.set(naturalKey, key);
  }
  const renames = new Map<string, string>();
  if (leavers.size === 0) return renames;
  for (const [key, person] of peopleOf(news)) {
    const naturalKey = naturalKeyOf(capabilities, person);
    const before = naturalKey === undefined || olds.has(key) ? undefined : leavers.get(naturalKey);
    if (before !== undefined) renames.set(key, before);
  }
  return renames;
}

/** "1 person", "2 people". */
export function countOf(count: number): string {
  return count === 1 ? "1 person" : `${count} people`;
}

/** Keys as a message names them: a few, and how many more. */
export function someKeys(keys: readonly string[], most = 5): string {
  const named = keys.slice(0, most).join(", ");
  return keys.length > most ? `${named} and ${keys.length - most} more` : named;
}
