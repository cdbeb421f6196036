import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type EngineEvent, LocalWorkspace, type Stack } from "@pulumi/pulumi/automation";
import type { EngineOptions, ExportedDeployment, RunOptions } from "../../engine";
import { Lab, PASSPHRASE, PLUGIN_DIRECTORY, SCENARIO_DIRECTORY } from "./lab";
import type { Scenario } from "./scenarios/scenario";

/** What a scenario needs of an engine, whichever it is. */
export interface Stage {
  lab: Lab;
  run(operation: Scenario["run"], options?: RunOptions): Promise<{ exit: number; events: EngineEvent[] }>;
  outputs(): Promise<Record<string, { value: unknown; secret: boolean }>>;
  exportState(): Promise<ExportedDeployment>;
  importState(state: ExportedDeployment): Promise<void>;
}

type Config = NonNullable<EngineOptions["config"]>;

export async function embeddedStage(config: Config = {}): Promise<Stage> {
  const lab = new Lab({ config });
  const { engine } = lab;
  return {
    lab,
    run: async (operation, options) => {
      const { succeeded, events } = await engine[operation](options);
      return { exit: succeeded ? 0 : 1, events };
    },
    outputs: () => engine.outputs(),
    exportState: () => engine.exportState({ showSecrets: true }),
    importState: (state) => engine.importState(state),
  };
}

/** The version of the pulumi CLI on the PATH; only with it can the engine be compared. */
export function pulumiVersion(): string | undefined {
  const { status, stdout } = spawnSync("pulumi", ["version"], { encoding: "utf8" });
  return status === 0 ? stdout.trim() : undefined;
}

/** The real engine, through the Automation API, with a lab (and so a cloud and a log) of its own. */
export async function pulumiStage(config: Config = {}): Promise<Stage> {
  const lab = new Lab({ config });
  const stack = await createStack(lab);
  await stack.setAllConfig(
    Object.fromEntries(
      Object.entries(config).map(([key, value]) => [
        key,
        typeof value === "string" ? { value } : { value: value.secret, secret: true },
      ]),
    ),
  );
  return {
    lab,
    run: async (operation, options) => {
      const events: EngineEvent[] = [];
      try {
        await stack[operation]({ ...options, onEvent: (event) => events.push(event) });
        return { exit: 0, events };
      } catch (error) {
        const exit = /failed with exit code (\d+)/.exec(error instanceof Error ? error.message : "")?.[1];
        if (exit === undefined) {
          throw error;
        }
        return { exit: Number(exit), events };
      }
    },
    outputs: () => stack.outputs(),
    exportState: async () => (await stack.exportStack()) as ExportedDeployment,
    importState: (state) => stack.importStack(state),
  };
}

/** A copy of the program, as the command writes its settings beside Pulumi.yaml. */
function createStack({ directory, options }: Lab): Promise<Stack> {
  const workDir = join(directory, "program");
  cpSync(SCENARIO_DIRECTORY, workDir, { recursive: true });
  const plugins = `plugins:\n  providers:\n    - name: lab\n      path: ${PLUGIN_DIRECTORY}\n`;
  const project = readFileSync(join(workDir, "Pulumi.yaml"), "utf8");
  writeFileSync(join(workDir, "Pulumi.yaml"), project + plugins);
  symlinkSync(resolve(__dirname, "../../node_modules"), join(directory, "node_modules"));
  mkdirSync(join(directory, "backend"));
  const envVars = {
    ...options.env,
    NODE_OPTIONS: "",
    PULUMI_HOME: join(directory, "home"),
    PULUMI_BACKEND_URL: `file://${join(directory, "backend")}`,
    PULUMI_CONFIG_PASSPHRASE: PASSPHRASE,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
  };
  return LocalWorkspace.createStack({ stackName: "dev", workDir }, { envVars });
}
