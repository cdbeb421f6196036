import type { Cell, CellValue, Sheet } from "hucre/xlsx";
import { Failure, textOf } from "../../common/failure";
import { NEVER_CALCULATED } from "../cells/artefacts";
import { dayText } from "./cell-texts";
import { type Table, type TableOptions, tableOf } from "./table";

/** The most digits that a spreadsheet keeps of a number. */
const DIGITS = 15;

/**
 * Reads a sheet of an Excel workbook. Dates are ISO 8601, numbers are what was typed in, with the zeros that a format such as `00000`
 * shows; of a formula its last result counts.
 */
export async function readWorkbook(bytes: Buffer, file: string, options: TableOptions = {}): Promise<Table> {
  const { readXlsx } = await import("hucre/xlsx");
  const read = async () => {
    try {
      return await readXlsx(bytes, { readStyles: true });
    } catch (error) {
      throw new Failure("roster-file", `${file}: is no workbook that can be read: ${textOf(error)}`, { cause: error });
    }
  };
  const { sheets } = await read();
  const sheet = sheetOf(sheets, file, options.sheet);
  const rows = sheet.rows.map((values, row) => ({
    line: row + 1,
    cells: values.map((value, column) => textOfCell(value, sheet.cells?.get(`${row},${column}`))),
  }));
  const width = rows.reduce((most, { cells }) => Math.max(most, cells.length), 0);
  for (const { cells } of rows) while (cells.length < width) cells.push("");
  const table = tableOf(file, rows, options);
  if (table === undefined) throw new Failure("roster-file", `${file}: the sheet ${sheet.name} is empty`);
  return table;
}

function sheetOf(sheets: readonly Sheet[], file: string, name: string | undefined): Sheet {
  const shown = sheets.filter(({ hidden, veryHidden }) => !hidden && !veryHidden);
  const found = name === undefined ? (shown[0] ?? sheets[0]) : sheets.find((sheet) => sheet.name === name);
  if (found) return found;
  const names = sheets.map((sheet) => sheet.name).join(", ");
  throw new Failure("roster-file", `${file}: there is no sheet ${name}; there are ${names}`);
}

function textOfCell(value: CellValue, cell: Partial<Cell> | undefined): string {
  if (value === null || value === undefined) return cell?.formula === undefined ? "" : NEVER_CALCULATED;
  if (value instanceof Date) return dayText(value);
  if (typeof value === "number") return numberText(value, cell?.style?.numFmt);
  return typeof value === "boolean" ? String(value).toUpperCase() : String(value);
}

/** A number without an exponent, where it has none of its own; beyond 15 digits it is not what was typed in, and looks so. */
function numberText(value: number, format: string | undefined): string {
  if (!Number.isInteger(value)) return String(value);
  const digits = String(Math.abs(value));
  if (digits.length > DIGITS) return value.toExponential().toUpperCase();
  const zeros = /^0+$/.test(format ?? "") ? (format ?? "").length : 0;
  return `${value < 0 ? "-" : ""}${digits.padStart(zeros, "0")}`;
}
