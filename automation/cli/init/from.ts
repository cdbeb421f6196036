import { existsSync, readFileSync } from "node:fs";
import { basename, extname, join, relative, resolve, sep } from "node:path";
import { readConfiguration } from "../../../provider/configuration";
import { ConfigurationError } from "../../../provider/core/contract/errors";
import { Failure } from "../../common/failure";
import { type PlatformId, platformIds, platformOf } from "../../common/platforms";
import { footerOf } from "../../roster/guess/guess-footer";
import { headerLine } from "../../roster/guess/guess-header";
import { guessSource } from "../../roster/guess/guess-source";
import { knownNames } from "../../roster/guess/known-columns";
import { type ReadingGuess, rosterOfSource } from "../../roster/guess/roster-of-source";
import { NotUtf8 } from "../../roster/tables/decode";
import { isTableFile, readTable } from "../../roster/tables/read-table";
import { sheetNames } from "../../roster/tables/read-workbook";
import { numbered, type Table } from "../../roster/tables/table";
import type { CliContext } from "../context";

/** Where people are to be, where no platform is configured. */
const USUAL: PlatformId = "adobe";

/** What spreadsheets save as CSV where nobody says UTF-8: in western Europe and America, and elsewhere; and what systems send. */
const ENCODINGS = ["windows-1252", "windows-1250", "windows-1251", "macintosh", "shift_jis", "utf-16le", "utf-16be"];

/**
 * The text of a roster that is filled from an export, guessed by its header and its rows.
 *
 * @param from the export, as it was given
 */
export async function rosterFrom(
  folder: string,
  from: string,
  { environment, folder: here }: CliContext,
): Promise<string> {
  const path = resolve(here, from);
  if (!isTableFile(path)) throw new Failure("usage", `--from ${from}: give a file that ends with .csv, .tsv or .xlsx`);
  for (const name of ["roster.yaml", "roster.yml"]) {
    if (existsSync(join(folder, name)))
      throw new Failure("usage", `--from ${from}: there is a ${name} already; move it away, or add a source to it`);
  }
  const { table, reading } = await tableIn(path);
  const configured = platformIds.filter((id) => isConfigured(id, environment));
  const guessed = guessSource(table, configured.length === 0 ? [USUAL] : configured);
  return rosterOfSource(relative(folder, path).split(sep).join("/"), table, guessed, reading);
}

/** The rows of a file whose header may stand below a title, and which may be no UTF-8. */
async function tableIn(path: string): Promise<{ readonly table: Table; readonly reading: readonly ReadingGuess[] }> {
  const reading: ReadingGuess[] = [];
  let encoding: string | undefined;
  const usual = await readTable(path).catch(async (error: unknown) => {
    if (!(error instanceof NotUtf8)) throw error;
    encoding = await encodingOf(path);
    if (encoding === undefined) throw error;
    reading.push({ name: "encoding", value: encoding, doubt: "look at the letters with accents by `roster show`" });
    return readTable(path, { encoding });
  });
  const sheet = await sheetOf(path);
  if (sheet !== undefined) reading.push({ name: "sheet", value: sheet, doubt: "of several" });
  const table = await readTable(path, { encoding, sheet, headerOf: headerLine });
  const first = sheet === undefined ? usual : await readTable(path, { sheet });
  if (table.headerLine !== first.headerLine) {
    reading.push({ name: "header", value: table.headerLine, doubt: "the line of the header" });
  }
  const footer = footerOf(table);
  if (footer)
    reading.push({ name: "footer", value: footer.text, doubt: "what the first row below the people begins with" });
  return { table: numbered(footer?.people ?? table), reading };
}

/** The encoding by which the header has most names that are known; undefined where the file has none of these. */
async function encodingOf(path: string): Promise<string | undefined> {
  return best(ENCODINGS, (encoding) => readTable(path, { encoding, headerOf: headerLine }), oddSigns);
}

/** Of several sheets that are shown, the one whose header has most names that are known; undefined where there is one alone. */
async function sheetOf(path: string): Promise<string | undefined> {
  if (extname(path).toLowerCase() !== ".xlsx") return undefined;
  const names = await sheetNames(readFileSync(path), basename(path));
  if (names.length < 2) return undefined;
  return best(names, (sheet) => readTable(path, { sheet, headerOf: headerLine }));
}

/** So many rows are looked at for signs that no name has. */
const FEW = 1_000;

/** How often a sign stands at a letter that hardly belongs there: `£ucja` is Łucja in another encoding. */
function oddSigns({ columns, rows }: Table): number {
  const text = [columns, ...rows.slice(0, FEW).map(({ cells }) => cells)].map((cells) => cells.join("\n")).join("\n");
  return text.match(/\p{L}[^\p{L}\p{M}\p{ASCII}‘’–°º]|[^\p{L}\p{M}\p{ASCII}‘’–°º]\p{L}/gu)?.length ?? 0;
}

/** The first of those by which most names are known; one by which the file can't be read is none. */
async function best(
  all: readonly string[],
  read: (one: string) => Promise<Table>,
  lessBy: (table: Table) => number = () => 0,
): Promise<string | undefined> {
  let found: { readonly one: string; readonly count: number; readonly less: number } | undefined;
  for (const one of all) {
    try {
      const table = await read(one);
      const [count, less] = [knownNames(table.columns), lessBy(table)];
      if (found === undefined || count > found.count || (count === found.count && less < found.less)) {
        found = { one, count, less };
      }
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
    }
  }
  return found?.one;
}

function isConfigured(id: PlatformId, environment: CliContext["environment"]): boolean {
  try {
    readConfiguration(platformOf(id), undefined, environment);
    return true;
  } catch (error) {
    if (error instanceof ConfigurationError) return false;
    throw error;
  }
}
