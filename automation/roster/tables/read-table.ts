import { readFileSync } from "node:fs";
import { basename, extname } from "node:path";
import { Failure } from "../../common/failure";
import { reasonOf } from "../../common/yaml-file";
import { decoded } from "./decode";
import { readDelimited } from "./read-delimited";
import { readWorkbook } from "./read-workbook";
import type { Table, TableOptions } from "./table";

/** Extensions of the files that hold a table, in the order in which they are looked for. */
export const TABLE_FILES = [".csv", ".tsv", ".xlsx"] as const;

export function isTableFile(path: string): boolean {
  return (TABLE_FILES as readonly string[]).includes(extname(path).toLowerCase());
}

/**
 * Reads a file of rows by its extension: `.csv`, `.tsv` or `.xlsx`.
 *
 * @param name what the file is called in messages; default: its own name
 */
export async function readTable(path: string, options: TableOptions = {}, name = basename(path)): Promise<Table> {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw new Failure("roster-file", `${name} can't be read: ${reasonOf(error)}`, { cause: error });
  }
  if (extname(path).toLowerCase() === ".xlsx") return readWorkbook(bytes, name, options);
  const text = decoded(bytes, name, options.encoding);
  const separator = options.separator ?? (extname(path).toLowerCase() === ".tsv" ? "\t" : undefined);
  return readDelimited(text, name, { ...options, separator });
}
