import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../common/failure";
import { openEmbedded } from "./embedded-engine";
import { openPulumi } from "./pulumi-engine";
import type { EngineName, StackEngine } from "./stack-engine";

export interface EngineSetting {
  readonly engine: EngineName | "auto";
  readonly program: string;
  readonly project: string;
  readonly stack: string;
  /** Where the embedded engine keeps its state. */
  readonly stateFolder: string;
  readonly packageFolder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly create?: boolean;
}

/** Opens the stack on the engine that is asked for; `auto` takes `pulumi` where it is on the PATH. */
export async function openEngine(setting: EngineSetting): Promise<StackEngine> {
  if (setting.engine === "embedded") return openEmbedded(setting);
  const version = pulumiVersion(setting.environment);
  if (version === undefined) {
    if (setting.engine === "auto") return openEmbedded(setting);
    throw new Failure("engine", "there is no `pulumi` on the PATH; install it, or use --engine embedded");
  }
  if (setting.engine === "auto") refuseChangeOfEngine(setting);
  return openPulumi({ ...setting, version });
}

/** With another engine the stack would be an empty one, and everybody a newcomer. */
function refuseChangeOfEngine({ stateFolder, project, stack }: EngineSetting): void {
  const file = join(stateFolder, project, `${stack}.json`);
  if (!existsSync(file)) return;
  throw new Failure(
    "engine",
    `stack ${stack} has its state with the embedded engine (${file}), and there is a \`pulumi\` on the PATH now. Say --engine embedded, ` +
      "or move the stack with `pulumi stack import` and remove that file",
  );
}

function pulumiVersion(environment: EngineSetting["environment"]): string | undefined {
  const { status, stdout } = spawnSync("pulumi", ["version"], { env: { ...environment }, encoding: "utf8" });
  return status === 0 ? stdout.trim().replace(/^v/, "") : undefined;
}
