import { diff } from "../../../provider/core/compare/diff";
import { fromProperties } from "../../../provider/core/contract/declaration";
import { isRecord } from "../../../provider/core/model/value";
import { resourceKindOf } from "../../common/platforms";
import { subjectOf } from "../../plan/review/digest";
import { hiddenParts } from "../../plan/review/hidden-people";
import { meaningOf, type PersonSnapshot, peopleOf } from "../../plan/review/people";
import { plainOutputs, type ResourceSnapshot } from "../../plan/review/resource-snapshots";

/**
 * Subjects of a run that ended early which are done all the same: in a set of people some are, and the state that was
 * kept tells who.
 *
 * @param state as `exportState` gives it
 */
export function settledSubjects(state: unknown, people: readonly PersonSnapshot[]): ReadonlySet<string> {
  const resources = resourcesIn(state);
  const now = new Map(peopleOf(resources).map((person) => [subjectOf(person), person]));
  const hidden = new Set(
    resources.flatMap(({ urn, observed }) => (hiddenParts(observed?.outputs ?? {}).length > 0 ? [urn] : [])),
  );
  const done = people.filter((person) => {
    if (!person.isMember || hidden.has(person.urn)) return false;
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
  return new Map(peopleOf(resourcesIn(state)).map((person) => [subjectOf(person), person.id]));
}

function resourcesIn(state: unknown): readonly ResourceSnapshot[] {
  const deployment = isRecord(state) ? state["deployment"] : undefined;
  const resources = isRecord(deployment) ? deployment["resources"] : undefined;
  if (!Array.isArray(resources)) return [];
  return resources.flatMap((resource: unknown) => {
    if (!isRecord(resource) || typeof resource["urn"] !== "string" || typeof resource["type"] !== "string") return [];
    const { urn, type, id } = resource;
    if (meaningOf(type) === undefined) return [];
    const outputs = plainOutputs(resource["outputs"]);
    const observed = { id: typeof id === "string" ? id : "", inputs: {}, outputs, retainOnDelete: false, provider: "" };
    return [{ urn, type, observed, differing: [] }];
  });
}
