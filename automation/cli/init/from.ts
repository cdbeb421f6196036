import { existsSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { readConfiguration } from "../../../provider/configuration";
import { ConfigurationError } from "../../../provider/core/contract/errors";
import { Failure } from "../../common/failure";
import { type PlatformId, platformIds, platformOf } from "../../common/platforms";
import { guessSource } from "../../roster/guess/guess-source";
import { rosterOfSource } from "../../roster/guess/roster-of-source";
import { isTableFile, readTable } from "../../roster/tables/read-table";
import type { CliContext } from "../context";

/** Where people are to be, where no platform is configured. */
const USUAL: PlatformId = "adobe";

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
  const table = await readTable(path);
  const configured = platformIds.filter((id) => isConfigured(id, environment));
  const guessed = guessSource(table, configured.length === 0 ? [USUAL] : configured);
  return rosterOfSource(relative(folder, path).split(sep).join("/"), table, guessed);
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
