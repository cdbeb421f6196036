import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { writeXlsx } from "hucre/xlsx";
import { type Figure, figure } from "./figure";
import type { Told } from "./read-roster";

const CHILD = join(__dirname, "read-roster.js");
/** Without this, V8 would collect late, and what is measured would be the machine's memory. */
const HEAP_MEBIBYTES = 400;

/** What people have: a text, or a workbook. */
export const FORMATS = ["csv", "xlsx"] as const;
export type Format = (typeof FORMATS)[number];

const HEADER = [
  "Employee ID",
  "First",
  "Last",
  "Mail",
  "Boss",
  "Hire Date",
  "Title",
  "Team",
  "Worker Status",
  "Cost Center",
];

const rosterOf = (format: Format): string => `sources:
  workday:
    file: workday.${format}
    dates: MM/DD/YYYY
    where: "\`Worker Status\` = 'Active'"
    columns:
      { key: Employee ID, given: First, family: Last, email: Mail, manager: Boss, starts: Hire Date, adobe.profile: Title }
    values: { platforms: adobe, adobe.fields.Team: "\${{ $uppercase(Team) }}" }
rules:
  - when: Team = "learning"
    adobe: { roles: [Author] }
`;

/** Time and memory of a process that reads and judges an export of `n` people, with expressions, a rule and dates. */
export async function rosterReading(n: number, format: Format): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), "roster-bench-"));
  try {
    const rows = Array.from({ length: n }, (_, i) => rowOf(i));
    writeFileSync(join(folder, `workday.${format}`), await fileOf([HEADER, ...rows], format));
    writeFileSync(join(folder, "roster.yaml"), rosterOf(format));
    const args = [`--max-old-space-size=${HEAP_MEBIBYTES}`, CHILD, join(folder, "roster.yaml")];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    const { found, seconds, processorSeconds, peakMebibytes } = JSON.parse(stdout) as Told;
    const suffix = format === "csv" ? "" : `-${format}`;
    if (found !== n) throw new Error(`${found} of ${n} people were read`);
    return [
      figure(`roster-read-seconds${suffix}`, n, seconds, "seconds"),
      figure(`roster-read-processor-seconds${suffix}`, n, processorSeconds, "seconds"),
      figure(`roster-read-memory${suffix}`, n, peakMebibytes, "MiB"),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function rowOf(i: number): readonly string[] {
  const boss = i < 10 ? "" : `e${Math.floor(i / 10)}`;
  const title = `Engineer ${i % 50}`;
  const team = i % 9 ? "it" : "learning";
  return [`e${i}`, "Ada", `Byron ${i}`, `ada${i}@example.com`, boss, "01/15/2020", title, team, "Active", `0${i % 99}`];
}

async function fileOf(rows: readonly (readonly string[])[], format: Format): Promise<string | Uint8Array> {
  if (format === "csv") return rows.map((cells) => `${cells.join(",")}\n`).join("");
  return writeXlsx({ sheets: [{ name: "People", rows: rows.map((cells) => [...cells]) }] });
}
