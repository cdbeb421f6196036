import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { Failure } from "../common/failure";
import { reasonOf } from "../common/yaml-file";
import type { Roster } from "../roster/model/roster";
import { isTableFile } from "../roster/tables/read-table";

/**
 * What a project without Pulumi.yaml is called, and a state is found by it: as its roster says, or else as its folder.
 * From `roster init` on the name stands in Pulumi.yaml, which wins.
 */
export function nameFor(folder: string, roster: Pick<Roster, "project"> | undefined): string {
  return roster?.project ?? (basename(folder).replace(/[^A-Za-z0-9_.-]/g, "-") || "roster");
}

/**
 * Throws where a roster that names no project would share its name, and so its state, with another one: to the one roster
 * everybody in the other would be a leaver.
 *
 * @param usual the roster that the folder has under one of the usual names
 * @param last the roster that the folder's project was made for before
 */
export function refuseSharedName(
  folder: string,
  roster: Roster,
  usual: string | undefined,
  last: string | undefined,
): void {
  if (roster.project !== undefined) return;
  const name = nameFor(folder, roster);
  if (dirname(roster.file) !== folder) {
    throw new Failure(
      "project",
      `${roster.file} lies in another folder and names no project. ${wayOut(roster.file, name)}, or work in its folder with --cwd`,
    );
  }
  const beside = roster.file === usual ? [] : [usual, ...rostersIn(folder)];
  const other = [last, ...beside].find(
    (path) =>
      path !== undefined &&
      path !== roster.file &&
      existsSync(path) &&
      nameFor(folder, { project: projectIn(path) }) === name,
  );
  if (other === undefined) return;
  throw new Failure(
    "project",
    `${basename(roster.file)} and ${basename(other)} would be one project, ${name}, and share its state: to each, everybody in the ` +
      `other would be a leaver. ${wayOut(roster.file, `${name}-${basename(roster.file, extname(roster.file))}`)}, or give each a folder ` +
      "of its own. A file that is no longer used can be moved away",
  );
}

function wayOut(file: string, name: string): string {
  return isCsv(file) ? "A file of rows can't name one: make it YAML" : `Say \`project: ${name}\` in it`;
}

/** Files that look like rosters, from their beginning; what \`roster import\` has written is none yet. */
function rostersIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((name) => /\.(ya?ml|csv|tsv)$/i.test(name) && !name.startsWith("roster.import."))
    .map((name) => join(folder, name))
    .filter((path) =>
      (isCsv(path) ? /^\uFEFF?([^\r\n]*[;,\t])?"?key"?\s*([;,\t\r\n]|$)/i : /^people\s*:/m).test(textOf(path)),
    );
}

function projectIn(path: string): string | undefined {
  if (isCsv(path)) return undefined;
  return /^project\s*:\s*["']?([\w.-]+)/m.exec(textOf(path))?.[1];
}

function isCsv(path: string): boolean {
  return isTableFile(path);
}

/** What has gone meanwhile is no roster, and neither is a folder. Of what can't be read nobody can tell. */
function textOf(path: string): string {
  try {
    const isFile = statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
    return isFile ? readFileSync(path, "utf8") : "";
  } catch (error) {
    throw new Failure(
      "project",
      `${basename(path)} can't be read (${reasonOf(error)}), so that nobody can tell whether it is a roster of the same project. Move it away, or ` +
        "name the project in yours",
      { cause: error },
    );
  }
}
