/** A problem in the roster file, with the place to look at. */
export class RosterFileError extends Error {
  constructor(
    readonly file: string,
    readonly line: number,
    readonly column: string | undefined,
    problem: string,
  ) {
    super(`${file}, line ${line}${column === undefined ? "" : `, column ${column}`}: ${problem}`);
    this.name = "RosterFileError";
    this.stack = this.message;
  }
}

/** What a cell says: `undefined` leaves the attribute unmanaged, `null` empties it. */
export type Cell = string | boolean | readonly string[] | null | undefined;

const BOOLEANS = new Set(["adobe.enrollOnClick", "adobe.gamificationEnabled", "netex.enabled", "nerm.admin"]);

/**
 * Reads a cell: empty is unmanaged, the word null empties the attribute, [] empties a list, `a|b` is a list. Throws a
 * plain text of what is wrong.
 */
export function readCell(column: string, text: string): Cell {
  const value = text.trim().normalize("NFC");
  if (value === "") return undefined;
  if (value === "null") return null;
  if (isList(column, value)) return readList(value);
  if (!BOOLEANS.has(column)) return value;
  if (value !== "true" && value !== "false") throw "must be true or false";
  return value === "true";
}

function readList(value: string): readonly string[] {
  if (value === "[]") return [];
  const items = value.split("|").map((item) => item.trim());
  if (items.includes("")) throw "has an empty item between or beside its | signs";
  return items;
}

/** Roles are always a list; a field of Adobe's is one where it has several values. */
function isList(column: string, value: string): boolean {
  if (/\.roles(\.|$)/.test(column)) return true;
  return column.startsWith("adobe.fields.") && (value === "[]" || value.includes("|"));
}
