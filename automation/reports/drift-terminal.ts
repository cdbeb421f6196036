import { type ChangeDetail, isOfSet } from "../plan/review/review";
import { DRIFT_CLASSES, type Drifted, type DriftReport, type Unmanaged } from "../runs/drift/drift-report";
import { driftHeadline, listedWords } from "./drift-report";
import { visible } from "./untrusted";

const MOST_LINES = 40;

/** The report in plain words. Names come from outside, so they are made harmless. */
export function driftText(report: DriftReport): string {
  const { drifted, unmanaged, waived, expired, unused, notes } = report;
  const lines = [`${report.project}/${report.stack}: ${driftHeadline(report)}`, ""];
  for (const name of DRIFT_CLASSES) {
    const mine = drifted.filter((finding) => finding.class === name);
    if (mine.length > 0) lines.push(`${name} drift, ${mine.length}`, ...limited(mine.map(driftLine)), "");
  }
  if (unmanaged.length > 0)
    lines.push(`nobody declares, ${unmanaged.length}`, ...limited(unmanaged.map(accountLine)), "");
  if (waived.length > 0) lines.push(`${waived.length} more are waived`);
  for (const { account, owner, until } of expired)
    lines.push(`the waiver for ${account} ended on ${until}; ask ${owner}`);
  for (const { account } of unused) lines.push(`the waiver for ${account} fits no unmanaged account any more`);
  lines.push(...listedWords(report));
  return `${[...lines, ...notes].map(visible).join("\n").trimEnd()}\n`;
}

function driftLine({ name, platform, what, details }: Drifted): string {
  return `  ${name} (${platform})  ${what === "gone" ? "the account is gone" : details.map(detailText).join(", ")}`;
}

function accountLine({ name, platform, naturalKey, id, administrator }: Unmanaged): string {
  return `  ${name} (${platform})  ${naturalKey}, id ${id}${administrator ? ", administrator" : ""}`;
}

function detailText(detail: ChangeDetail): string {
  const { path, from, to, fromName, toName } = detail;
  if (isOfSet(detail)) return to === undefined ? `${path} - ${textOf(from)}` : `${path} + ${textOf(to)}`;
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
