import type { Properties } from "../contract/declaration.js";
import type { Capabilities } from "../contract/kind.js";
import type { ValidationIssue } from "../model/validation-issue.js";
import { keysOf, type People, peopleOf } from "./people.js";

/** The relations to one by which people of a set name each other, such as their manager. */
type Referring = Pick<Capabilities, "references">;

/** Marks an account id that could be taken for a key. */
const ID_PREFIX = "id:";
/** Stands for somebody who has no account yet; no account id begins like this. */
const PENDING = "\u0000";
const NOBODY: ReadonlyMap<string, string> = new Map();

/** Who is meant where a person of a set names another: another key of it, or an account id. */
export interface Names {
  has(key: string): boolean;
  /** The account behind a key; undefined as long as there is none. */
  idOf(key: string): string | undefined;
}

export function referenceNames({ references }: Referring): readonly string[] {
  return Object.keys(references);
}

/** The account id that a declared name stands for, or a text that no account has while there is none. */
export function accountIdOf(name: string, names: Names): string {
  if (names.has(name)) return names.idOf(name) ?? `${PENDING}${name}`;
  return name.startsWith(ID_PREFIX) ? name.slice(ID_PREFIX.length) : name;
}

/** A person with account ids in place of the keys of others. */
export function withAccountIds(capabilities: Referring, person: Properties, names: Names): Properties {
  return replaced(capabilities, person, (named) => accountIdOf(named, names));
}

/**
 * The inverse, for outputs: others as the person's arguments name them, or as the key that has the account, or as the account
 * id.
 *
 * @param declared the person's arguments
 */
export function withKeys(
  capabilities: Referring,
  person: Properties,
  declared: Properties,
  { names, keyOf }: { readonly names: Names; readonly keyOf: ReadonlyMap<string, string> },
): Properties {
  return replaced(capabilities, person, (id, reference) => {
    const said = declared[reference];
    if (typeof said === "string" && accountIdOf(said, names) === id) return said;
    return keyOf.get(id) ?? (names.has(id) || id.startsWith(ID_PREFIX) ? `${ID_PREFIX}${id}` : id);
  });
}

function replaced(
  capabilities: Referring,
  person: Properties,
  replace: (named: string, reference: string) => string,
): Properties {
  const named = referenceNames(capabilities).flatMap((reference) => {
    const value = person[reference];
    return typeof value === "string" ? [[reference, replace(value, reference)] as const] : [];
  });
  return named.length === 0 ? person : { ...person, ...Object.fromEntries(named) };
}

/** References of a person to keys that have no account yet, with the keys. */
export function waitingFor(
  capabilities: Referring,
  person: Properties,
  names: Names,
): readonly (readonly [reference: string, key: string])[] {
  return referenceNames(capabilities).flatMap((reference) => {
    const key = person[reference];
    const waits = typeof key === "string" && names.has(key) && names.idOf(key) === undefined;
    return waits ? [[reference, key] as const] : [];
  });
}

/** Whom nobody could be below: people who stand above each other by one kind of reference. Check sees only keys. Linear. */
export function circleIssues(capabilities: Referring, people: People): readonly ValidationIssue[] {
  return circlesIn(capabilities, people, NOBODY);
}

/** The same where account ids close the circle, as far as `circleIssues` sees none. */
export function circlesOfIds(
  capabilities: Referring,
  news: Properties,
  ids: ReadonlyMap<string, string>,
): readonly ValidationIssue[] {
  const people = peopleOf(news);
  if (circleIssues(capabilities, people).length > 0) return [];
  return circlesIn(capabilities, people, new Map([...ids].map(([key, id]) => [id, key])));
}

/** @param keyOf keys by account id, for those who are named by their id */
function circlesIn(
  capabilities: Referring,
  people: People,
  keyOf: ReadonlyMap<string, string>,
): readonly ValidationIssue[] {
  return referenceNames(capabilities).flatMap((reference): ValidationIssue[] => {
    const circle = circleIn(people, (key) => keyIn(people.get(key)?.[reference], people, keyOf));
    if (circle === undefined) return [];
    const reason =
      circle.length === 2
        ? `a person can't be their own ${reference}`
        : `${reference}s go round in a circle: ${circle.join(" -> ")}`;
    return [{ path: ["users", circle[0] ?? "", reference], reason }];
  });
}

/** A circle as keys, its first one named again at the end; undefined where there is none. */
function circleIn(people: People, above: (key: string) => string | undefined): readonly string[] | undefined {
  const done = new Set<string>();
  for (const start of people.keys()) {
    const path = new Map<string, number>();
    let key: string | undefined = start;
    while (key !== undefined && !done.has(key)) {
      const since = path.get(key);
      if (since !== undefined) return [...[...path.keys()].slice(since), key];
      path.set(key, path.size);
      key = above(key);
    }
    for (const key of path.keys()) done.add(key);
  }
  return undefined;
}

/**
 * People in the order in which their references allow: whoever names somebody among `awaited` is in a later wave than that
 * one. Within a wave they keep their order. Linear.
 *
 * @param awaited who must come before the people that name them; everybody else's place doesn't matter
 */
export function waves(capabilities: Referring, people: People, awaited: People): readonly (readonly string[])[] {
  const references = referenceNames(capabilities);
  const above = (key: string): readonly string[] =>
    references.flatMap((reference) => keyIn(people.get(key)?.[reference], awaited, NOBODY) ?? []);
  const depths = new Map<string, number>();
  for (const start of people.keys()) {
    const open = depths.has(start) ? [] : [start];
    for (let key = open.at(-1); key !== undefined; key = open.at(-1)) {
      const named = above(key);
      // A circle through several kinds of references ends here: whoever is begun isn't begun again.
      const next = depths.has(key) ? [] : named.filter((other) => !depths.has(other));
      if (!depths.has(key)) depths.set(key, 0);
      if (next.length > 0) open.push(...next);
      else {
        open.pop();
        depths.set(key, Math.max(0, ...named.map((other) => (depths.get(other) ?? 0) + 1)));
      }
    }
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
): Names {
  const keys = new Set(keysOf(set));
  return { has: (key) => keys.has(key), idOf: (key) => ids.get(renames.get(key) ?? key) };
}

function keyIn(named: unknown, people: People, keyOf: ReadonlyMap<string, string>): string | undefined {
  if (typeof named !== "string") return undefined;
  if (people.has(named)) return named;
  return keyOf.get(named.startsWith(ID_PREFIX) ? named.slice(ID_PREFIX.length) : named);
}
