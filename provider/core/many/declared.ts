import { naturalKeyOf, type Properties } from "../contract/declaration.js";
import type { ResourceKind } from "../contract/kind.js";
import type { Claims } from "../session/claims.js";
import { noteStay } from "../session/stays.js";
import { knownOf, peopleOf, renamesIn } from "./people.js";
import { personHolder } from "./write-people.js";

/**
 * Notes whom a resource of this run declares, so that another one that has lost a person, or its own former self, lets them
 * be.
 */
export function declarePeople(
  claims: Claims,
  { platform, capabilities }: ResourceKind,
  people: Iterable<Properties>,
): void {
  for (const person of people) {
    const naturalKey = naturalKeyOf(capabilities, person);
    if (naturalKey !== undefined) claims.declare(platform.id, naturalKey);
  }
}

/** Notes whose accounts the people of a set have who stay in it. @param holder names the set, where the engine tells a name */
export function noteStaying(
  claims: Claims,
  kind: ResourceKind,
  { olds, news, holder }: { readonly olds: Properties; readonly news: Properties; readonly holder?: string },
): void {
  const { people, ids, tenant } = knownOf(olds);
  const renames = renamesIn(kind.capabilities, news, people);
  for (const [key, person] of peopleOf(news)) {
    const before = renames.get(key) ?? key;
    const urn = holder === undefined ? undefined : personHolder(holder, key);
    const last = { ...people.get(before), tenant };
    noteStay(claims, kind, { id: ids.get(before) ?? "", olds: last, news: person, urn, resource: holder });
  }
}
