import { basename, dirname } from "node:path";
import { Failure } from "../../common/failure";
import type { RawRoster, Roster } from "../model/roster";
import { gather } from "../sources/gather";
import { NO_GATHERING } from "../sources/settings";
import { isTableFile } from "../tables/read-table";
import { judgeRoster } from "./judge-roster";
import { type ReadOptions, rawRoster } from "./raw-roster";
import { readYamlRoster } from "./read-yaml-roster";

/** Names under which a roster file is found in a folder, in this order. */
export const ROSTER_FILES = ["roster.yaml", "roster.yml", "roster.csv", "roster.tsv", "roster.xlsx"] as const;

/**
 * Reads a roster file by its extension: YAML, which may name files of rows as its sources, or one such file (CSV, TSV or XLSX) with
 * the attributes' names in its header. Everybody is judged by the platforms' own rules. All problems are one Failure, a line and a
 * place each; beyond fifty they are counted.
 *
 * @param options.today the day to read dates by, ISO 8601; default: today in the roster's time zone
 */
export async function readRoster(file: string, options: Partial<ReadOptions> = {}): Promise<Roster> {
  return judgeRoster(await readRaw(file, { now: new Date(), ...options }));
}

async function readRaw(file: string, options: ReadOptions): Promise<RawRoster> {
  if (/\.ya?ml$/i.test(file)) return readYamlRoster(file, options);
  if (isTableFile(file)) return readTableRoster(file, options);
  throw new Failure("roster-file", `${file}: a roster is a .yaml or .csv file, or .tsv or .xlsx`);
}

/** A roster whose rows are people and whose columns are attributes by their names. */
export async function readTableRoster(file: string, options: ReadOptions): Promise<RawRoster> {
  const name = basename(file);
  const settings = { ...NO_GATHERING, sources: { [name]: { file: name } } };
  const placeOf = (): string => name;
  const found = await gather(settings, new Map(), { ...options, folder: dirname(file), isTable: true, placeOf });
  return rawRoster({ file, project: undefined, settings, ...found, placeOf });
}
