import type { ObservedSet, Sections } from "../../core/model/entity.js";
import type { HttpClient } from "../../http/client.js";
import { listGroupMembers, listRoleMembers } from "./api.js";
import type { Realm } from "./realm.js";

/**
 * Everybody's roles in the managed sections, role by role. Yields an empty page for each call, so that callers can count.
 *
 * @param into by user id; who has no role is not in it
 */
export async function* everybodysRoles(
  http: HttpClient,
  realm: Realm,
  into: Map<string, Sections>,
): AsyncIterable<readonly never[]> {
  const { sections } = realm.roles;
  const none = Object.fromEntries(sections.map((section) => [section, [] as readonly string[]]));
  for (const section of sections) {
    const container = await realm.roles.container(section);
    const names = await realm.roles.namesOf(section);
    yield [];
    for (const name of names) {
      for await (const members of listRoleMembers(http, container, name)) {
        for (const { id } of members) {
          const roles = into.get(id) ?? none;
          into.set(id, { ...roles, [section]: [...(roles[section] ?? []), name] });
        }
        yield [];
      }
    }
  }
}

/** Everybody's groups, group by group, in the same way. */
export async function* everybodysGroups(
  http: HttpClient,
  realm: Realm,
  into: Map<string, ObservedSet[]>,
): AsyncIterable<readonly never[]> {
  const groups = await realm.groups.all();
  yield [];
  for (const [group, shown] of groups) {
    for await (const members of listGroupMembers(http, group)) {
      for (const { id } of members) into.set(id, [...(into.get(id) ?? []), shown]);
      yield [];
    }
  }
}
