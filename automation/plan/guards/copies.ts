import { resourceKindOf } from "../../common/platforms";
import { subjectOf } from "../review/digest";
import type { PersonSnapshot } from "../review/people";
import type { GuardResult, PersonChange } from "../review/review";

/**
 * Leavers whose account is a copy of one in another directory and was promised to be deleted: the provider refuses that at
 * the removal, in the middle of a run, as the account would come back.
 */
export function copies(changes: readonly PersonChange[], people: readonly PersonSnapshot[]): readonly GuardResult[] {
  const snapshots = new Map(people.map((person) => [subjectOf(person), person]));
  const refused = changes.filter((change) => {
    const { copies } = resourceKindOf(change).capabilities;
    const { observed, stored } = snapshots.get(subjectOf(change)) ?? {};
    return copies !== undefined && change.departure === "deleted" && Boolean((observed ?? stored)?.[copies.output]);
  });
  if (refused.length === 0) return [];
  return [
    {
      guard: "copies",
      count: refused.length,
      who: refused.map(({ name, platform, id }) => `${name} (${platform} ${id})`),
      limit: "no copy of another directory's account is deleted",
      breached: true,
      advice:
        'declare them once more with onDestroy "deactivate", which holds, or "retain", and apply that before they are taken out; or delete them in ' +
        "that directory",
    },
  ];
}
