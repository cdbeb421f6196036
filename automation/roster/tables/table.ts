import { Failure } from "../../common/failure";

/** Rows of texts under a header, wherever they were read from. */
export interface Table {
  /** The file's name, for messages. */
  readonly file: string;
  /** The header as it is written, without blanks around; "" for a column without a name. */
  readonly columns: readonly string[];
  /** The line of the header, from 1. */
  readonly headerLine: number;
  readonly rows: readonly TableRow[];
}

export interface TableRow {
  /** The line that the row begins in, or the row of the sheet; from 1. */
  readonly line: number;
  /** As many as there are columns. */
  readonly cells: readonly string[];
  /** What is wrong with the row as such: another number of cells, a cell where the header has no name. */
  readonly problem?: string;
}

/** A row as it stands in a file. */
export interface RawRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** How a file is read, where it doesn't say so itself. */
export interface TableOptions {
  /** A name that `TextDecoder` knows, such as `windows-1252`; default: UTF-8, or what the byte-order mark says. */
  readonly encoding?: string | undefined;
  /** One character; default: the one that the header has most of. */
  readonly separator?: string | undefined;
  /** The line of the header, from 1; default: the first one with anything in it. */
  readonly header?: number | undefined;
  /** Finds the line of the header where it isn't said, such as below a title; undefined for the first one with anything in it. */
  readonly headerOf?: ((rows: readonly RawRow[]) => number | undefined) | undefined;
  /** What the first row below the people begins with, such as `Total`: it and what follows are nobody. Without such a row the file is cut. */
  readonly footer?: string | undefined;
  /** The name of a workbook's sheet; default: the first that is shown. */
  readonly sheet?: string | undefined;
}

/**
 * Rows as they come, made a table: the header is found, rows and nameless columns without content are passed over.
 *
 * @returns a text where there is no header
 */
export function tableOf(
  file: string,
  rows: readonly RawRow[],
  { header: said, headerOf, footer }: Pick<TableOptions, "header" | "headerOf" | "footer"> = {},
): Table | undefined {
  const header = said ?? headerOf?.(rows);
  const at = rows.findIndex(({ line, cells }) => {
    if (header !== undefined) return line >= header;
    return !isBlank(cells) && !isVersion(cells);
  });
  const head = rows[at];
  if (head === undefined || isBlank(head.cells)) return undefined;
  const names = head.cells.map((name) => name.trim().normalize("NFC"));
  while (names.at(-1) === "") names.pop();
  const body = aboveFooter(
    file,
    rows.slice(at + 1).filter(({ cells }) => !isBlank(cells)),
    names,
    footer,
  );
  return { file, columns: names, headerLine: head.line, rows: body.map((row) => fitted(row, names)) };
}

/** The rows above the one that a footer begins with. Below it nobody may stand, or the text would be somebody's. */
function aboveFooter(
  file: string,
  rows: readonly RawRow[],
  names: readonly string[],
  footer: string | undefined,
): readonly RawRow[] {
  if (footer === undefined) return rows;
  const at = rows.findIndex(({ cells }) => startOf(cells).startsWith(footer));
  if (at < 0) {
    throw new Failure(
      "roster-file",
      `${file}: no row begins with "${footer}", the source's footer: the file may be cut`,
    );
  }
  const usual = at === 0 ? names.length : usuallyFilled(rows.slice(0, at));
  const person = rows.slice(at).find(({ cells }) => isLikePerson(cells, usual));
  if (person === undefined) return rows.slice(0, at);
  const place = `${file}:${rows[at]?.line}`;
  throw new Failure(
    "roster-file",
    `${place}: the row begins with "${footer}", the source's footer, and line ${person.line} looks like a person`,
  );
}

/** What a row begins with, wherever that stands. */
export function startOf(cells: readonly string[]): string {
  return cells.find((cell) => cell.trim() !== "")?.trim() ?? "";
}

export function filledIn(cells: readonly string[]): number {
  return cells.filter((cell) => cell.trim() !== "").length;
}

/** How many cells a row has something in, that of the middle: an export may have many columns that nobody fills. */
export function usuallyFilled(rows: readonly RawRow[]): number {
  const counts = rows.map(({ cells }) => filledIn(cells)).sort((a, b) => a - b);
  return counts[Math.floor(counts.length / 2)] ?? 0;
}

/**
 * Whether a row tells as much as those of people do, or has an address beside something else.
 *
 * @param usual how many cells those have something in
 */
export function isLikePerson(cells: readonly string[], usual: number): boolean {
  const filled = filledIn(cells);
  return filled * 2 > usual || (filled > 2 && cells.some((cell) => /^[^\s@:]+@[^\s@]+$/.test(cell.trim())));
}

/** A table in which each column has a name of its own: of two that are called `Email`, `Email (1)` and `Email (2)`. */
export function numbered(table: Table): Table {
  const { columns } = table;
  const isShared = (name: string): boolean => name !== "" && columns.indexOf(name) !== columns.lastIndexOf(name);
  if (!columns.some(isShared)) return table;
  const numberOf = (name: string, at: number): number => columns.slice(0, at + 1).filter((one) => one === name).length;
  return { ...table, columns: columns.map((name, at) => (isShared(name) ? `${name} (${numberOf(name, at)})` : name)) };
}

/** Entra's exports begin with a line that says which version of the form they have, and PowerShell's with one of what their rows are. */
function isVersion([first = "", ...rest]: readonly string[]): boolean {
  return /^(version:v[\d.]+|#TYPE \S+)$/i.test(first.trim()) && isBlank(rest);
}

function otherNumber(cells: readonly string[], names: readonly string[]): string {
  return `the row has another number of cells than the header has names: ${cells.length} and ${names.length}`;
}

function isBlank(cells: readonly string[]): boolean {
  return cells.every((cell) => cell.trim() === "");
}

function fitted({ line, cells }: RawRow, names: readonly string[]) {
  if (cells.length < names.length) {
    return { line, cells, problem: otherNumber(cells, names) };
  }
  const stray = cells.findIndex((cell, i) => (names[i] ?? "") === "" && cell.trim() !== "");
  if (stray >= 0) {
    const reason =
      stray >= names.length
        ? otherNumber(cells, names)
        : `the row has something in column ${stray + 1}, which has no name`;
    return { line, cells, problem: reason };
  }
  return { line, cells: cells.length === names.length ? cells : cells.slice(0, names.length) };
}
