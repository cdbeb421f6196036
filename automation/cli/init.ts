import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join, relative, resolve, sep } from "node:path";
import { isRecord } from "../../provider/core/model/value";
import { Failure } from "../common/failure";
import { refuseUnwritable, removeFile, writeWhole } from "../common/files";
import { jsonText } from "../common/json-text";
import { GUARD_FILE } from "../plan/guards/guard-file";
import type { ReadOptions } from "../roster/file/raw-roster";
import { readRoster } from "../roster/file/read-roster";
import { WAIVER_FILE } from "../runs/drift/waivers";
import { type CliContext, type CommonOptions, EXIT, type Exit } from "./context";
import { rosterFrom } from "./init/from";
import { githubWorkflows } from "./init/github";
import { guardTemplate, ROSTER_TEMPLATE, waiverTemplate } from "./init/templates";
import { installCommand, planCommand } from "./next";
import { OWN_FOLDER } from "./own-folder";
import { findProject, lastRosterOf, manifestText, programText, projectName, rosterIn } from "./project";
import { nameFor, refuseSharedName } from "./project-name";
import { openEngineFor } from "./stack";

/** What belongs into no repository: state of the embedded engine, plans and reports with people in them. */
const IGNORED = [
  "node_modules/",
  `${OWN_FOLDER}/`,
  "plan.json",
  "plan.pulumi.json",
  "plan.md",
  "plan.html",
  "report.json",
  "report.md",
  "before.json",
  "drift.json",
  "drift.md",
  "doctor.json",
  "roster.import.*",
  // Drafts of files, which a kill leaves behind.
  "*.part",
];

export interface InitOptions extends CommonOptions {
  readonly name?: string;
  readonly github?: true;
  /** An export that the roster is to be filled from. */
  readonly from?: string;
}

/** A folder that is made ready. */
interface Making {
  readonly folder: string;
  readonly options: InitOptions;
  readonly context: CliContext;
  readonly reading: Pick<ReadOptions, "now" | "today">;
  /** Paths of what was written, below the folder. */
  readonly written: string[];
  /** Writes a file that is not there yet. */
  add(name: string, text: string): void;
}

/** Makes a folder ready: files that are missing, and the stack. Nothing that is there is touched. */
export async function init(options: InitOptions, context: CliContext): Promise<Exit> {
  const folder = resolve(context.folder, options.cwd);
  refuseUnwritable(folder);
  const written: string[] = [];
  const reading = { now: context.now(), today: options.today };
  const add = (name: string, text: string): void => {
    const path = resolve(folder, name);
    if (existsSync(path)) return;
    writeWhole(path, text);
    written.push(relative(folder, path));
  };
  const making = { folder, options, context, reading, written, add };
  const manifestFile = join(folder, "Pulumi.yaml");
  const isNew = !existsSync(manifestFile);
  const filled = options.from === undefined ? undefined : await filledRoster(making, options.from, isNew);
  if (!isNew) refuseOtherName(options.name, projectName(manifestFile), "Pulumi.yaml");
  const isNamed = isNew ? await addProject(making, filled) : true;
  add(GUARD_FILE, guardTemplate());
  add(WAIVER_FILE, waiverTemplate());
  ignore(folder, written);
  const project =
    filled === undefined
      ? await findProject(folder, context.packageFolder, { file: options.roster, ...reading })
      : { name: projectName(manifestFile), program: folder, roster: undefined };
  const engine = await openEngineFor(project, options, context, { create: true });
  if (!isNamed && engine.name === "pulumi" && isUsed(await engine.exportState())) {
    removeFile(manifestFile);
    throw new Failure(
      "project",
      `stack ${project.name}/${engine.stack} has people already: another folder has this name too, and would share its state. ` +
        "Give this one a name of its own with --name or `project:`, or say that very name if the stack is meant",
    );
  }
  if (options.github) {
    const exported = options.from && relative(folder, resolve(context.folder, options.from)).split(sep).join("/");
    for (const { path, text } of githubWorkflows(folder, engine.stack, context.packageFolder, exported))
      add(path, text);
  }
  const missing = filled === undefined ? undefined : await problemsIn(join(folder, "roster.yaml"), reading);
  const facts = { project: project.name, stack: engine.stack, engine: engine.name, written };
  if (options.json) context.out(jsonText({ ...facts, ...(missing ? { missing } : {}) }));
  else context.out(summary(making, `${facts.project}/${facts.stack} on ${facts.engine}`, missing));
  return EXIT.nothing;
}

/**
 * Adds a project with a program that reads the roster.
 *
 * @param filled the text of a roster that is to be written
 * @returns whether somebody has said the project's name
 */
async function addProject(making: Making, filled: string | undefined): Promise<boolean> {
  const { folder, options, context, reading, add } = making;
  if (existsSync(join(folder, "index.js"))) {
    throw new Failure(
      "project",
      "there is an index.js and no Pulumi.yaml: init won't guess what it is. Move it away, or add Pulumi.yaml",
    );
  }
  const usual = filled === undefined ? rosterIn(folder) : undefined;
  const given = options.roster === undefined ? usual : resolve(folder, options.roster);
  const said = given === undefined ? undefined : await readRoster(given, reading);
  if (said?.project !== undefined) refuseOtherName(options.name, said.project, basename(said.file));
  const name = options.name ?? nameFor(folder, said);
  if (said && options.name === undefined) refuseSharedName(folder, said, rosterIn(folder), lastRosterOf(folder));
  if (given === undefined) add("roster.yaml", filled ?? ROSTER_TEMPLATE);
  const roster = given === undefined ? "roster.yaml" : relative(folder, given);
  add("Pulumi.yaml", manifestText(name, { description: `The people in ${basename(roster)}` }));
  add("index.js", programText(roster));
  add("package.json", jsonText(manifest(name, context.packageFolder)));
  return (options.name ?? said?.project) !== undefined;
}

function summary({ folder, options, context, written }: Making, stack: string, missing?: readonly string[]): string {
  const files = written.map((file) => `written  ${file}\n`).join("");
  const problems = (missing ?? []).map((line) => `  ${line}\n`).join("");
  const edit = missing ? `edit     roster.yaml, where this is missing or wrong:\n${problems}` : "";
  const next = isInstalled(folder) ? planCommand(options, context) : installCommand(options);
  return `${files || "every file was there already\n"}stack    ${stack}\n${edit}next     ${next}\n`;
}

/** Whether a program in this folder finds what it imports. */
function isInstalled(folder: string): boolean {
  const { resolve: find } = createRequire(join(folder, "package.json"));
  try {
    for (const name of ["@pulumi/pulumi", "pulumi-roster"]) find(`${name}/package.json`);
    return true;
  } catch {
    return false;
  }
}

/** @returns the text of a roster that is filled from an export */
async function filledRoster({ folder, options, context }: Making, from: string, isNew: boolean): Promise<string> {
  if (!isNew) {
    const reason = "there is a Pulumi.yaml already, whose roster may name the file as a source";
    throw new Failure("usage", `--from ${from}: ${reason}`);
  }
  if (options.roster !== undefined) throw new Failure("usage", "--from writes a roster.yaml: leave --roster out");
  return rosterFrom(folder, from, context);
}

/** What a roster lacks, a line each; undefined where nothing. */
async function problemsIn(file: string, reading: Partial<ReadOptions>): Promise<readonly string[] | undefined> {
  try {
    await readRoster(file, reading);
    return undefined;
  } catch (error) {
    if (error instanceof Failure && error.code === "roster-file") return error.message.split("\n");
    throw error;
  }
}

/** Whether a state, as `exportState` gives it, holds anything beside the stack itself. */
function isUsed(state: unknown): boolean {
  const deployment = isRecord(state) ? state["deployment"] : undefined;
  const resources = isRecord(deployment) ? deployment["resources"] : undefined;
  return Array.isArray(resources) && resources.some((each) => isRecord(each) && each["type"] !== "pulumi:pulumi:Stack");
}

/** A name that nobody would find the state by is none. */
function refuseOtherName(given: string | undefined, name: string, file: string): void {
  if (given === undefined || given === name) return;
  throw new Failure("usage", `--name ${given}: ${file} names the project ${name}, and the state is found by that`);
}

function manifest(name: string, packageFolder: string) {
  const { version, peerDependencies } = JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8")) as {
    version: string;
    peerDependencies: Record<string, string>;
  };
  return {
    name,
    private: true,
    main: "index.js",
    scripts: { roster: "roster" },
    dependencies: { ...peerDependencies, "pulumi-roster": `^${version}` },
  };
}

function ignore(folder: string, written: string[]): void {
  const file = join(folder, ".gitignore");
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  const lines = new Set(text.split(/\r?\n/).map((line) => line.trim()));
  const missing = IGNORED.filter((line) => !lines.has(line));
  if (missing.length === 0) return;
  const start = text === "" || text.endsWith("\n") ? "" : "\n";
  writeWhole(file, `${text}${start}${missing.join("\n")}\n`);
  written.push(".gitignore");
}
