/** What spreadsheets leave in cells instead of the value that was meant; the message says what it is and what to do. */

const ERROR =
  /^#(N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NULL!|NUM!|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|BUSY!|UNKNOWN!|GETTING_DATA|PYTHON!)$/i;
/** Stands in the table of a workbook for a formula that nobody has calculated yet, so that it is not taken for an empty cell. */
export const NEVER_CALCULATED = "#NEVER_CALCULATED";
const TOO_NARROW = /^#{3,}$/;
const TEXT_FORMULA = /^=\s*"(.*)"$/s;
const SCIENTIFIC = /^[+-]?\d+([.,]\d+)?E[+-]?\d+$/;
const MARKED = /^'(?=[\p{N}])/u;

/**
 * Why a text is no value; undefined where it may be one.
 *
 * @param isName whether the cell names somebody: a key, a name, an address or a sign-in name
 */
export function artefactOf(text: string, isName = false): string | undefined {
  if (text === NEVER_CALCULATED) return "is a formula without a result: open the file in a spreadsheet and save it";
  if (ERROR.test(text)) return `is the error ${text} of a spreadsheet's formula`;
  if (TOO_NARROW.test(text)) return "holds the number signs of a column that was too narrow to show its value";
  if (TEXT_FORMULA.test(text)) return "is a formula for a text: write the text that stands between its quotation marks";
  const [sign] = SCIENTIFIC.exec(text) ?? [];
  // Spreadsheets write a sign; without one it may be somebody's text.
  if (sign !== undefined && /E[+-]/.test(sign)) {
    return "is a number in scientific notation, of which a spreadsheet has lost digits: format the column as text and fill it anew";
  }
  if (isName && MARKED.test(text)) {
    return "begins with the apostrophe by which spreadsheets mark a number as text: leave it away";
  }
  return undefined;
}
