import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Configuration } from "./configuration";
import { EngineError } from "./errors";
import { type Child, type ChildOptions, startNode } from "./process";
import type { Project } from "./project";
import type { RunSettings } from "./run";

/** The organization that Pulumi's own file backends use. */
const ORGANIZATION = "organization";
/** The code with which the SDK's host ends where it has already shown the error through the engine's log. */
const EXIT_AFTER_LOGGED_ERROR = 32;

export interface ProgramOptions extends Pick<ChildOptions, "signal" | "onOutput" | "onErrorOutput"> {
  project: Project;
  configuration: Configuration;
  environment: Record<string, string>;
  settings: RunSettings;
  monitorAddress: string;
  engineAddress: string;
}

/** The folder of the SDK that a folder's own code would load. */
export function findSdk(directory: string): string {
  try {
    return dirname(createRequire(join(directory, "package.json")).resolve("@pulumi/pulumi/package.json"));
  } catch (error) {
    throw new EngineError("project", `@pulumi/pulumi is not installed for ${directory}; run npm install there`, error);
  }
}

/** Starts the program with the SDK's own host, as the real engine's language plugin does. */
export function startProgram(options: ProgramOptions): Child {
  const { project, configuration, settings } = options;
  const config = [...configuration.values].map(([key, value]) => [key.replace(":", ":config:"), value]);
  return startNode(join(findSdk(project.directory), "cmd", "run", "index.js"), {
    ...options,
    arguments: [
      ...["--monitor", options.monitorAddress, "--engine", options.engineAddress],
      ...["--organization", ORGANIZATION, "--project", project.name, "--stack", settings.stack],
      ...["--root-directory", project.directory, "--pwd", project.directory],
      ...(settings.preview ? ["--dry-run"] : []),
      ...["--parallel", String(settings.parallel), "."],
    ],
    directory: project.directory,
    environment: {
      ...process.env,
      ...options.environment,
      PULUMI_CONFIG: JSON.stringify(Object.fromEntries(config)),
      PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(configuration.secretKeys),
      PULUMI_NODEJS_TYPESCRIPT: project.typescript ? "true" : undefined,
    },
  });
}

/** What is wrong where a program has ended: undefined for nothing, "" where it was shown already. */
export function failureOf({ code, signal }: Awaited<Child["ended"]>): string | undefined {
  if (code === 0) return undefined;
  if (code === EXIT_AFTER_LOGGED_ERROR) return "";
  return code === undefined
    ? `Program was ended by ${signal ?? "an unknown signal"}`
    : `an unhandled error occurred: Program exited with non-zero exit code: ${code}`;
}
