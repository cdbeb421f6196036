import { markdownText } from "../reports/markdown-text";
import { visible } from "../reports/untrusted";
import type { ChangeDetail } from "../review/review";
import { DRIFT_CLASSES, type Drifted, type DriftReport, type Unmanaged } from "./drift-report";

const MOST_LINES = 40;

/** The report in plain words. Names come from outside, so they are made harmless. */
export function driftText(report: DriftReport): string {
  const { drifted, unmanaged, waived, expired, unused, notes } = report;
  const lines = [`${report.project}/${report.stack}: ${headline(report)}`, ""];
  for (const name of DRIFT_CLASSES) {
    const mine = drifted.filter((finding) => finding.class === name);
    if (mine.length > 0) lines.push(`${name} drift, ${mine.length}`, ...limited(mine.map(driftLine)), "");
  }
  if (unmanaged.length > 0)
    lines.push(`nobody declares, ${unmanaged.length}`, ...limited(unmanaged.map(accountLine)), "");
  if (waived.length > 0) lines.push(`${waived.length} more are waived`);
  for (const { account, owner, until } of expired)
    lines.push(`the waiver for ${account} ended on ${until}; ask ${owner}`);
  for (const { account } of unused) lines.push(`the waiver for ${account} fits no account any more`);
  return `${[...lines, ...notes].map(visible).join("\n").trimEnd()}\n`;
}

/** The report for an issue or a comment. */
export function driftMarkdown(report: DriftReport): string {
  const rows = report.drifted.map((finding) => {
    const what = finding.what === "gone" ? "the account is gone" : finding.details.map(detailText).join("; ");
    return `| ${[finding.class, finding.name, finding.platform, what].map(markdownText).join(" | ")} |`;
  });
  const accounts = report.unmanaged.map(
    ({ name, platform, naturalKey, id, administrator }) =>
      `| ${[name, platform, naturalKey, id, administrator ? "administrator" : ""].map(markdownText).join(" | ")} |`,
  );
  return [
    `### ${markdownText(`${report.project}/${report.stack}`)}: ${headline(report)}`,
    "",
    ...(rows.length > 0 ? ["| class | who | where | drift |", "|---|---|---|---|", ...rows, ""] : []),
    ...(accounts.length > 0
      ? [
          "Accounts that nobody declares:",
          "",
          "| who | where | named | id | |",
          "|---|---|---|---|---|",
          ...accounts,
          "",
        ]
      : []),
    ...report.expired.map(
      ({ account, owner, until }) =>
        `- the waiver for ${markdownText(account)} ended on ${until}; ask ${markdownText(owner)}`,
    ),
    ...report.notes.map((note) => `- ${markdownText(note)}`),
    "",
  ].join("\n");
}

function headline({ drifted, unmanaged, accounts }: DriftReport): string {
  if (drifted.length + unmanaged.length === 0) return `no drift in ${accounts} accounts`;
  const counts = DRIFT_CLASSES.map(
    (name) => [drifted.filter((finding) => finding.class === name).length, name] as const,
  );
  const parts = counts.filter(([count]) => count > 0).map(([count, name]) => `${count} ${name}`);
  if (unmanaged.length > 0) parts.push(`${unmanaged.length} unmanaged`);
  return `${parts.join(", ")} in ${accounts} accounts`;
}

function driftLine({ name, platform, what, details }: Drifted): string {
  return `  ${name} (${platform})  ${what === "gone" ? "the account is gone" : details.map(detailText).join(", ")}`;
}

function accountLine({ name, platform, naturalKey, id, administrator }: Unmanaged): string {
  return `  ${name} (${platform})  ${naturalKey}, id ${id}${administrator ? ", administrator" : ""}`;
}

function detailText({ kind, path, from, to, fromName, toName }: ChangeDetail): string {
  if (kind === "role") return to === undefined ? `${path} - ${textOf(from)}` : `${path} + ${textOf(to)}`;
  return `${path} ${fromName ?? textOf(from)} -> ${toName ?? textOf(to)}`;
}

function textOf(value: unknown): string {
  if (value === undefined) return "nothing";
  return typeof value === "string" ? value : JSON.stringify(value);
}

function limited(lines: readonly string[]): readonly string[] {
  if (lines.length <= MOST_LINES) return lines;
  return [...lines.slice(0, MOST_LINES), `  ... and ${lines.length - MOST_LINES} more; --json lists all`];
}
