import { naturalKeyOf, type Properties } from "../contract/declaration.js";
import type { ResourceKind } from "../contract/kind.js";
import type { Ownership } from "../session/ownership.js";
import { noteStay } from "../session/stays.js";
import { knownOf, peopleOf, renamesIn } from "./people.js";
import { ownerOfPerson } from "./write-people.js";

/**
 * Notes whom, or what, a resource of this run declares, so that another one that has lost a person, or its own former self, lets them
 * be.
 */
export function declarePeople(
  ownership: Ownership,
  { name, platform, capabilities }: ResourceKind,
  people: Iterable<Properties>,
): void {
  for (const person of people) {
    const naturalKey = naturalKeyOf(capabilities, person);
    if (naturalKey !== undefined) ownership.declare(platform.id, naturalKey, name);
  }
}

/** Notes whose accounts the people of a set have who stay in it. @param owner names the set, where the engine tells a name */
export function noteStaying(
  ownership: Ownership,
  kind: ResourceKind,
  { olds, news, owner }: { readonly olds: Properties; readonly news: Properties; readonly owner?: string },
): void {
  const { people, ids, tenant } = knownOf(olds);
  const renames = renamesIn(kind.capabilities, news, people);
  for (const [key, person] of peopleOf(news)) {
    const before = renames.get(key) ?? key;
    const urn = owner === undefined ? undefined : ownerOfPerson(owner, key);
    const last = { ...people.get(before), tenant };
    noteStay(ownership, kind, { id: ids.get(before) ?? "", olds: last, news: person, urn, resource: owner });
  }
}
