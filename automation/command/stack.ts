import { join, resolve } from "node:path";
import { openEngine } from "../engines/open-engine";
import type { StackEngine } from "../engines/stack-engine";
import { GUARD_FILE, type GuardFile, readGuards } from "../guards/guard-file";
import { GUARDED } from "../program/guarded";
import { findProject, OWN_FOLDER, type Project } from "./project";
import type { CommonOptions, World } from "./world";

/** What a command works on: the project of a folder, its stack, and its guards. */
export interface OpenStack {
  /** The folder that the user is in: files are written here. */
  readonly folder: string;
  readonly project: Project;
  readonly engine: StackEngine;
  readonly guards: GuardFile;
}

/** @param environment more of it for the run */
export async function openStack(
  options: CommonOptions,
  world: World,
  environment: Readonly<Record<string, string>> = {},
): Promise<OpenStack> {
  const folder = resolve(world.folder, options.cwd);
  const guards = readGuards(join(folder, GUARD_FILE));
  const project = findProject(folder, world.packageFolder, options.roster);
  const engine = await openEngine({
    engine: options.engine,
    program: project.program,
    project: project.name,
    stack: options.stack,
    stateFolder: join(folder, OWN_FOLDER, "state"),
    packageFolder: world.packageFolder,
    environment: { ...world.environment, ...environment, [GUARDED]: "true" },
  });
  if (!options.json) world.error(`${engineLine(engine)}\n`);
  return { folder, project, engine, guards };
}

function engineLine({ name, version }: StackEngine): string {
  return name === "pulumi"
    ? `on pulumi ${version}`
    : "on the embedded engine, which is for trying things; a stack of people belongs to `pulumi`";
}
