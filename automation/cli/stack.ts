import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { JOURNAL_VARIABLE } from "../../provider/creation-journal";
import { GUARDED } from "../../provider/guarded";
import { writeWhole } from "../common/files";
import { TODAY_VARIABLE } from "../common/today";
import { type EngineSetting, openEngine } from "../engines/open-engine";
import type { StackEngine } from "../engines/stack-engine";
import { GUARD_FILE, type GuardFile, readGuards } from "../plan/guards/guard-file";
import type { CliContext, CommonOptions } from "./context";
import { OWN_FOLDER } from "./own-folder";
import { findProject, type Project } from "./project";

/** What a command works on: the project of a folder, its stack, and its guards. */
export interface OpenStack {
  /** The folder that the user is in: files are written here. */
  readonly folder: string;
  readonly project: Project;
  readonly engine: StackEngine;
  readonly guards: GuardFile;
  /** Where runs keep whom they create, until the state has them. */
  readonly journal: string;
}

/** @param environment more of it for the run */
export async function openStack(
  options: CommonOptions,
  context: CliContext,
  environment: Readonly<Record<string, string>> = {},
): Promise<OpenStack> {
  const folder = resolve(context.folder, options.cwd);
  const guards = readGuards(join(folder, GUARD_FILE));
  const tell = options.json ? undefined : (line: string) => context.error(`${line}\n`);
  const { signal } = context;
  const today = options.today ?? context.environment[TODAY_VARIABLE];
  const reading = { file: options.roster, today, now: context.now(), signal };
  const project = await findProject(folder, context.packageFolder, reading, tell);
  const day = project.roster?.calendar?.today;
  const journalOf = (stack: string): string =>
    join(folder, OWN_FOLDER, "journal", `${project.name}-${stack}.jsonl`.replace(/[^\w.-]/g, "-"));
  const engine = await openEngineFor(project, options, context, {
    environmentOf: (stack) => ({
      ...environment,
      [GUARDED]: "true",
      [JOURNAL_VARIABLE]: journalOf(stack),
      // The program reads the roster again, and shall not read it by another day after midnight.
      ...(day === undefined ? {} : { [TODAY_VARIABLE]: day }),
    }),
  });
  tell?.(engineLine(engine));
  return { folder, project, engine, guards, journal: journalOf(engine.stack) };
}

/** Opens the project's stack on the engine that was asked for, with its state below the folder that the user is in. */
export async function openEngineFor(
  project: Project,
  { engine, stack, cwd }: CommonOptions,
  { folder, packageFolder, environment }: CliContext,
  more: Pick<EngineSetting, "environmentOf" | "create">,
): Promise<StackEngine> {
  const own = ownFolderOf(resolve(folder, cwd));
  return openEngine({
    engine,
    program: project.program,
    project: project.name,
    stack,
    stateFolder: join(own, "state"),
    packageFolder,
    environment,
    ...more,
  });
}

/**
 * What is kept beside a project, in no repository. Also where no `roster init` has written a .gitignore: the state and the reports
 * of runs hold everybody.
 */
export function ownFolderOf(folder: string): string {
  const own = join(folder, OWN_FOLDER);
  if (!existsSync(join(own, ".gitignore"))) writeWhole(join(own, ".gitignore"), "*\n");
  return own;
}

function engineLine({ name, version }: StackEngine): string {
  return name === "pulumi"
    ? `on pulumi ${version}`
    : "on the embedded engine, which is for trying things; a stack of people belongs to `pulumi`";
}
