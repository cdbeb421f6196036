import type { Properties } from "../contract/declaration.js";
import { keysOf, type People, peopleOf } from "./people.js";

/** Marks an account id that could be taken for a key. */
const ID_PREFIX = "id:";
/** Stands for a manager who has no account yet; no account id begins like this. */
const PENDING = "\u0000";
const NOBODY: ReadonlyMap<string, string> = new Map();

/** Who is meant by a person's `manager` in one set: another key of it, or an account id. */
export interface ManagerNames {
  has(key: string): boolean;
  /** The account behind a key; undefined as long as there is none. */
  idOf(key: string): string | undefined;
}

/** The account id that a declared manager stands for, or a text that no account has while there is none. */
export function accountIdOf(manager: string, names: ManagerNames): string {
  if (names.has(manager)) return names.idOf(manager) ?? `${PENDING}${manager}`;
  return manager.startsWith(ID_PREFIX) ? manager.slice(ID_PREFIX.length) : manager;
}

/** A person with the manager's account id in place of the key. */
export function withManagerId(person: Properties, names: ManagerNames): Properties {
  const { manager } = person;
  return typeof manager === "string" ? { ...person, manager: accountIdOf(manager, names) } : person;
}

/**
 * The inverse, for outputs: a manager as the person's arguments name them, or as the key that has the account, or as
 * the account id.
 */
export function withManagerName(
  person: Properties,
  declared: unknown,
  names: ManagerNames,
  keyOf: ReadonlyMap<string, string>,
): Properties {
  const id = person["manager"];
  if (typeof id !== "string") return person;
  if (typeof declared === "string" && accountIdOf(declared, names) === id) return { ...person, manager: declared };
  return {
    ...person,
    manager: keyOf.get(id) ?? (names.has(id) || id.startsWith(ID_PREFIX) ? `${ID_PREFIX}${id}` : id),
  };
}

/**
 * A circle of managers as keys, its first one named again at the end; undefined where there is none. Linear.
 *
 * @param keyOf keys by account id, for managers who are named by their id
 */
export function circleIn(people: People, keyOf: ReadonlyMap<string, string> = NOBODY): readonly string[] | undefined {
  const done = new Set<string>();
  for (const start of people.keys()) {
    const path = new Map<string, number>();
    let key: string | undefined = start;
    while (key !== undefined && !done.has(key)) {
      const since = path.get(key);
      if (since !== undefined) return [...[...path.keys()].slice(since), key];
      path.set(key, path.size);
      key = managerKeyOf(people.get(key), people, keyOf);
    }
    for (const key of path.keys()) done.add(key);
  }
  return undefined;
}

/**
 * People in the order in which their managers allow: whoever has a manager among `awaited` is in a later wave than that
 * one. Within a wave they keep their order. Linear.
 *
 * @param awaited who must come before the people that they manage; everybody else's place doesn't matter
 */
export function waves(people: People, awaited: People): readonly (readonly string[])[] {
  const depths = new Map<string, number>();
  for (const start of people.keys()) {
    const path: string[] = [];
    let key: string | undefined = start;
    while (key !== undefined && !depths.has(key)) {
      path.push(key);
      // Check has refused circles; the mark keeps one from turning for ever.
      depths.set(key, 0);
      key = managerKeyOf(people.get(key), awaited, NOBODY);
    }
    let depth = key === undefined ? 0 : (depths.get(key) ?? 0) + 1;
    for (const key of path.reverse()) depths.set(key, depth++);
  }
  const found: string[][] = [];
  for (const key of people.keys()) {
    const depth = depths.get(key) ?? 0;
    while (found.length <= depth) found.push([]);
    found[depth]?.push(key);
  }
  return found;
}

/** Names in a set's arguments: keys whose accounts are known from before, under their old keys too. */
export function namesIn(
  set: Properties,
  ids: ReadonlyMap<string, string>,
  renames: ReadonlyMap<string, string> = NOBODY,
): ManagerNames {
  const keys = new Set(keysOf(set));
  return { has: (key) => keys.has(key), idOf: (key) => ids.get(renames.get(key) ?? key) };
}

/** Reasons why nobody could be managed like this, where account ids close the circle. Check sees only keys. */
export function circleOfIds(news: Properties, ids: ReadonlyMap<string, string>): readonly string[] | undefined {
  const people = peopleOf(news);
  if (circleIn(people) !== undefined) return undefined;
  return circleIn(people, new Map([...ids].map(([key, id]) => [id, key])));
}

function managerKeyOf(
  person: Properties | undefined,
  people: People,
  keyOf: ReadonlyMap<string, string>,
): string | undefined {
  const manager = person?.["manager"];
  if (typeof manager !== "string") return undefined;
  if (people.has(manager)) return manager;
  const key = keyOf.get(manager.startsWith(ID_PREFIX) ? manager.slice(ID_PREFIX.length) : manager);
  return key !== undefined && people.has(key) ? key : undefined;
}
