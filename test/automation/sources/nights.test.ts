import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { evaluateGuards } from "../../../automation/plan/guards/evaluate";
import { GuardFile } from "../../../automation/plan/guards/guard-file";
import { buildReview } from "../../../automation/plan/review/build-review";
import { peopleOf } from "../../../automation/plan/review/people";
import type { ResourceSide, ResourceSnapshot } from "../../../automation/plan/review/resource-snapshots";
import { readRoster } from "../../../automation/roster/file/read-roster";
import { setsOf } from "../../../automation/roster/program/sets";
import { daysAfter } from "../../../automation/roster/sources/days";
import { ROOT } from "../roster-lab";
import { folderOfFiles, problemsOf } from "./files";

/** A month by default; `NIGHTS=365` for the year. */
const NIGHTS = Number(process.env["NIGHTS"] ?? 30);
const FIRST = "2026-12-01";

const folder = folderOfFiles();
cpSync(join(ROOT, "examples", "hr-export"), folder.path, { recursive: true });
const ROSTER = join(folder.path, "roster.yaml");

interface Row {
  readonly [column: string]: string;
}

const [header = "", ...lines] = readFileSync(join(folder.path, "exports", "workday.csv"), "utf8")
  .trim()
  .split("\n");
const COLUMNS = header.split(",");
const rowOf = (line: string): Row => {
  const cells = line.split(",");
  return Object.fromEntries(COLUMNS.map((name, i) => [name, cells[i] ?? ""]));
};
const lineOf = (row: Row): string => COLUMNS.map((name) => row[name]).join(",");

function write(rows: ReadonlyMap<string, Row>, change: (line: string) => string = (line) => line): void {
  folder.write("exports/workday.csv", `${[header, ...[...rows.values()].map(lineOf)].map(change).join("\n")}\n`);
}

/** Numbers that are the same in every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}

type Sets = ReadonlyMap<string, { readonly users: Readonly<Record<string, unknown>> }>;

/** What a plan makes of what was applied last and of what is declared now, as if each vendor showed just that. */
function lookAt(before: Sets, now: Sets) {
  const snapshots = [...new Set([...before.keys(), ...now.keys()])].map((platform): ResourceSnapshot => {
    const urn = `urn:pulumi:dev::hr-export::roster:${platform}:Users::people`;
    const applied = before.get(platform);
    const declared = now.get(platform);
    const ids = Object.fromEntries(Object.keys(applied?.users ?? {}).map((key) => [key, `id-${platform}-${key}`]));
    const side = (inputs: object, outputs: object): ResourceSide => {
      return { id: "1", inputs: { ...inputs }, outputs: { ...outputs }, retainOnDelete: false, provider: "" };
    };
    const last = applied && side(applied, { ...applied, ids, origins: {}, tenant: "1" });
    return {
      urn,
      type: `roster:${platform}:Users`,
      ...(last ? { stored: last, observed: last } : {}),
      ...(declared ? { declared: side(declared, {}) } : {}),
      differing: [],
    };
  });
  const people = peopleOf(snapshots);
  const look = { project: "hr-export", stack: "dev", lookedAt: `${FIRST}T02:00:00.000Z`, look: { seconds: 1 } };
  const { review } = buildReview({
    ...look,
    snapshots,
    people,
    existing: [],
    notes: [],
    extraRoles: {},
    requestsPerMinute: {},
  });
  const setting = { approvals: new Map(), guards: GuardFile.parse({}), configuration: {}, environment: {} };
  const guards = evaluateGuards({ ...setting, review, people });
  const breaches = new Set(guards.flatMap(({ guard, breached }) => (breached ? [guard] : [])));
  return {
    breaches,
    changes: review.changes.map(({ platform, key, classes }) => `${platform} ${key}: ${classes.join()}`).sort(),
  };
}

const read = async (today: string): Promise<Sets> => new Map(setsOf(await readRoster(ROSTER, { today })));

/** Their row says so, or it isn't there any more, or their last day was yesterday. */
function leave(rows: Map<string, Row>, key: string, row: Row, way: number, today: string): void {
  const [year = "", month = "", day = ""] = daysAfter(today, -1).split("-");
  if (way === 0) rows.set(key, { ...row, "Worker Status": "Terminated" });
  else if (way === 1) rows.delete(key);
  else rows.set(key, { ...row, "Termination Date": `${month}/${day}/${year}` });
}

/** What breaks an export gives no plan, or one that a guard refuses. */
async function expectRefused(rows: ReadonlyMap<string, Row>, applied: Sets, today: string): Promise<void> {
  write(new Map([...rows].slice(0, 200)));
  expect((await problemsOf(ROSTER, today)).join()).toContain("the file may be cut");
  write(rows, (line) => line.replace(/^(\d+),([^,]*),/, "$1,"));
  expect((await problemsOf(ROSTER, today)).length).toBeGreaterThan(50);
  write(rows, (line) => line.replace(/(^|,)0+(?=\d)/g, "$1"));
  expect(lookAt(applied, await read(today)).breaches).toContain("keyChanges");
}

describe("a year of nights", () => {
  test("has plans that hold what happened in each night, and nothing else", async () => {
    const rows = new Map(lines.map((line) => [rowOf(line)["Employee ID"] ?? "", rowOf(line)]));
    const gone = new Map<string, Row>();
    const next = numbers(7);
    let number = rows.size;
    let applied: Sets = new Map();
    write(rows);
    applied = await read(daysAfter(FIRST, -1));
    expect([...applied].map(([platform, { users }]) => [platform, Object.keys(users).length > 100])).toEqual([
      ["adobe", true],
      ["netex", true],
    ]);
    const isAtNetex = (row: Row): boolean => ["ES", "PT"].includes(row["Country"] ?? "");
    for (let night = 0; night < NIGHTS; night++) {
      const today = daysAfter(FIRST, night);
      const expected: string[] = [];
      // Managers, the first ten, stay: what becomes of their reports is another test's.
      const staff = [...rows.keys()].slice(10);
      const touched = new Set<string>();
      const somebody = (): [string, Row] => {
        let key = staff[next(staff.length)] ?? "";
        while (touched.has(key)) key = staff[next(staff.length)] ?? "";
        touched.add(key);
        return [key, rows.get(key) ?? {}];
      };
      const tell = (key: string, row: Row, adobe: string, netex = adobe): void => {
        expected.push(`adobe ${key}: ${adobe}`);
        if (isAtNetex(row)) expected.push(`netex ${key}: ${netex}`);
      };
      for (let joiners = next(3); joiners > 0; joiners--) {
        const key = String(++number).padStart(5, "0");
        const country = ["ES", "DE"][next(2)] ?? "";
        const row = rowOf(
          `${key},Nora,New,nora.${number}@example.com,00002,01/01/2020,,Analyst,Sales,${country},Active,1`,
        );
        rows.set(key, row);
        tell(key, row, "joiner");
      }
      for (let leavers = next(3); leavers > 0; leavers--) {
        const [key, row] = somebody();
        leave(rows, key, row, next(3), today);
        gone.set(key, row);
        tell(key, row, "leaver");
      }
      if (gone.size > 0 && next(4) === 0) {
        const [key, row] = [...gone].find(([key]) => !touched.has(key)) ?? ["", undefined];
        if (row) {
          gone.delete(key);
          rows.set(key, row);
          tell(key, row, "joiner");
        }
      }
      const stays = ([key]: [string, Row]): boolean => !gone.has(key);
      const mover = somebody();
      if (stays(mover)) {
        const [key, row] = mover;
        rows.set(key, { ...row, "Business Title": `Title ${night}` });
        expected.push(`adobe ${key}: mover`);
      }
      const married = somebody();
      if (stays(married)) {
        const [key, row] = married;
        const changed = { ...row, "Legal Last Name": `Name ${night}`, "Email - Work": `name.${night}@example.com` };
        rows.set(key, changed);
        tell(key, row, "email-change,mover");
      }
      if (night % 7 === 3) await expectRefused(rows, applied, today);
      write(rows);
      const declared = await read(today);
      const { changes } = lookAt(applied, declared);
      expect([today, changes]).toEqual([today, expected.sort()]);
      applied = declared;
      expect(lookAt(applied, await read(today)).changes).toEqual([]);
    }
  });
});
