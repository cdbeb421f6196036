import { extname } from "node:path";
import { Failure } from "../../common/failure";
import { judgeRoster } from "./judge-roster";
import { readCsv } from "./read-csv";
import { readYamlRoster } from "./read-yaml-roster";
import type { Roster } from "./roster";

/** Names under which a roster file is found in a folder, in this order. */
export const ROSTER_FILES = ["roster.yaml", "roster.yml", "roster.csv"] as const;

/**
 * Reads a roster file, YAML or CSV by its extension, and judges everybody in it by the platforms' own rules. All
 * problems are one Failure, a line and a place each.
 */
export function readRoster(file: string): Roster {
  switch (extname(file).toLowerCase()) {
    case ".yaml":
    case ".yml":
      return judgeRoster(readYamlRoster(file));
    case ".csv":
      return judgeRoster(readCsv(file));
    default:
      throw new Failure("roster-file", `${file}: a roster is a .yaml or .csv file`);
  }
}
