import { type EngineEvent, LocalWorkspace, type Stack, StackNotFoundError } from "@pulumi/pulumi/automation";
import { Failure, textOf } from "../common/failure";
import { reservePrivate } from "../common/files";
import type { EngineRun, RunSettings, StackEngine } from "./stack-engine";

export interface PulumiSetting {
  /** The folder that holds Pulumi.yaml. */
  readonly program: string;
  readonly project: string;
  readonly stack: string;
  readonly version: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Make the stack where it is not there yet; otherwise that is an error, as a misspelt name would be an empty stack. */
  readonly create?: boolean;
  /** The stack that is selected now, and stays so where this is another one that is there. */
  readonly selected?: string | undefined;
}

/** Opens a stack with the `pulumi` command on the PATH, by the Automation API. */
export async function openPulumi(setting: PulumiSetting): Promise<StackEngine> {
  const { project, version } = setting;
  const stack = await openStack(setting);
  const run = async (settings: RunSettings, work: (onEvent: (event: EngineEvent) => void) => Promise<unknown>) => {
    const events: EngineEvent[] = [];
    let succeeded = true;
    try {
      await work((event) => {
        events.push(event);
        settings.onEvent?.(event);
      });
    } catch (error) {
      // A failed deployment tells its story in its events; without any, it never began.
      if (!events.some(({ summaryEvent }) => summaryEvent)) throw failureOf(error);
      succeeded = false;
    }
    const summary = events.find(({ summaryEvent }) => summaryEvent)?.summaryEvent;
    return { succeeded, changes: summary?.resourceChanges ?? {}, events } satisfies EngineRun;
  };
  return {
    name: "pulumi",
    version,
    project,
    stack: setting.stack,
    savesPlans: true,
    preview: ({ savePlan, refresh = false, ...settings } = {}) => {
      // Pulumi makes the file readable for everybody, and keeps the mode of one that is there.
      if (savePlan !== undefined) reservePrivate(savePlan);
      return run(settings, (onEvent) =>
        stack.preview({
          ...common(settings),
          onEvent,
          // Without the program a refresh would use the credentials of the last run.
          ...(refresh ? { refresh, runProgram: true } : {}),
          ...(savePlan === undefined ? {} : { plan: savePlan }),
        }),
      );
    },
    up: ({ plan, refresh = false, ...settings } = {}) =>
      run(settings, (onEvent) =>
        stack.up({
          ...common(settings),
          onEvent,
          ...(refresh ? { refresh, runProgram: true } : {}),
          ...(plan === undefined ? {} : { plan }),
        }),
      ),
    refresh: (settings = {}) =>
      run(settings, (onEvent) => stack.refresh({ ...common(settings), onEvent, runProgram: true })),
    destroy: ({ refresh = false, previewOnly = false, ...settings } = {}) =>
      run(settings, (onEvent) =>
        stack.destroy({ ...common(settings), onEvent, runProgram: true, refresh, previewOnly }),
      ),
    configuration: async () => {
      const entries = Object.entries(await stack.getAllConfig());
      return Object.fromEntries(entries.map(([key, { value }]) => [key, value]));
    },
    exportState: () => stack.exportStack(),
  };
}

function common({ signal }: RunSettings) {
  return { color: "never", ...(signal ? { signal } : {}) } as const;
}

async function openStack(setting: PulumiSetting): Promise<Stack> {
  const { program: workDir, stack: stackName, environment, create, selected } = setting;
  // Saved plans are behind this switch.
  const envVars = { ...definedIn(environment), PULUMI_EXPERIMENTAL: "true" };
  try {
    if (create) return await LocalWorkspace.createOrSelectStack({ stackName, workDir }, { envVars });
    const stack = await LocalWorkspace.selectStack({ stackName, workDir }, { envVars });
    // A look at another stack must not decide where the next `pulumi up` goes.
    if (selected !== undefined && selected !== stackName) await stack.workspace.selectStack(selected);
    return stack;
  } catch (error) {
    if (!(error instanceof StackNotFoundError)) throw failureOf(error);
    throw new Failure("stack", `there is no stack ${stackName}; \`roster init --stack ${stackName}\` makes it`, {
      cause: error,
    });
  }
}

function definedIn(environment: PulumiSetting["environment"]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** The command's own words are on its error output; the rest of the API's message repeats the command line. */
function failureOf(error: unknown): unknown {
  const text = textOf(error);
  const [, stderr = text] = /\n stderr: ([\s\S]*?)(?:\n err\?: |$)/.exec(text) ?? [];
  const message = stderr.trim().split("\n").filter(Boolean).join("; ");
  return new Failure("engine", `pulumi: ${message === "" ? text.split("\n", 1)[0] : message}`, { cause: error });
}
