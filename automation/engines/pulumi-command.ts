import { sync as spawnSync } from "cross-spawn";
import { isRecord } from "../../provider/core/model/value";

type Environment = Readonly<Record<string, string | undefined>>;

/** The version of the `pulumi` on the PATH; undefined where there is none. */
export function pulumiVersion(environment: Environment): string | undefined {
  return outputOf(["version"], environment)?.trim().replace(/^v/, "");
}

/** The stack that `pulumi stack select` has chosen for a project; undefined where none is, or where nobody can tell. */
export function selectedByPulumi(program: string, environment: Environment): string | undefined {
  // The variable would be shown in place of what is selected.
  const listed = outputOf(["stack", "ls", "--json"], { ...environment, PULUMI_STACK: undefined }, program);
  if (listed === undefined) return undefined;
  const stacks: unknown = JSON.parse(listed);
  const current = Array.isArray(stacks)
    ? stacks.find((stack) => isRecord(stack) && stack["current"] === true)
    : undefined;
  return typeof current?.name === "string" ? current.name : undefined;
}

/** Also where it is a script, as package managers for Windows install it. */
function outputOf(args: readonly string[], environment: Environment, cwd?: string): string | undefined {
  const options = { env: { ...environment }, encoding: "utf8", ...(cwd === undefined ? {} : { cwd }) } as const;
  const { status, stdout } = spawnSync("pulumi", args, options);
  return status === 0 ? stdout : undefined;
}
