import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Figure, figure } from "./figure";
import type { Told } from "./read-roster";

const CHILD = join(__dirname, "read-roster.js");
/** Without this, V8 would collect late, and what is measured would be the machine's memory. */
const HEAP_MEBIBYTES = 400;

const ROSTER = `sources:
  workday:
    file: workday.csv
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
export async function rosterReading(n: number): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), "roster-bench-"));
  try {
    const lines = Array.from({ length: n }, (_, i) => {
      const boss = i < 10 ? "" : `e${Math.floor(i / 10)}`;
      return `e${i},Ada,Byron ${i},ada${i}@example.com,${boss},01/15/2020,Engineer ${i % 50},${i % 9 ? "it" : "learning"},Active,0${i % 99}\n`;
    });
    const header = "Employee ID,First,Last,Mail,Boss,Hire Date,Title,Team,Worker Status,Cost Center\n";
    writeFileSync(join(folder, "workday.csv"), header + lines.join(""));
    writeFileSync(join(folder, "roster.yaml"), ROSTER);
    const args = [`--max-old-space-size=${HEAP_MEBIBYTES}`, CHILD, join(folder, "roster.yaml")];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    const { found, seconds, peakMebibytes } = JSON.parse(stdout) as Told;
    if (found !== n) throw new Error(`${found} of ${n} people were read`);
    return [
      figure("roster-read-seconds", n, seconds, "seconds"),
      figure("roster-read-memory", n, peakMebibytes, "MiB"),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
