import { z } from "zod";
import { Failure } from "../../../automation/common/failure";
import { judgeRoster } from "../../../automation/roster/file/judge-roster";
import { rawRoster } from "../../../automation/roster/file/raw-roster";
import type { RawPerson, RawRoster, Roster } from "../../../automation/roster/model/roster";
import { gather } from "../../../automation/roster/sources/gather";
import { type Gathering, GatheringShape } from "../../../automation/roster/sources/settings";
import { tableOf } from "../../../automation/roster/tables/table";

export const TODAY = "2026-12-10";

interface Told {
  /** As the roster says it. Each source has its table by its name, and needs no `file`. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Rows without quotation marks, by the names of sources. */
  readonly tables?: Readonly<Record<string, string>>;
  /** People who are written by hand. */
  readonly people?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly today?: string;
  readonly isTable?: boolean;
  readonly signal?: AbortSignal;
}

/** What is read of tables in memory. */
export async function rawOf({
  settings = {},
  tables = {},
  people = {},
  today = TODAY,
  isTable,
  signal,
}: Told): Promise<RawRoster> {
  const sources = Object.fromEntries(
    Object.entries((settings["sources"] ?? {}) as object).map(([name, own]) => [name, { file: `${name}.csv`, ...own }]),
  );
  const gathering: Gathering = z.strictObject(GatheringShape).parse({ ...settings, sources });
  const placeOf = (path: readonly (string | number)[]): string => `roster.yaml#${path.join(".")}`;
  const byHand = new Map(Object.entries(people).map(([key, values]) => [key, writtenBy(key, values)]));
  const rows = new Map(Object.entries(tables).map(([name, text]) => [name, parsed(`${name}.csv`, text)]));
  const context = { folder: "/nowhere", now: new Date(`${today}T12:00:00Z`), today, tables: rows, placeOf, signal };
  const found = await gather(gathering, byHand, { ...context, ...(isTable ? { isTable } : {}) });
  return rawRoster({ file: "roster.yaml", project: undefined, settings: gathering, ...found, placeOf });
}

export async function rosterOf(told: Told): Promise<Roster> {
  return judgeRoster(await rawOf(told));
}

/** What is wrong, a line each; none where nothing is. */
export async function problemsIn(told: Told): Promise<readonly string[]> {
  try {
    await rosterOf(told);
  } catch (error) {
    if (error instanceof Failure && error.code === "roster-file") return error.message.split("\n");
    throw error;
  }
  return [];
}

function writtenBy(key: string, values: Readonly<Record<string, unknown>>): RawPerson {
  const at = (path: readonly (string | number)[]): string => ["by-hand", key, ...path].join(".");
  return { values, holds: false, placeOf: at, originOf: at };
}

function parsed(file: string, text: string) {
  const rows = text.split("\n").map((line, i) => ({ line: i + 1, cells: line.split(",") }));
  return tableOf(file, rows) ?? tableOf(file, [{ line: 1, cells: ["key"] }]) ?? fail();
}

function fail(): never {
  throw new Error("a table has a header");
}
