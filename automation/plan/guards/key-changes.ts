import { addressesOf } from "../review/addresses";
import { subjectOf } from "../review/digest";
import type { PersonSnapshot } from "../review/people";
import type { PersonChange } from "../review/review";
import type { Twin } from "../review/twin";

/**
 * People whose key is another one than before, a text each: those whose account stays with them, and those who leave under one key and
 * join under another with one address on one platform; and those who are new and whose address an account has under another sign-in name.
 *
 * @param was old keys by new ones, which are meant
 */
export function keyChangesIn(
  changes: readonly PersonChange[],
  people: readonly PersonSnapshot[],
  was: ReadonlyMap<string, readonly string[]>,
  twins: readonly Twin[] = [],
): readonly string[] {
  const snapshots = new Map(people.map((person) => [subjectOf(person), person]));
  const changed = new Map(changes.map((change) => [subjectOf(change), change]));
  const found = new Map<string, string>();
  const add = (from: string, to: string, name: string): void => {
    if (from === to || was.get(to)?.includes(from)) return;
    found.set(JSON.stringify([from, to]), `${name} (${from} -> ${to})`);
  };
  for (const { key, keyBefore, declared, isMember, ...person } of people) {
    const change = changed.get(subjectOf({ ...person, key }));
    // A program that gives a resource another name says so itself, by an alias.
    if (keyBefore !== undefined && declared && isMember) add(keyBefore, key, change?.name ?? key);
  }
  const leaving = new Map<string, PersonChange>();
  for (const change of changes) {
    const snapshot = snapshots.get(subjectOf(change));
    if (change.departure === undefined || snapshot?.declared) continue;
    for (const address of addressesOf(snapshot?.observed)) leaving.set(`${change.platform}:${address}`, change);
  }
  for (const change of changes) {
    const snapshot = snapshots.get(subjectOf(change));
    if (!snapshot?.declared || snapshot.observed) continue;
    for (const address of addressesOf(snapshot.declared)) {
      const leaver = leaving.get(`${change.platform}:${address}`);
      // A person who moves from one resource into another keeps their name in Pulumi, or the account.
      if (leaver) add(leaver.key, change.key, change.name);
    }
  }
  for (const { snapshot, name } of twins) {
    const change = changed.get(subjectOf(snapshot));
    if (change) add(name, snapshot.key, change.name);
  }
  return [...found.values()];
}
