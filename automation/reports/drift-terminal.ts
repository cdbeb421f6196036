import { subjectName } from "../plan/review/traits";
import { DRIFT_CLASSES, type Drifted, type DriftReport, type Unmanaged } from "../runs/drift/drift-report";
import { driftHeadline, listedWords } from "./drift-report";
import { detailPhrases } from "./phrases";
import { visible } from "./untrusted";
import { theRecord } from "./words";

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

function driftLine(found: Drifted): string {
  const { platform, what, details } = found;
  const phrases = detailPhrases(details).map((phrase) => phrase.map(({ text }) => text).join(""));
  return `  ${subjectName(found)} (${platform})  ${what === "gone" ? `${theRecord(found)} is gone` : phrases.join(", ")}`;
}

function accountLine({ name, platform, naturalKey, id, administrator }: Unmanaged): string {
  return `  ${name} (${platform})  ${naturalKey}, id ${id}${administrator ? ", administrator" : ""}`;
}

function limited(lines: readonly string[]): readonly string[] {
  if (lines.length <= MOST_LINES) return lines;
  return [...lines.slice(0, MOST_LINES), `  ... and ${lines.length - MOST_LINES} more; --json lists all`];
}
