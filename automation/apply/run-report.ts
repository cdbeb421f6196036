import { markdownText } from "../reports/markdown-text";
import type { ChangeClass, ChangeDetail, GuardResult, Review } from "../review/review";
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
  readonly classes: readonly ChangeClass[];
  readonly departure?: string;
  readonly details: readonly ChangeDetail[];
  readonly outcome: Outcome;
}

export function reportedChanges(
  { changes }: Review,
  watch: Watch,
  settled: ReadonlySet<string>,
): readonly ReportedChange[] {
  return changes.map((change) => {
    const { platform, key, name, id, classes, departure, details } = change;
    return {
      platform,
      key,
      name,
      ...(id === undefined ? {} : { id }),
      classes,
      ...(departure === undefined ? {} : { departure }),
      details,
      outcome: watch.outcomeOf(change, settled),
    };
  });
}

export function approvalsIn(guards: readonly GuardResult[]): RunReport["approvals"] {
  return guards.flatMap(({ guard, platform, allowed }) =>
    allowed === undefined ? [] : [{ guard, ...(platform === undefined ? {} : { platform }), count: allowed }],
  );
}

/** The report for people. Names come from outside, so nothing in them may act as Markdown. */
export function reportMarkdown(report: RunReport): string {
  const counts = [...Map.groupBy(report.changes, ({ outcome }) => outcome)].map(
    ([outcome, changes]) => `${changes.length} ${outcome}`,
  );
  const facts: readonly (readonly [string, string])[] = [
    ["outcome", report.outcome],
    ["people", counts.join(", ") || "nobody"],
    ["run by", report.ranBy],
    ["started", report.startedAt],
    ["ended", report.endedAt],
    ["commit", report.commit ?? "unknown"],
    ["plan", `${report.planDigest}, looked at ${report.plannedAt}`],
    ["engine", report.engine],
    [
      "approved",
      report.approvals
        .map(({ guard, platform, count }) => `${platform ? `${platform}.` : ""}${guard}=${count}`)
        .join(", ") || "nothing had to be",
    ],
  ];
  const rows = report.changes.map(({ name, platform, classes, details, departure, outcome }) => {
    const what = departure ?? details.map(({ path, from, to }) => `${path}: ${shown(from)} -> ${shown(to)}`).join("; ");
    return `| ${markdownText(name)} | ${markdownText(platform)} | ${markdownText(classes.join(", "))} | ${markdownText(what)} | ${outcome} |`;
  });
  return [
    `# ${markdownText(report.project)}/${markdownText(report.stack)}: ${report.outcome}`,
    "",
    "| | |",
    "|---|---|",
    ...facts.map(([name, value]) => `| ${name} | ${markdownText(value)} |`),
    "",
    ...(report.errors.length > 0
      ? ["## Errors", "", ...report.errors.map((error) => `- ${markdownText(error)}`), ""]
      : []),
    ...(rows.length > 0
      ? ["## Changes", "", "| who | where | what it is | change | outcome |", "|---|---|---|---|---|", ...rows, ""]
      : []),
  ].join("\n");
}

function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  return typeof value === "string" ? value : JSON.stringify(value);
}
