import { resolve } from "node:path";
import { z } from "zod";
import { pathText } from "../../../provider/core/model/value";
import { Failure } from "../../common/failure";
import { TODAY_VARIABLE } from "../../common/today";
import { judgeRoster } from "../file/judge-roster";
import { rawRoster } from "../file/raw-roster";
import { readRoster as readFile } from "../file/read-roster";
import { gather } from "../sources/gather";
import { GatheringShape } from "../sources/settings";
import { tableOfRows } from "../tables/table-of-rows";
import type { ReadOptions, ReadRoster, Row, RowMapping } from "./public";

/**
 * Reads a roster as `declareRoster` does, for programs that want to look at people or to change them first.
 *
 * @param file YAML, CSV, TSV or XLSX; relative to the working directory
 * @throws an Error with the code `roster-file`, whose message lists all problems of the files, a line and a place each; beyond
 * fifty they are counted
 */
export async function readRoster(file: string, options: ReadOptions = {}): Promise<ReadRoster> {
  return readFile(resolve(file), withToday(options));
}

/**
 * People of rows that a program has read itself, from a database or an API, by the rules of a source in a roster file. Places are the
 * numbers of rows from 1: `rows:3, column Job Title`.
 *
 * @throws an Error with the code `roster-file`, as `readRoster` does
 */
export async function fromRows(
  rows: readonly Row[],
  mapping: RowMapping,
  options: ReadOptions = {},
): Promise<ReadRoster> {
  const { name = "rows", columns, values, where, dates, atLeast, ...more } = mapping;
  const given = { columns, values, where, dates, atLeast };
  const source = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const parsed = z.strictObject(GatheringShape).safeParse({ ...more, sources: { [name]: { file: name, ...source } } });
  if (!parsed.success) {
    const [{ path, message } = { path: [], message: "is no mapping" }] = parsed.error.issues;
    throw new Failure("roster-file", `${name}: ${pathText(path.map(String))}: ${message}`);
  }
  const placeOf = (): string => name;
  const found = await gather(parsed.data, new Map(), {
    ...withToday(options),
    folder: ".",
    placeOf,
    tables: new Map([[name, tableOfRows(name, rows)]]),
  });
  return judgeRoster(rawRoster({ file: name, project: undefined, settings: parsed.data, ...found, placeOf }));
}

function withToday({ today = process.env[TODAY_VARIABLE], signal }: ReadOptions) {
  return { today, signal, now: new Date() };
}
