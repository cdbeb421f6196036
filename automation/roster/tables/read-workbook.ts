import type { Cell, CellValue, Sheet } from "hucre/xlsx";
import { Failure, textOf } from "../../common/failure";
import { NEVER_CALCULATED } from "../cells/artefacts";
import { dayText } from "./cell-texts";
import { refusePage } from "./decode";
import { type Table, type TableOptions, tableOf } from "./table";

/** How files of Excel begin that are locked, or of a kind before .xlsx. */
const OLE = Buffer.from([0xd0, 0xcf, 0x11, 0xe0]);

/** The most digits that a spreadsheet keeps of a number. */
const DIGITS = 15;

/**
 * Reads a sheet of an Excel workbook. Dates are ISO 8601, numbers are what was typed in, with the zeros that a format such as `00000`
 * shows; of a formula its last result counts.
 */
export async function readWorkbook(bytes: Buffer, file: string, options: TableOptions = {}): Promise<Table> {
  const { sheets } = await opened(bytes, file);
  const sheet = sheetOf(sheets, file, options.sheet);
  const rows = sheet.rows.map((values, row) => ({
    line: row + 1,
    cells: values.map((value, column) => textOfCell(value, sheet.cells?.get(`${row},${column}`))),
  }));
  fillDown(rows, sheet.merges ?? []);
  const width = rows.reduce((most, { cells }) => Math.max(most, cells.length), 0);
  for (const { cells } of rows) while (cells.length < width) cells.push("");
  const table = tableOf(file, rows, options);
  if (table === undefined) throw new Failure("roster-file", `${file}: the sheet ${sheet.name} is empty`);
  return table;
}

/** A cell that is merged with those below it says the same in all their rows. */
function fillDown(rows: readonly { readonly cells: string[] }[], merges: NonNullable<Sheet["merges"]>): void {
  for (const { startRow, endRow, startCol } of merges) {
    const text = rows[startRow]?.cells[startCol] ?? "";
    if (text === "") continue;
    for (const { cells } of rows.slice(startRow + 1, endRow + 1)) {
      while (cells.length <= startCol) cells.push("");
      cells[startCol] = text;
    }
  }
}

/** The names of a workbook's sheets that are shown, in their order. */
export async function sheetNames(bytes: Buffer, file: string): Promise<readonly string[]> {
  const { sheets } = await opened(bytes, file);
  return shownOf(sheets).map(({ name }) => name);
}

function sheetOf(sheets: readonly Sheet[], file: string, name: string | undefined): Sheet {
  const found = name === undefined ? (shownOf(sheets)[0] ?? sheets[0]) : sheets.find((sheet) => sheet.name === name);
  if (found) return found;
  const names = sheets.map((sheet) => sheet.name).join(", ");
  throw new Failure("roster-file", `${file}: there is no sheet ${name}; there are ${names}`);
}

function shownOf(sheets: readonly Sheet[]): readonly Sheet[] {
  return sheets.filter(({ hidden, veryHidden }) => !hidden && !veryHidden);
}

async function opened(bytes: Buffer, file: string): Promise<{ readonly sheets: readonly Sheet[] }> {
  refusePage(bytes, file);
  if (bytes.subarray(0, OLE.length).equals(OLE)) {
    throw new Failure(
      "roster-file",
      `${file}: has a password, or is a workbook of an old kind; save it as .xlsx without`,
    );
  }
  const { readXlsx } = await import("hucre/xlsx");
  try {
    return await readXlsx(bytes, { readStyles: true });
  } catch (error) {
    throw new Failure("roster-file", `${file}: is no workbook that can be read: ${textOf(error)}`, { cause: error });
  }
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
  const [shown = ""] = (format ?? "").split(";");
  return value < 0 ? `-${digits}` : (shownNumber(digits, shown) ?? digits);
}

/** What a format of zeros and texts alone is made of, such as `"E"00000`, `000\-00` or `[Red]00000_)`. */
const PART = /"([^"]*)"|\\(.)|_.|\*.|\[(?:Black|Blue|Cyan|Green|Magenta|Red|White|Yellow|Color\d+)\]|([- ()+])|(0)/giy;

/** A whole number as a format for numbers of people shows it; undefined for other formats, such as those of sums. */
function shownNumber(digits: string, format: string): string | undefined {
  const parts: { readonly text?: string }[] = [];
  PART.lastIndex = 0;
  while (PART.lastIndex < format.length) {
    const found = PART.exec(format);
    if (found === null) return undefined;
    const [, quoted, escaped, sign, zero] = found;
    if (zero !== undefined) parts.push({});
    else parts.push({ text: quoted ?? escaped ?? sign ?? "" });
  }
  const zeros = parts.filter(({ text }) => text === undefined).length;
  if (zeros === 0) return undefined;
  const all = digits.padStart(zeros, "0");
  let at = all.length - zeros;
  // Digits that have no zero of their own stand before the first one.
  let more = all.slice(0, at);
  return parts
    .map(({ text }) => {
      if (text !== undefined) return text;
      const own = `${more}${all.charAt(at++)}`;
      more = "";
      return own;
    })
    .join("")
    .trim();
}
