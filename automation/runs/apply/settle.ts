import { diff } from "../../../provider/core/compare/diff";
import { fromProperties } from "../../../provider/core/contract/declaration";
import { isRecord } from "../../../provider/core/model/value";
import { unpacked } from "../../../provider/fitting-outputs";
import { resourceKindOf } from "../../common/platforms";
import { subjectOf } from "../../plan/review/digest";
import { meaningOf, type PersonSnapshot, peopleOf } from "../../plan/review/people";
import { plainProperties } from "../../plan/review/resource-snapshots";

/**
 * Subjects of a run that ended early which are done all the same: in a set of people some are, and the state that was
 * kept tells who.
 *
 * @param state as `exportState` gives it
 */
export function settledSubjects(state: unknown, people: readonly PersonSnapshot[]): ReadonlySet<string> {
  const now = new Map(peopleIn(state).map((person) => [subjectOf(person), person]));
  const done = people.filter((person) => {
    if (!person.isMember) return false;
    const kept = now.get(subjectOf(person));
    if (!person.declared) return kept === undefined;
    if (!kept?.observed) return false;
    const { capabilities } = resourceKindOf(person);
    const declared = fromProperties(capabilities, person.declared);
    return diff(capabilities, declared, fromProperties(capabilities, kept.observed)).every(
      ({ kind }) => kind === "policy",
    );
  });
  return new Set(done.map(subjectOf));
}

/** The id of everybody's account, by subject. */
export function accountIds(state: unknown): ReadonlyMap<string, string> {
  return new Map(peopleIn(state).map((person) => [subjectOf(person), person.id]));
}

function peopleIn(state: unknown): readonly PersonSnapshot[] {
  const deployment = isRecord(state) ? state["deployment"] : undefined;
  const resources = isRecord(deployment) ? deployment["resources"] : undefined;
  if (!Array.isArray(resources)) return [];
  const snapshots = resources.flatMap((resource: unknown) => {
    if (!isRecord(resource) || typeof resource["urn"] !== "string" || typeof resource["type"] !== "string") return [];
    const { urn, type, id } = resource;
    if (meaningOf(type) === undefined) return [];
    const outputs = unpacked(plainProperties(resource["outputs"]));
    const observed = { id: typeof id === "string" ? id : "", inputs: {}, outputs, retainOnDelete: false, provider: "" };
    return [{ urn, type, observed, differing: [] }];
  });
  return peopleOf(snapshots);
}
