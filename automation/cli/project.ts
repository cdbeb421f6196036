import { existsSync, mkdirSync, readFileSync, realpathSync, rmSync, statSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, relative, resolve } from "node:path";
import { parse, stringify } from "yaml";
import { Failure, textOf } from "../common/failure";
import { writeWhole } from "../common/files";
import { reasonOf } from "../common/yaml-file";
import type { ReadOptions } from "../roster/file/raw-roster";
import { ROSTER_FILES, readRoster } from "../roster/file/read-roster";
import type { Roster } from "../roster/model/roster";
import { OWN_FOLDER } from "./own-folder";
import { nameFor, refuseSharedName } from "./project-name";

/** A Pulumi project that can be run: somebody's own, or one made for a roster file. */
export interface Project {
  readonly name: string;
  /** The folder that holds Pulumi.yaml. */
  readonly program: string;
  /** The roster, where the project is made of one. */
  readonly roster: Roster | undefined;
}

/** Plain JavaScript: without the compiler the program starts sooner. */
const RUNTIME = { name: "nodejs", options: { typescript: false } };
/** The one line that a project of a roster file consists of. */
export const PROGRAM_MODULE = "pulumi-roster/roster";

/** From this many bytes on a roster takes seconds to read, which is said. */
const LARGE = 5_000_000;

/**
 * The project of a folder: its Pulumi.yaml, or a roster file, for which a project is written below `.roster/`.
 *
 * @param roster how a roster file is read; `roster.file` names it, for folders with several
 * @param tell takes a line where something takes long
 */
export async function findProject(
  folder: string,
  packageFolder: string,
  { file: rosterFile, ...reading }: Partial<ReadOptions> & { readonly file?: string | undefined },
  tell?: (line: string) => void,
): Promise<Project> {
  const read = async (path: string): Promise<Roster> => {
    const bytes = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
    if (bytes > LARGE) tell?.(`reading ${basename(path)}, ${Math.round(bytes / 1_000_000)} MB`);
    return readRoster(path, reading);
  };

  if (!existsSync(folder)) throw new Failure("folder", `${folder} is not there`);
  const manifest = join(folder, "Pulumi.yaml");
  if (existsSync(manifest)) {
    const file = rosterOf(folder);
    const name = projectName(manifest);
    refuseOtherRoster(folder, rosterFile, file);
    const roster = file === undefined ? undefined : await read(file);
    if (roster?.project !== undefined && roster.project !== name) {
      tell?.(`Pulumi.yaml names the project ${name}, which counts; ${basename(roster.file)} says ${roster.project}`);
    }
    return { name, program: folder, roster };
  }
  const file = rosterFile === undefined ? rosterIn(folder) : resolve(folder, rosterFile);
  if (file === undefined) {
    throw new Failure(
      "project",
      `${folder} has no Pulumi.yaml and no ${ROSTER_FILES.join(" or ")}; \`roster init\` makes them`,
    );
  }
  const roster = await read(file);
  refuseSharedName(folder, roster, rosterIn(folder), lastRosterOf(folder));
  return generatedProject(folder, packageFolder, roster);
}

/** The roster file that a folder's project is made of, or that is named. Throws where there is none, or another one. */
export function rosterFileOf(folder: string, given: string | undefined): string {
  const own = existsSync(join(folder, "Pulumi.yaml")) ? rosterOf(folder) : undefined;
  if (existsSync(join(folder, "Pulumi.yaml"))) refuseOtherRoster(folder, given, own);
  const file = own ?? (given === undefined ? rosterIn(folder) : resolve(folder, given));
  if (file !== undefined) return file;
  throw new Failure("project", `${folder} has no ${ROSTER_FILES.join(" or ")}, and no project of one`);
}

/** A project is of one roster, and its state is too. */
function refuseOtherRoster(folder: string, given: string | undefined, own: string | undefined): void {
  if (given === undefined || resolve(folder, given) === own) return;
  const program = own === undefined ? "a program of its own" : basename(own);
  throw new Failure(
    "project",
    `--roster ${given}: the project of Pulumi.yaml is made of ${program}. Leave the option out, or give this roster a folder of its own`,
  );
}

/** The roster that a project below `.roster/` was made for before. */
export function lastRosterOf(folder: string): string | undefined {
  return rosterOf(join(folder, OWN_FOLDER, "project"));
}

/** The roster file that a folder has by one of the usual names. */
export function rosterIn(folder: string): string | undefined {
  return ROSTER_FILES.map((name) => join(folder, name)).find((path) => existsSync(path));
}

/** The text of Pulumi.yaml for a roster file. */
export function manifestText(name: string, more: { readonly description: string; readonly stackConfigDir?: string }) {
  return stringify({ name, runtime: RUNTIME, ...more }, { lineWidth: 0 });
}

/** The text of index.js for a roster file. */
export function programText(roster: string): string {
  return `// Declares everybody in ${inComment(basename(roster))}.\nmodule.exports = require(${JSON.stringify(PROGRAM_MODULE)}).declareRoster(${JSON.stringify(roster)});\n`;
}

function inComment(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]/gu, " ");
}

/** The roster file of a project that \`roster init\` has written; undefined for every other program. */
function rosterOf(folder: string): string | undefined {
  const index = join(folder, "index.js");
  if (!existsSync(index)) return undefined;
  const [, file] =
    /pulumi-roster\/roster"\)\.declareRoster\("((?:[^"\\]|\\.)*)"\)/.exec(readFileSync(index, "utf8")) ?? [];
  return file === undefined ? undefined : resolve(folder, JSON.parse(`"${file}"`) as string);
}

export function projectName(manifest: string): string {
  try {
    const { name } = parse(readFileSync(manifest, "utf8")) as { name?: unknown };
    if (typeof name === "string" && name !== "") return name;
  } catch (error) {
    throw new Failure("project", `Pulumi.yaml can't be read: ${textOf(error).split("\n", 1)[0]}`, { cause: error });
  }
  throw new Failure("project", "Pulumi.yaml names no project");
}

function generatedProject(folder: string, packageFolder: string, roster: Roster): Project {
  const program = join(folder, OWN_FOLDER, "project");
  const name = nameFor(folder, roster);
  try {
    mkdirSync(program, { recursive: true });
    const files = {
      "Pulumi.yaml": manifestText(name, {
        description: `Made for ${basename(roster.file)}`,
        stackConfigDir: relative(program, folder),
      }),
      "package.json": `${JSON.stringify({ name, private: true, version: "0.0.0", main: "index.js" }, undefined, 2)}\n`,
      "index.js": programText(relative(program, roster.file)),
    };
    for (const [file, text] of Object.entries(files)) writeWhole(join(program, file), text);
    link(program, "pulumi-roster", packageFolder);
    link(program, "@pulumi/pulumi", sdkOf(packageFolder));
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure("folder", `${join(folder, OWN_FOLDER)} can't be written: ${reasonOf(error)}`, { cause: error });
  }
  return { name, program, roster };
}

/** Makes the very package that this command is of known to the project, whatever lies in the folders above. */
function link(program: string, name: string, target: string): void {
  const path = join(program, "node_modules", name);
  if (existsSync(path) && realpathSync(path) === realpathSync(target)) return;
  rmSync(path, { force: true, recursive: true });
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path, "junction");
}

function sdkOf(packageFolder: string): string {
  try {
    return dirname(createRequire(join(packageFolder, "package.json")).resolve("@pulumi/pulumi/package.json"));
  } catch (error) {
    throw new Failure("project", "@pulumi/pulumi is not installed beside pulumi-roster; run npm install", {
      cause: error,
    });
  }
}
