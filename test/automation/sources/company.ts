import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { daysAfter } from "../../../automation/roster/sources/days";
import { ROOT } from "../roster-lab";

/** The night before this one has the people of the example as they are. */
export const FIRST_NIGHT = "2026-12-01";

/** The day after the last one of some contractors, and their numbers in the workbook. */
const CONTRACTS_ENDED = { on: "2027-07-01", contractors: [1, 2, 4, 5, 7, 8, 10, 11] } as const;

interface Row {
  readonly [column: string]: string;
}

/** Ways in which an export is broken between two nights. */
export type Break = "cut" | "shifted" | "lost zeros";

/**
 * The invented company of examples/hr-export in a folder of its own, whose export is written anew each night. Who joins, moves, leaves,
 * comes back or gets another name is the same in every run.
 */
export class Company {
  readonly #columns: readonly string[];
  readonly #header: string;
  readonly #rows: Map<string, Row>;
  readonly #gone = new Map<string, Row>();
  readonly #next = numbers(7);
  #night = 0;
  #number: number;

  constructor(readonly folder: string) {
    cpSync(join(ROOT, "examples", "hr-export"), folder, { recursive: true });
    const [header = "", ...lines] = readFileSync(this.#file, "utf8").trim().split("\n");
    this.#header = header;
    this.#columns = header.split(",");
    this.#rows = new Map(lines.map((line) => [line.split(",", 1)[0] ?? "", this.#rowOf(line)]));
    this.#number = this.#rows.size;
  }

  get roster(): string {
    return join(this.folder, "roster.yaml");
  }

  /**
   * Lets a night's events happen, and writes the export.
   *
   * @returns the day, and what a plan of it has to hold: a platform, a key and the classes of each change, in order
   */
  nextNight(): { readonly today: string; readonly expected: readonly string[] } {
    const night = this.#night++;
    const today = daysAfter(FIRST_NIGHT, night);
    const rows = this.#rows;
    const next = this.#next;
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
    const tell = (key: string, row: Row, classes: string, atNetex = classes): void => {
      expected.push(`adobe ${key}: ${classes}`);
      if (["ES", "PT"].includes(row["Country"] ?? "")) expected.push(`netex ${key}: ${atNetex}`);
    };
    for (let joiners = next(3); joiners > 0; joiners--) {
      const number = ++this.#number;
      const key = String(number).padStart(5, "0");
      const country = ["ES", "DE"][next(2)] ?? "";
      const row = this.#rowOf(
        `${key},Nora,New,nora.${number}@example.com,00002,01/01/2020,,Analyst,Sales,${country},Active,1`,
      );
      rows.set(key, row);
      tell(key, row, "joiner");
    }
    for (let leavers = next(3); leavers > 0; leavers--) {
      const [key, row] = somebody();
      if (this.#gone.has(key)) continue;
      this.#leave(key, row, next(3), today);
      this.#gone.set(key, row);
      tell(key, row, "leaver");
    }
    if (this.#gone.size > 0 && next(4) === 0) {
      const [key, row] = [...this.#gone].find(([key]) => !touched.has(key)) ?? ["", undefined];
      if (row) {
        this.#gone.delete(key);
        rows.set(key, row);
        // Adobe shows nobody who is deleted; at Netex their account is there, switched off.
        tell(key, row, "joiner", "reactivated");
      }
    }
    const [mover, moved] = somebody();
    if (!this.#gone.has(mover)) {
      rows.set(mover, { ...moved, "Business Title": `Title ${night}` });
      expected.push(`adobe ${mover}: mover`);
    }
    const [married, single] = somebody();
    if (!this.#gone.has(married)) {
      const changed = { "Legal Last Name": `Name ${night}`, "Email - Work": `name.${night}@example.com` };
      rows.set(married, { ...single, ...changed });
      tell(married, single, "email-change,mover");
    }
    if (today === CONTRACTS_ENDED.on) {
      expected.push(...CONTRACTS_ENDED.contractors.map((number) => `adobe c-${number}: leaver`));
    }
    this.write();
    return { today, expected: expected.sort() };
  }

  /** Writes the export, whole or broken. */
  write(broken?: Break): void {
    const rows = [...this.#rows.values()].slice(0, broken === "cut" ? 200 : undefined);
    const lines = rows.map((row) => this.#columns.map((name) => row[name]).join(","));
    const change: Partial<Record<Break, (line: string) => string>> = {
      shifted: (line) => line.replace(/^(\d+),([^,]*),/, "$1,"),
      // As Excel saves a file that it has opened.
      "lost zeros": (line) => line.replace(/(^|,)0+(?=\d)/g, "$1"),
    };
    const changed = (broken && change[broken]) ?? ((line: string) => line);
    writeFileSync(this.#file, `${[this.#header, ...lines].map(changed).join("\n")}\n`);
  }

  get #file(): string {
    return join(this.folder, "exports", "workday.csv");
  }

  #rowOf(line: string): Row {
    const cells = line.split(",");
    return Object.fromEntries(this.#columns.map((name, i) => [name, cells[i] ?? ""]));
  }

  /** Their row says so, or it isn't there any more, or their last day was yesterday. */
  #leave(key: string, row: Row, way: number, today: string): void {
    const [year = "", month = "", day = ""] = daysAfter(today, -1).split("-");
    if (way === 0) this.#rows.set(key, { ...row, "Worker Status": "Terminated" });
    else if (way === 1) this.#rows.delete(key);
    else this.#rows.set(key, { ...row, "Termination Date": `${month}/${day}/${year}` });
  }
}

/** Numbers that are the same in every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * below);
  };
}
