import { dayText } from "./cell-texts";
import type { Table } from "./table";

type Cell = string | number | boolean | Date | null | undefined;

/** Rows that a program has, as a table: each column that any row has, in the order in which they appear. */
export function tableOfRows(name: string, rows: readonly Readonly<Record<string, Cell>>[]): Table {
  const names = new Set<string>();
  for (const row of rows) for (const column of Object.keys(row)) names.add(column);
  const columns = [...names];
  return {
    file: name,
    columns,
    headerLine: 0,
    rows: rows.map((row, i) => ({ line: i + 1, cells: columns.map((column) => textOf(row[column])) })),
  };
}

function textOf(value: Cell): string {
  if (value === null || value === undefined) return "";
  return value instanceof Date ? dayText(value) : String(value);
}
