import { resourceKindOf } from "../../common/platforms";
import { subjectOf } from "../../plan/review/digest";
import type { PersonSnapshot } from "../../plan/review/people";
import { SECRET_TEXT } from "../../plan/review/resource-snapshots";
import type { PersonChange } from "../../plan/review/review";

/** What an account showed before a run, as far as it is managed; secrets are not in it. */
export interface Before {
  readonly platform: string;
  readonly urn: string;
  readonly key: string;
  /** Absent where there was no account. */
  readonly id?: string;
  readonly values: Readonly<Record<string, unknown>> | null;
}

/** The values before, of everybody whom a run is about to change. */
export function valuesBefore(changes: readonly PersonChange[], people: readonly PersonSnapshot[]): readonly Before[] {
  const snapshots = new Map(people.map((person) => [subjectOf(person), person]));
  return changes.flatMap((change): readonly Before[] => {
    const snapshot = snapshots.get(subjectOf(change));
    if (!snapshot) return [];
    const { platform, urn, key, id, observed } = snapshot;
    const { attributes } = resourceKindOf(snapshot).capabilities;
    const values = Object.entries(observed ?? {}).filter(
      ([name, value]) => attributes[name]?.secret !== true && value !== SECRET_TEXT,
    );
    return [{ platform, urn, key, ...(id === "" ? {} : { id }), values: observed ? Object.fromEntries(values) : null }];
  });
}
