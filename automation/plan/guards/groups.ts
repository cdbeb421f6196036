import { countOf } from "../../../provider/core/many/people";
import { caseless } from "../../../provider/core/model/value";
import { nameOfUrn } from "../../../provider/urn";
import { resourceKindOf, setsOfGroups } from "../../common/platforms";
import { subjectOf } from "../review/digest";
import type { PersonSnapshot } from "../review/people";
import { type ChangeDetail, type GroupChange, type GuardResult, KEY, type PersonChange } from "../review/review";
import { subjectName } from "../review/traits";
import { approvable, type GuardInput, never, result, unlessApproved } from "./results";

/** Groups go with whatever hangs on them at the vendor: enrolments, roles, access. */
export function deletedGroups(input: GuardInput): readonly GuardResult[] {
  const deleted = deletedIn(input);
  if (deleted.length === 0) return [];
  const { deletedGroups: limit } = input.guards;
  const breached = deleted.length > limit;
  const who = deleted.map(({ name }) => name);
  return [
    {
      ...result("deletedGroups", undefined, who, deleted.length),
      limit: String(limit),
      breached,
      ...(breached ? approvable("deletedGroups", deleted.length, input) : {}),
    },
  ];
}

/**
 * A run would stop at the deletion of a group in which people stay, or take them out of it unsaid. Those who are held or released stay
 * as they are, so that they stay in it too.
 */
export function namedGroups(input: GuardInput): readonly GuardResult[] {
  const deleted = deletedIn(input);
  if (deleted.length === 0) return [];
  const released = new Set(
    input.review.changes.filter(({ departure }) => departure === "released").map((change) => subjectOf(change)),
  );
  const stays = input.people.flatMap((person) => {
    const side = person.declared ?? (released.has(subjectOf(person)) ? person.observed : undefined);
    return side === undefined ? [] : groupsIn(person, side);
  });
  const counts = Map.groupBy(stays, (id) => id);
  const named = deleted.flatMap(({ platform, id, name }) => {
    const count = counts.get(`${platform}:${id}`)?.length ?? 0;
    return count === 0 ? [] : [`${name}: ${countOf(count)}`];
  });
  const limit = "nobody who stays is in a group that is deleted";
  return unlessApproved("namedGroups", named, limit, input, "take the people out of the group, or declare it again");
}

/** Nobody joins or leaves these, and none of them is changed or deleted; being made or released changes nobody's access. */
export function protectedGroups({ review, guards }: GuardInput): readonly GuardResult[] {
  const names = new Set(guards.protected.groups.map(caseless));
  if (names.size === 0) return [];
  const people = review.changes.filter((change) => isAboutMember(change, "group", names));
  const groups = (review.groups ?? []).filter(
    (group) => (group.change === "deleted" || group.details.some(({ path }) => path !== KEY)) && isNamed(group, names),
  );
  const touched = [...people, ...groups.map(({ name }) => ({ name: subjectName({ kind: "group", name }) }))];
  return [never("protectedGroups", touched, "never joined, left, changed or deleted")];
}

/**
 * Whether a person gets or loses a member of a set that has one of these names, ids or keys.
 *
 * @param names without regard to case
 */
export function isAboutMember({ details }: PersonChange, noun: "role" | "group", names: ReadonlySet<string>): boolean {
  return details.some((detail) => detail.kind === noun && isAmong(textsOf(detail), names));
}

/** By name, key or id, before the change or after it; so is a group that moves below such a one, or away from it. */
function isNamed({ name, id, urn, details }: GroupChange, names: ReadonlySet<string>): boolean {
  return isAmong([name, id, nameOfUrn(urn), ...details.flatMap(textsOf)], names);
}

function textsOf({ from, to, fromName, toName, fromKey, toKey }: Omit<ChangeDetail, "kind">): readonly unknown[] {
  return [from, to, fromName, toName, fromKey, toKey].flat();
}

function isAmong(texts: readonly unknown[], names: ReadonlySet<string>): boolean {
  return texts.some((text) => typeof text === "string" && names.has(caseless(text)));
}

function deletedIn({ review }: GuardInput): readonly GroupChange[] {
  return (review.groups ?? []).filter(({ change }) => change === "deleted");
}

/** The groups that somebody is in, with their platform: `keycloak:1a2b`. */
function groupsIn(person: PersonSnapshot, side: Readonly<Record<string, unknown>>): readonly string[] {
  return setsOfGroups(resourceKindOf(person)).flatMap(([set]) => {
    const ids = side[set];
    if (!Array.isArray(ids)) return [];
    return ids.flatMap((id) => (typeof id === "string" ? [`${person.platform}:${id}`] : []));
  });
}
