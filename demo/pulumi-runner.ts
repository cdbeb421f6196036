import { cpSync, mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { type EngineEvent, LocalWorkspace, type Stack } from "@pulumi/pulumi/automation";
import { configuration, type Operation, PASSPHRASE, type Run, type Runner, type Setting, STACK } from "./runner";

/** Runs the example with the `pulumi` command on the PATH, on a file backend in the demo's folder. */
export async function pulumiRunner(setting: Setting): Promise<Runner> {
  const stack = await openStack(setting);
  const run = async (operation: Operation, roster: string): Promise<Run> => {
    for (const [key, value] of Object.entries(configuration(roster))) await stack.setConfig(key, { value });
    const events: EngineEvent[] = [];
    const onEvent = (event: EngineEvent): void => void events.push(event);
    let succeeded = true;
    try {
      await stack[operation]({ onEvent, color: "never", signal: setting.signal });
    } catch (error) {
      // A failed deployment tells its story in its events; without any, it never began.
      if (!events.some(({ summaryEvent }) => summaryEvent)) throw error;
      succeeded = false;
    }
    const summary = events.find(({ summaryEvent }) => summaryEvent)?.summaryEvent;
    return { succeeded, changes: summary?.resourceChanges ?? {}, events };
  };
  return { name: "pulumi", run, close: async () => undefined };
}

/** A copy of the example, as the command writes its settings beside Pulumi.yaml. */
async function openStack({ program, folder, environment }: Setting): Promise<Stack> {
  const workDir = join(folder, "program");
  const state = join(folder, "state");
  mkdirSync(state, { recursive: true });
  cpSync(program, workDir, { recursive: true, filter: (path) => !path.includes("node_modules") });
  symlinkSync(join(program, "..", "..", "node_modules"), join(workDir, "node_modules"), "dir");
  return LocalWorkspace.createOrSelectStack(
    { stackName: STACK, workDir },
    {
      envVars: {
        ...environment,
        PULUMI_BACKEND_URL: `file://${state}`,
        PULUMI_CONFIG_PASSPHRASE: PASSPHRASE,
        PULUMI_SKIP_UPDATE_CHECK: "true",
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      },
    },
  );
}
