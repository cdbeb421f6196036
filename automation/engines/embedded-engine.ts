import { join } from "node:path";
import { Engine, EngineError, type RunResult } from "../../engine/index";
import { Failure } from "../common/failure";
import type { EngineRun, StackEngine } from "./stack-engine";
import { stackSettings } from "./stack-settings";

export interface EmbeddedSetting {
  /** The folder that holds Pulumi.yaml. */
  readonly program: string;
  readonly project: string;
  readonly stack: string;
  /** Where the state lives. */
  readonly stateFolder: string;
  /** The folder of this package, which is also the plugin. */
  readonly packageFolder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** Opens a stack on the engine that this package brings along. A stack that is not there yet is an empty one. */
export function openEmbedded(setting: EmbeddedSetting): StackEngine {
  const { program, project, stack, stateFolder, packageFolder, environment } = setting;
  const config = stackSettings(setting);
  const env = Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const engine = translated(
    () =>
      new Engine({
        programDirectory: program,
        stack,
        stateDirectory: stateFolder,
        passphrase: environment["PULUMI_CONFIG_PASSPHRASE"] ?? "",
        config: { ...config },
        env: Object.fromEntries(env),
        // As a file: the SDK's host for a folder would load the SDK and a TypeScript compiler, which this plugin has no use for.
        plugins: { roster: { path: join(packageFolder, "dist", "provider", "plugin", "main.js") } },
      }),
  );
  const run = async (work: () => Promise<RunResult>): Promise<EngineRun> => {
    const { succeeded, changes, events } = await settled(work);
    return { succeeded, changes, events };
  };
  return {
    name: "embedded",
    version: process.versions.node,
    project,
    stack,
    savesPlans: false,
    preview: ({ savePlan, ...settings } = {}) => {
      if (savePlan !== undefined) throw new Failure("engine", "the embedded engine saves no plans");
      return run(() => engine.preview(settings));
    },
    up: ({ plan, ...settings } = {}) => {
      if (plan !== undefined) throw new Failure("engine", "the embedded engine takes no plans");
      return run(() => engine.up(settings));
    },
    refresh: (settings = {}) => run(() => engine.refresh(settings)),
    destroy: (settings = {}) => run(() => engine.destroy(settings)),
    configuration: async () => config,
    exportState: () => settled(() => engine.exportState()),
  };
}

async function settled<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw failureOf(error);
  }
}

function translated<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw failureOf(error);
  }
}

function failureOf(error: unknown): unknown {
  if (!(error instanceof EngineError)) return error;
  const code = error.code === "project" ? "project" : error.code === "disk" ? "disk-full" : "engine";
  return new Failure(code, error.message, { cause: error });
}
