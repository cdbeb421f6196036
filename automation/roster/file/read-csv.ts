import { basename } from "node:path";
import { CsvError, parse } from "csv-parse/sync";
import { isRecord } from "../../../provider/core/model/value";
import { Failure } from "../../common/failure";
import { isPlatformId, platformIds } from "../../common/platforms";
import { listed, readText } from "../../common/yaml-file";
import { Cells, readCommonCell } from "./cells";
import { COMMON } from "./common-attributes";
import { dialectOf } from "./csv-dialect";
import type { RawRoster } from "./roster";

const COLUMNS: readonly string[] = ["key", "platforms", ...COMMON];

interface Row {
  readonly cells: Readonly<Record<string, string>>;
  readonly line: number;
}

/**
 * Reads a roster in CSV (UTF-8, comma or semicolon): a row a person, `platforms` as `adobe|nerm`, and columns such as
 * `adobe.fields.Department`. An empty cell is not managed, `null` empties the attribute, `[]` and `a|b` are lists.
 */
export function readCsv(path: string): RawRoster {
  const file = basename(path);
  const text = readText(path, "roster-file");
  const { rows, columns } = readRows(file, text);
  const reader = new Cells();
  const places = new Map<string, number>();
  const people = new Map<string, Readonly<Record<string, unknown>>>();
  const troubles: string[] = [];
  for (const { cells, line } of rows) {
    const key = keyOfRow(cells);
    const before = places.get(key);
    if (key === "") troubles.push(`${file}:${line}, column key: must not be empty`);
    else if (before !== undefined) troubles.push(`${file}:${line}, column key: is also the key of line ${before}`);
    else {
      places.set(key, line);
      people.set(
        key,
        personOf(reader, cells, (column, reason) => troubles.push(`${file}:${line}, column ${column}: ${reason}`)),
      );
    }
  }
  if (troubles.length > 0) throw new Failure("roster-file", listed(troubles));
  return {
    file: path,
    project: undefined,
    defaults: {},
    people,
    placeOf: (key, inside) => {
      const names = inside.map(String);
      const column = columns
        .filter((name) => names.join(".") === name || names.join(".").startsWith(`${name}.`))
        .sort((a, b) => b.length - a.length)[0];
      return `${file}:${places.get(key) ?? 1}${column === undefined ? "" : `, column ${column}`}`;
    },
  };
}

function readRows(file: string, text: string): { readonly rows: readonly Row[]; readonly columns: readonly string[] } {
  const { delimiter } = dialectOf(text);
  const rows: Row[] = [];
  let columns: readonly string[] = [];
  let lastLine = 0;
  try {
    parse(text, {
      bom: true,
      delimiter,
      skip_empty_lines: true,
      columns: (names: string[]) => {
        columns = checkedColumns(file, names);
        lastLine = 1;
        return [...columns];
      },
      on_record: (cells: Record<string, string>, { lines }) => {
        // A row ends at `lines`, and quoted cells may hold line breaks.
        const breaks = Object.values(cells).reduce((sum, cell) => sum + (cell.match(/\r\n|\r|\n/g)?.length ?? 0), 0);
        rows.push({ cells, line: lines - breaks });
        lastLine = lines;
        return cells;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw brokenRow(file, error, lastLine);
  }
  if (columns.length === 0) throw new Failure("roster-file", `${file}:1: the file is empty`);
  return { rows, columns };
}

/** What the parser says of a row, without what stands in it. */
function brokenRow(file: string, error: CsvError, lastLine: number): Failure {
  const { lines = lastLine + 1 } = error as unknown as { lines?: number };
  const reasons: Record<string, readonly [number, string]> = {
    CSV_RECORD_INCONSISTENT_COLUMNS: [lines, "the row has another number of cells than the first line has names"],
    CSV_QUOTE_NOT_CLOSED: [lastLine + 1, "a quotation mark is not closed"],
    INVALID_OPENING_QUOTE: [
      lines,
      "a quotation mark stands inside a cell; put the cell in quotation marks and double it",
    ],
    CSV_INVALID_CLOSING_QUOTE: [lines, "a quotation mark stands inside a cell; double it"],
  };
  const [line, reason] = reasons[error.code] ?? [lines, error.code];
  return new Failure("roster-file", `${file}:${line}: ${reason}`, { cause: error });
}

function checkedColumns(file: string, names: readonly string[]): readonly string[] {
  const columns = names.map((name) => name.trim());
  const troubles = columns.flatMap((name, i) => {
    const [platform = ""] = name.split(".");
    const isKnown = COLUMNS.includes(name) || (name.includes(".") && isPlatformId(platform));
    if (!isKnown) return [`column ${name}: is none of ${COLUMNS.join(", ")} and begins with none of ${prefixes()}`];
    return columns.indexOf(name) === i ? [] : [`column ${name}: is there twice`];
  });
  for (const name of ["key", "platforms"]) if (!columns.includes(name)) troubles.push(`column ${name}: is missing`);
  if (troubles.length > 0) {
    throw new Failure("roster-file", troubles.map((trouble) => `${file}:1, ${trouble}`).join("\n"));
  }
  return columns;
}

function prefixes(): string {
  return platformIds.map((id) => `${id}.`).join(", ");
}

/** A person's key; "" where the row has none. */
export function keyOfRow(cells: Readonly<Record<string, string>>): string {
  return String(readCommonCell("key", cells["key"] ?? "") ?? "");
}

/** What a row says of a person. */
export function personOf(
  reader: Cells,
  cells: Readonly<Record<string, string>>,
  report: (column: string, reason: string) => void,
): Readonly<Record<string, unknown>> {
  const person: Record<string, unknown> = {};
  for (const name of COMMON) {
    const value = readCommonCell(name, cells[name] ?? "");
    if (value !== undefined) person[name] = value;
  }
  const listed = (cells["platforms"] ?? "").split("|").map((name) => name.trim());
  for (const platform of listed) {
    if (isPlatformId(platform)) person[platform] = {};
    else
      report("platforms", platform === "" ? "must not be empty" : `"${platform}" is none of ${platformIds.join(", ")}`);
  }
  for (const [column, text] of Object.entries(cells)) {
    const [platform = "", ...path] = column.split(".");
    const account = person[platform];
    if (path.length === 0 || !isPlatformId(platform) || !isRecord(account)) continue;
    try {
      const value = reader.read(platform, path, text);
      if (value !== undefined) setIn(account, path, value);
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
      report(column, error.message);
    }
  }
  return person;
}

/** A map's key may hold dots itself: everything after the attribute is one key, except in nested arguments. */
function setIn(account: Record<string, unknown>, [name = "", ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) account[name] = value;
  else account[name] = { ...(isRecord(account[name]) ? account[name] : {}), [rest.join(".")]: value };
}
