import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Configuration } from "./configuration";
import { EngineError } from "./errors";
import type { EventStream } from "./events";
import { type Child, type ChildOptions, startNode } from "./process";
import type { Project } from "./project";

/** What the program and the providers of one run are started with. */
export interface Host {
  project: Project;
  configuration: Configuration;
  environment: Record<string, string>;
  /** Paths of plugins by package. */
  plugins: Readonly<Record<string, string>>;
  engineAddress: string;
  /** What the processes print becomes diagnostics. */
  events: EventStream;
  /** Kills the processes. */
  signal: AbortSignal;
}

/** The folder of the SDK that a folder's own code would load. */
export function findSdk(directory: string): string {
  try {
    return dirname(createRequire(join(directory, "package.json")).resolve("@pulumi/pulumi/package.json"));
  } catch (error) {
    throw new EngineError("project", `@pulumi/pulumi is not installed for ${directory}; run npm install there`, error);
  }
}

/** Starts a script in the project's folder. */
export function startInProject(
  { project, environment, events, signal }: Host,
  script: string,
  options: Pick<ChildOptions, "arguments" | "environment" | "priority"> & Partial<Pick<ChildOptions, "onOutput">>,
): Child {
  return startNode(script, {
    onOutput: (line) => events.diagnostic("info", `${line}\n`),
    ...options,
    directory: project.directory,
    environment: { ...process.env, ...environment, ...options.environment },
    signal,
    onErrorOutput: (line) => events.diagnostic("info#err", `${line}\n`),
  });
}
