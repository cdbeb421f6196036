import { escapesOf, hasHidden, withHiddenEscaped } from "../../../provider/core/messages/hidden-characters";

/**
 * Cells that spreadsheets would run, or that the plain form can't hold, begin with an apostrophe, by which spreadsheets
 * themselves mark text. Two forms, both undone when the file is read:
 *
 * - `'+49 30 1234`: an apostrophe before a sign by which formulas begin. The rest is the value.
 * - `'"..."`, `'[...]`, `'{...}`: an apostrophe before JSON, which holds any value.
 *
 * Every other apostrophe belongs to the value, as in `'t Hart`, and so does a sign that is written without one.
 */
const MARKED_SIGN = /^'(?=[=+\-@\uFF1D\uFF0B\uFF0D\uFF20\uFE62\uFE63\uFE66\uFE6B\u2212])/;
const MARKED_JSON = /^'(?=["[{])/;

/**
 * What may begin a formula: at the beginning of the cell, and behind whatever separates cells somewhere, since a file may be opened
 * with another separator than its own. Blanks and quotation marks before it are passed over.
 */
const RUNS = /(^|[,;\t\r\n|])([\s\p{Z}"']*)([=+\-@\uFF1D\uFF0B\uFF0D\uFF20\uFE62\uFE63\uFE66\uFE6B\u2212])/gu;

/** What a cell says: JSON's value, or a text to be read by what its column takes. */
export type CellContent = { readonly value: unknown } | { readonly text: string };

export function contentOfCell(cell: string): CellContent {
  const text = cell.trim();
  if (MARKED_SIGN.test(text)) return { text: text.slice(1).normalize("NFC") };
  if (MARKED_JSON.test(text)) {
    try {
      return { value: JSON.parse(text.slice(1)) as unknown };
    } catch {
      // An apostrophe and a bracket of somebody's own.
    }
  }
  return { text: text.normalize("NFC") };
}

/** True where no spreadsheet runs the cell and no terminal obeys it. */
export function isHarmless(cell: string): boolean {
  return !hasHidden(cell) && cell.search(RUNS) < 0;
}

/**
 * The cell of a value, by its plain form where that is harmless and is read as the same value.
 *
 * @param plain the value in the form for people, where it has one
 * @param isSame whether a cell is read as the value
 */
export function markedCell(value: unknown, plain: string | undefined, isSame: (cell: string) => boolean): string {
  if (plain === undefined) return `'${jsonCell(value)}`;
  if (isHarmless(plain) && isSame(plain)) return plain;
  const marked = `'${plain}`;
  if (MARKED_SIGN.test(marked) && isHarmless(`.${plain.slice(1)}`) && isSame(marked)) return marked;
  return `'${jsonCell(value)}`;
}

/** JSON in which no sign stands where it could begin a formula. */
function jsonCell(value: unknown): string {
  const json = withHiddenEscaped(JSON.stringify(value));
  return json.replace(
    RUNS,
    (_, before: string, blanks: string, sign: string) => `${before}${blanks}${escapesOf(sign)}`,
  );
}
