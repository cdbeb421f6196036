import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";

/** A workflow as it belongs into a repository. */
export interface Workflow {
  /** Where it goes. */
  readonly path: string;
  readonly text: string;
}

/**
 * The GitHub workflows of a folder, for the repository that it is in; without one, for the folder itself.
 *
 * @param packageFolder the folder of this package, which holds them as files
 * @param exported the export that is taken each night, below the folder
 */
export function githubWorkflows(
  folder: string,
  stack: string,
  packageFolder: string,
  exported = "exports/people.csv",
): readonly Workflow[] {
  const root = repositoryOf(folder) ?? folder;
  const place = relative(root, folder).split(sep).join("/") || ".";
  const source = join(packageFolder, "automation", "cli", "init", "github");
  return readdirSync(source)
    .filter((name) => name.endsWith(".yml"))
    .sort()
    .map((name) => ({
      path: join(root, ".github", "workflows", name),
      text: readFileSync(join(source, name), "utf8")
        .replace(/folder: \., stack: prod/g, () => `folder: ${scalar(place)}, stack: ${scalar(stack)}`)
        .replace(/export: exports\/people\.csv/g, () => `export: ${scalar(exported)}`),
    }));
}

function repositoryOf(folder: string): string | undefined {
  if (existsSync(join(folder, ".git"))) return folder;
  return dirname(folder) === folder ? undefined : repositoryOf(dirname(folder));
}

/** A text in a YAML flow map. */
function scalar(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : JSON.stringify(text);
}
