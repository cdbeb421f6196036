import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { CsvError, parse } from "csv-parse/sync";
import { type Cell, RosterFileError, readCell } from "./cells";

/** The platforms a person can be on; also the prefixes of the columns. */
export const PLATFORMS = ["adobe", "netex", "nerm"] as const;
export type Platform = (typeof PLATFORMS)[number];

/** A person of the roster file. */
export interface Person {
  /** Names the person's resources in Pulumi. */
  readonly key: string;
  readonly given: string;
  readonly family: string;
  readonly email: string;
  /** The manager's key; null: nobody, also where somebody is now. */
  readonly manager: string | null | undefined;
  readonly platforms: readonly Platform[];
  /** What each platform's own columns say, nested as their names are: `adobe.fields.Department`. */
  readonly attributes: Readonly<Record<Platform, Readonly<Record<string, unknown>>>>;
}

const COMMON = ["key", "given", "family", "email", "manager", "platforms"] as const;
type Row = Readonly<Record<string, string>>;

/**
 * Reads the people of a CSV file (UTF-8 with or without a byte-order mark, comma or semicolon), managers before their
 * reports. Throws a RosterFileError for a broken row, a person named twice, an unknown manager or a circle of managers.
 */
export function readPeople(path: string): readonly Person[] {
  const file = basename(path);
  const rows = readRows(file, readText(file, path));
  const people = new Map<string, { readonly person: Person; readonly line: number }>();
  const lineOfKey = new Map<string, number>();
  const lineOfEmail = new Map<string, number>();
  for (const { row, line } of rows) {
    const person = readPerson(file, line, row);
    // No vendor tells two names or addresses apart by their case.
    const sameKey = lineOfKey.get(person.key.toLowerCase());
    if (sameKey) throw new RosterFileError(file, line, "key", `is also the key of line ${sameKey}`);
    const sameEmail = lineOfEmail.get(person.email.toLowerCase());
    if (sameEmail) throw new RosterFileError(file, line, "email", `is also the address of line ${sameEmail}`);
    people.set(person.key, { person, line });
    lineOfKey.set(person.key.toLowerCase(), line);
    lineOfEmail.set(person.email.toLowerCase(), line);
  }
  return managersFirst(file, people);
}

/** A file in another encoding would give people broken names, so it is refused. */
function readText(file: string, path: string): string {
  const bytes = readFileSync(path);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    const before = bytes.toString("utf8").split("\uFFFD", 1)[0] ?? "";
    throw new RosterFileError(file, before.split("\n").length, undefined, "is not UTF-8; save the file as CSV UTF-8");
  }
}

function readRows(file: string, text: string): { readonly row: Row; readonly line: number }[] {
  const header = text.slice(0, text.search(/\r?\n|$/));
  const delimiter = header.split(";").length > header.split(",").length ? ";" : ",";
  const rows: { row: Row; line: number }[] = [];
  let columns: string[] = [];
  let lastLine = 1;
  try {
    parse(text, {
      bom: true,
      delimiter,
      skip_empty_lines: true,
      columns: (names: string[]) => {
        columns = checkedColumns(file, names);
        return columns;
      },
      on_record: (row: Row, { lines }) => {
        // The parser tells where a row ends, and quoted cells may hold line breaks.
        rows.push({ row, line: lines - breaksIn(Object.values(row)) });
        lastLine = lines;
        return row;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw brokenRow(file, error, columns, lastLine);
  }
  if (rows.length === 0) {
    throw new RosterFileError(
      file,
      lastLine,
      "key",
      "there is nobody in the file, and an empty one would remove everybody",
    );
  }
  return rows;
}

/** What the parser says of a row, without what stands in it. */
function brokenRow(file: string, error: CsvError, columns: readonly string[], lastLine: number): RosterFileError {
  const { lines = lastLine, column } = error as unknown as { lines?: number; column?: string | number | null };
  const name = typeof column === "string" ? column : columns.at(-1);
  const broken = (line: number, problem: string) =>
    new RosterFileError(file, line, name, `the row is broken: ${problem}`);
  switch (error.code) {
    case "CSV_RECORD_INCONSISTENT_COLUMNS":
      return broken(lines, "it does not have as many cells as the first line has names");
    case "CSV_QUOTE_NOT_CLOSED":
      // Such a row reaches to the end of the file, so what counts is where it begins.
      return broken(lastLine + 1, "a quotation mark is not closed");
    case "INVALID_OPENING_QUOTE":
    case "CSV_INVALID_CLOSING_QUOTE":
      return broken(lines, "a quotation mark stands inside a cell; put the cell in quotation marks and double it");
    default:
      return broken(lines, error.code);
  }
}

function breaksIn(cells: readonly string[]): number {
  return cells.reduce((sum, cell) => sum + (cell.match(/\r\n|\r|\n/g)?.length ?? 0), 0);
}

function checkedColumns(file: string, names: readonly string[]): string[] {
  const columns = names.map((name) => name.trim());
  for (const name of COMMON) {
    if (!columns.includes(name)) throw new RosterFileError(file, 1, name, "the column is missing");
  }
  for (const [i, name] of columns.entries()) {
    const known =
      (COMMON as readonly string[]).includes(name) || PLATFORMS.some((platform) => name.startsWith(`${platform}.`));
    if (!known)
      throw new RosterFileError(
        file,
        1,
        name,
        `is none of ${COMMON.join(", ")} and begins with none of ${PLATFORMS.map((platform) => `${platform}.`).join(", ")}`,
      );
    if (columns.indexOf(name) !== i) throw new RosterFileError(file, 1, name, "is there twice");
  }
  return columns;
}

function readPerson(file: string, line: number, row: Row): Person {
  const required = (column: string): string => {
    const value = (row[column] ?? "").trim().normalize("NFC");
    if (value === "") throw new RosterFileError(file, line, column, "must not be empty");
    return value;
  };
  const email = required("email");
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email))
    throw new RosterFileError(file, line, "email", "is not an e-mail address");
  const manager = (row["manager"] ?? "").trim().normalize("NFC");
  return {
    key: required("key"),
    given: required("given"),
    family: required("family"),
    email,
    manager: manager === "" ? undefined : manager === "null" ? null : manager,
    platforms: readPlatforms(file, line, required("platforms")),
    attributes: readAttributes(file, line, row),
  };
}

function readPlatforms(file: string, line: number, text: string): readonly Platform[] {
  return text.split("|").map((name) => {
    const platform = PLATFORMS.find((known) => known === name.trim());
    if (!platform) throw new RosterFileError(file, line, "platforms", `"${name}" is none of ${PLATFORMS.join(", ")}`);
    return platform;
  });
}

function readAttributes(file: string, line: number, row: Row): Person["attributes"] {
  const attributes: Record<Platform, Record<string, unknown>> = { adobe: {}, netex: {}, nerm: {} };
  for (const [column, text] of Object.entries(row)) {
    const [platform, name, ...rest] = column.split(".");
    if (name === undefined || !platform) continue;
    let value: Cell;
    try {
      value = readCell(column, text);
    } catch (problem) {
      throw new RosterFileError(file, line, column, String(problem));
    }
    if (value === undefined) continue;
    const own = attributes[platform as Platform];
    const key = rest.join(".");
    own[name] = key === "" ? value : { ...(own[name] as object | undefined), [key]: value };
  }
  return attributes;
}

/** Pulumi wants a manager's resource to be there before it can be referred to. */
function managersFirst(
  file: string,
  people: ReadonlyMap<string, { readonly person: Person; readonly line: number }>,
): readonly Person[] {
  const ordered = new Set<Person>();
  const visit = (key: string, below: readonly string[]): void => {
    const found = people.get(key);
    if (!found || ordered.has(found.person)) return;
    const { person, line } = found;
    if (below.includes(key)) {
      const circle = [...below.slice(below.indexOf(key)), key].map((member) => people.get(member)?.line);
      throw new RosterFileError(file, line, "manager", `the managers form a circle: lines ${circle.join(" -> ")}`);
    }
    if (typeof person.manager === "string") {
      if (!people.has(person.manager)) {
        throw new RosterFileError(file, line, "manager", `"${person.manager}" is nobody's key in this file`);
      }
      visit(person.manager, [...below, key]);
    }
    ordered.add(person);
  };
  for (const key of people.keys()) visit(key, []);
  return [...ordered];
}
