import { nameOfUrn } from "../../../provider/urn";
import { resourceKindOf } from "../../common/platforms";
import type { PlanFile } from "../../plan/plan-file";
import { differences, hiddenSubjects, subjectOf } from "../../plan/review/digest";
import type { EntitySnapshot } from "../../plan/review/people";
import type { PersonChange } from "../../plan/review/review";
import { personName } from "../../plan/review/traits";

/** Somebody who is not as they were when the plan was reviewed. */
export interface StaleSubject {
  /** By name where it is known, otherwise by the resource. */
  readonly who: string;
  readonly platform?: string;
  /** `declared`: the program or the roster says something else. `observed`: the vendor shows something else. */
  readonly differs: readonly ("declared" | "observed")[];
}

interface Now {
  readonly fingerprints: Readonly<Record<string, string>>;
  readonly entities: readonly EntitySnapshot[];
}

/** What differs between the look that a plan rests on and a new one; empty where nothing does. */
export function staleSubjects(plan: PlanFile, now: Now): readonly StaleSubject[] {
  const { digest } = plan.review;
  const comparable = <Value>(bySubject: Readonly<Record<string, Value>>): Readonly<Record<string, Value>> =>
    plan.masked ? hiddenSubjects(bySubject, digest) : bySubject;
  const fingerprints = comparable(now.fingerprints);
  const snapshots = comparable(Object.fromEntries(now.entities.map((person) => [subjectOf(person), person])));
  const changes = new Map(plan.review.changes.map((change) => [subjectOf(change), change]));
  return differences(plan.fingerprints, fingerprints).map(({ subject, declared, observed }): StaleSubject => {
    return {
      ...whoIs(subject, snapshots[subject], changes.get(subject)),
      differs: [...(declared ? (["declared"] as const) : []), ...(observed ? (["observed"] as const) : [])],
    };
  });
}

function whoIs(subject: string, snapshot: EntitySnapshot | undefined, change: PersonChange | undefined) {
  if (snapshot) {
    const { platform, declared, observed, stored } = snapshot;
    return { who: personName(resourceKindOf(snapshot), declared, observed, stored), platform };
  }
  if (change) return { who: change.name, platform: change.platform };
  return {
    who: nameOfUrn(subject) || "somebody whom the plan masks",
  };
}

/** The difference in words, a line each. */
export function staleText(subjects: readonly StaleSubject[]): string {
  const shown = subjects.slice(0, 30).map(({ who, platform, differs }) => {
    const what = differs.map((side) => (side === "declared" ? "is declared otherwise" : "is otherwise at the vendor"));
    return `  ${who}${platform === undefined ? "" : ` (${platform})`} ${what.join(" and ")}`;
  });
  const more = subjects.length > shown.length ? [`  ... and ${subjects.length - shown.length} more`] : [];
  return [...shown, ...more].join("\n");
}
