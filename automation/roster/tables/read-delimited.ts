import { CsvError, parse } from "csv-parse/sync";
import { Failure } from "../../common/failure";
import { dialectOf } from "./csv-dialect";
import { type Table, type TableOptions, tableOf } from "./table";

/** Reads a text of rows, such as CSV or TSV. */
export function readDelimited(text: string, file: string, options: TableOptions = {}): Table {
  const { mark, told, delimiter } = dialectOf(text);
  // The line that tells the separator stays in the count of lines.
  const skipped = told === "" ? 0 : 1;
  const rows: { line: number; cells: readonly string[] }[] = [];
  let lastLine = skipped;
  const separator = options.separator ?? delimiter;
  try {
    parse(text.slice(mark.length + told.length), {
      delimiter: separator,
      // Files with tabs have no rule about quotation marks: inside of a cell they are signs like others.
      relax_quotes: separator === "\t",
      // Some systems write a blank before the quotation mark.
      trim: separator.trim() !== "",
      relax_column_count: true,
      on_record: (cells: string[], { lines }) => {
        // A row ends at `lines`, and quoted cells may hold line breaks.
        const breaks = cells.reduce((sum, cell) => sum + breaksIn(cell), 0);
        rows.push({ cells, line: lines + skipped - breaks });
        lastLine = lines + skipped;
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw brokenRow(file, error, skipped, lastLine);
  }
  const table = tableOf(file, rows, options);
  if (table === undefined) throw new Failure("roster-file", `${file}:${options.header ?? 1}: ${noHeader(options)}`);
  return table;
}

function noHeader({ header }: TableOptions): string {
  return header === undefined ? "the file is empty" : "there is no header in this line";
}

function breaksIn(cell: string): number {
  return cell.includes("\n") || cell.includes("\r") ? (cell.match(/\r\n|\r|\n/g)?.length ?? 0) : 0;
}

/** What the parser says of a row, without what stands in it. */
function brokenRow(file: string, error: CsvError, skipped: number, lastLine: number): Failure {
  const { lines, column, field } = error as unknown as { lines?: number; column?: unknown; field?: unknown };
  const line = lines === undefined ? lastLine + 1 : lines + skipped;
  const reasons: Record<string, readonly [number, string]> = {
    CSV_QUOTE_NOT_CLOSED: [lastLine + 1, "a quotation mark is not closed"],
    INVALID_OPENING_QUOTE: [
      line,
      field === "="
        ? 'the cell is a formula for a text, as ="00123": write the text that stands between its quotation marks'
        : "a quotation mark stands inside a cell; put the cell in quotation marks and double it",
    ],
    CSV_INVALID_CLOSING_QUOTE: [line, "a quotation mark stands inside a cell; double it"],
  };
  const isInside = error.code !== "CSV_QUOTE_NOT_CLOSED" && typeof column === "number";
  const cell = isInside ? `, column ${column + 1}` : "";
  const [place, reason] = reasons[error.code] ?? [line, error.code];
  return new Failure("roster-file", `${file}:${place}${cell}: ${reason}`, { cause: error });
}
