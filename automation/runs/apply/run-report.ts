import { subjectOf } from "../../plan/review/digest";
import type { ChangeClass, ChangeDetail, GuardResult, Review } from "../../plan/review/review";
import type { Outcome, Watch } from "./watch";

/** What one run of `apply` did: an audit record. It holds names, and values of attributes. */
export interface RunReport {
  readonly version: 1;
  readonly project: string;
  readonly stack: string;
  readonly engine: string;
  readonly outcome: "applied" | "nothing-to-do" | "failed" | "interrupted" | "stale";
  /** Who ran it, as the system or the CI names them. */
  readonly ranBy: string;
  /** ISO 8601 in UTC. */
  readonly startedAt: string;
  readonly endedAt: string;
  /** Of the folder's repository, where it is one. */
  readonly commit?: string;
  readonly planDigest: string;
  readonly plannedAt: string;
  /** Breaches that were approved, with the exact count. */
  readonly approvals: readonly { readonly guard: string; readonly platform?: string; readonly count: number }[];
  readonly changes: readonly ReportedChange[];
  /** What went wrong, in the engine's words. */
  readonly errors: readonly string[];
}

export interface ReportedChange {
  readonly platform: string;
  readonly key: string;
  readonly name: string;
  readonly id?: string;
  /** The id before, of a person whose account was gone and who came back under another one. */
  readonly formerId?: string;
  readonly classes: readonly ChangeClass[];
  readonly departure?: string;
  readonly details: readonly ChangeDetail[];
  readonly outcome: Outcome;
}

/**
 * @param settled subjects that are done although their resource failed
 * @param ids of accounts as the run left them, by subject
 */
export function reportedChanges(
  { changes }: Review,
  watch: Watch,
  settled: ReadonlySet<string>,
  ids: ReadonlyMap<string, string>,
): readonly ReportedChange[] {
  return changes.map((change) => {
    const { platform, key, name, formerId, classes, departure, details } = change;
    const now = ids.get(subjectOf(change));
    const hasReturned = formerId !== undefined && now !== undefined && now !== formerId;
    const id = hasReturned ? now : change.id;
    return {
      platform,
      key,
      name,
      ...(id === undefined ? {} : { id }),
      ...(hasReturned ? { formerId } : {}),
      classes,
      ...(departure === undefined ? {} : { departure }),
      details,
      outcome: watch.outcomeOf(change, settled),
    };
  });
}

/** Changes of people who came back under a new id. */
export function returnedIn({ changes }: RunReport): readonly (ReportedChange & { id: string; formerId: string })[] {
  return changes.flatMap((change) => {
    const { id, formerId } = change;
    return id === undefined || formerId === undefined ? [] : [{ ...change, id, formerId }];
  });
}

export function approvalsIn(guards: readonly GuardResult[]): RunReport["approvals"] {
  return guards.flatMap(({ guard, platform, allowed }) =>
    allowed === undefined ? [] : [{ guard, ...(platform === undefined ? {} : { platform }), count: allowed }],
  );
}
