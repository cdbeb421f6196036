import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { ProjectError } from "./errors";
import type { ProcessGroup } from "./process";
import type { Project } from "./project";

/** The code with which the SDK's host ends where it has already shown the error through the engine's log. */
const EXIT_AFTER_LOGGED_ERROR = 32;

export interface ProgramOptions {
  project: Project;
  stack: string;
  organization: string;
  config: ReadonlyMap<string, string>;
  secretKeys: readonly string[];
  environment: Record<string, string>;
  monitorAddress: string;
  engineAddress: string;
  preview: boolean;
  parallel: number;
  onOutput(line: string): void;
  onErrorOutput(line: string): void;
}

/** A program that runs. */
export interface RunningProgram {
  /** Resolves when it has ended: undefined for success, else what to show, "" where it was shown already. */
  readonly failure: Promise<string | undefined>;
  stop(): Promise<void>;
}

/** The folder of the SDK that a folder's own code would load. */
export function findSdk(directory: string): string {
  try {
    return dirname(createRequire(join(directory, "package.json")).resolve("@pulumi/pulumi/package.json"));
  } catch (error) {
    throw new ProjectError(`@pulumi/pulumi is not installed for ${directory}; run npm install there`, error);
  }
}

/** Starts the program with the SDK's own host, as the real engine's language plugin does. */
export function startProgram(processes: ProcessGroup, options: ProgramOptions): RunningProgram {
  const { project } = options;
  const child = processes.startNode(join(findSdk(project.directory), "cmd", "run", "index.js"), {
    nodeArguments: project.nodeArguments,
    arguments: [
      ...["--monitor", options.monitorAddress, "--engine", options.engineAddress],
      ...["--organization", options.organization, "--project", project.name, "--stack", options.stack],
      ...["--root-directory", project.root, "--pwd", project.directory],
      ...(options.preview ? ["--dry-run"] : []),
      ...["--parallel", String(options.parallel), project.entryPoint],
    ],
    directory: project.directory,
    environment: {
      ...process.env,
      ...options.environment,
      PULUMI_CONFIG: JSON.stringify(
        Object.fromEntries([...options.config].map(([key, value]) => [key.replace(":", ":config:"), value])),
      ),
      PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(options.secretKeys),
      PULUMI_NODEJS_TYPESCRIPT: project.typescript ? "true" : undefined,
      ...(project.tsconfig !== undefined && { PULUMI_NODEJS_TSCONFIG_PATH: project.tsconfig }),
    },
    onOutput: options.onOutput,
    onErrorOutput: options.onErrorOutput,
  });
  const failure = child.ended.then(({ code, signal }) => {
    if (code === 0) {
      return undefined;
    }
    if (code === EXIT_AFTER_LOGGED_ERROR) {
      return "";
    }
    return code === undefined
      ? `Program was ended by ${signal ?? "an unknown signal"}`
      : `an unhandled error occurred: Program exited with non-zero exit code: ${code}`;
  });
  return { failure, stop: () => child.stop() };
}
