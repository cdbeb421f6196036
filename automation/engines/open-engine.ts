import { existsSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../common/failure";
import { openEmbedded } from "./embedded-engine";
import { pulumiVersion, selectedByPulumi } from "./pulumi-command";
import { selectedOnEmbedded, selectOnEmbedded, USUAL_STACK } from "./selected-stack";
import type { EngineName, StackEngine } from "./stack-engine";

export interface EngineSetting {
  readonly engine: EngineName | "auto";
  readonly program: string;
  readonly project: string;
  /** Default: the one that is selected, or else `dev`. */
  readonly stack?: string | undefined;
  /** Where the embedded engine keeps its state. */
  readonly stateFolder: string;
  readonly packageFolder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** More of it, once it is known which stack it is. */
  readonly environmentOf?: (stack: string) => Readonly<Record<string, string>>;
  /** Make the stack where it is not there yet, and select it. */
  readonly create?: boolean;
}

/** Opens the stack on the engine that is asked for; `auto` takes `pulumi` where it is on the PATH. */
export async function openEngine(setting: EngineSetting): Promise<StackEngine> {
  const version = setting.engine === "embedded" ? undefined : pulumiVersion(setting.environment);
  if (version === undefined) {
    if (setting.engine !== "pulumi") return onEmbedded(setting);
    throw new Failure("engine", "there is no `pulumi` on the PATH; install it, or use --engine embedded");
  }
  const selected = selectedByPulumi(setting.program, setting.environment);
  const stack = setting.stack ?? selected ?? selectedOnEmbedded(setting) ?? USUAL_STACK;
  if (setting.engine === "auto") refuseChangeOfEngine(setting, stack);
  // Half of what the command would load at its start is the SDK's own way to run `pulumi`.
  const { openPulumi } = await import("./pulumi-engine.js");
  return openPulumi({ ...withStack(setting, stack), version, selected });
}

function onEmbedded(setting: EngineSetting): StackEngine {
  const stack = setting.stack ?? selectedOnEmbedded(setting) ?? USUAL_STACK;
  const engine = openEmbedded(withStack(setting, stack));
  if (setting.create) selectOnEmbedded(setting, stack);
  return engine;
}

function withStack(setting: EngineSetting, stack: string) {
  return { ...setting, stack, environment: { ...setting.environment, ...setting.environmentOf?.(stack) } };
}

/** With another engine the stack would be an empty one, and everybody a newcomer. */
function refuseChangeOfEngine({ stateFolder, project }: EngineSetting, stack: string): void {
  const file = join(stateFolder, project, `${stack}.json`);
  if (!existsSync(file)) return;
  throw new Failure(
    "engine",
    `stack ${stack} has its state with the embedded engine (${file}), and there is a \`pulumi\` on the PATH now. Say --engine embedded, ` +
      "or move the stack with `pulumi stack import` and remove that file",
  );
}
