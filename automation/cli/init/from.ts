import { existsSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { readConfiguration } from "../../../provider/configuration";
import { ConfigurationError } from "../../../provider/core/contract/errors";
import { Failure } from "../../common/failure";
import { type PlatformId, platformIds, platformOf } from "../../common/platforms";
import { footerOf } from "../../roster/guess/guess-footer";
import { headerLine } from "../../roster/guess/guess-header";
import { guessSource } from "../../roster/guess/guess-source";
import { type ReadingGuess, rosterOfSource } from "../../roster/guess/roster-of-source";
import { NotUtf8 } from "../../roster/tables/decode";
import { isTableFile, readTable } from "../../roster/tables/read-table";
import { numbered, type Table } from "../../roster/tables/table";
import type { CliContext } from "../context";

/** Where people are to be, where no platform is configured. */
const USUAL: PlatformId = "adobe";

/** What Excel saves as CSV where nobody says UTF-8, in western Europe and America. */
const EXCEL = "windows-1252";

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
  const usual = await readTable(path).catch((error: unknown) => {
    if (!(error instanceof NotUtf8)) throw error;
    encoding = EXCEL;
    reading.push({ name: "encoding", value: EXCEL, doubt: "look at the letters with accents by `roster show`" });
    return readTable(path, { encoding });
  });
  const table = await readTable(path, { encoding, headerOf: headerLine });
  if (table.headerLine !== usual.headerLine) {
    reading.push({ name: "header", value: table.headerLine, doubt: "the line of the header" });
  }
  const footer = footerOf(table);
  if (footer)
    reading.push({ name: "footer", value: footer.text, doubt: "what the first row below the people begins with" });
  return { table: numbered(footer?.people ?? table), reading };
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
