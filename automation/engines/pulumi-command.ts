import { sync as spawnSync } from "cross-spawn";
import { isRecord } from "../../provider/core/model/value";
import { Failure } from "../common/failure";

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
  const stacks = jsonIn(listed);
  const current = Array.isArray(stacks)
    ? stacks.find((stack) => isRecord(stack) && stack["current"] === true)
    : undefined;
  return typeof current?.name === "string" ? current.name : undefined;
}

/** To take another stack than the selected one would make newcomers of everybody, so that an unclear answer is an error. */
function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const said =
      "`pulumi stack ls --json` answers with no JSON, so that nobody can tell which stack is selected; run it, and see what it says";
    throw new Failure("engine", said, { cause: error });
  }
}

/** Also where it is a script, as package managers for Windows install it. */
function outputOf(args: readonly string[], environment: Environment, cwd?: string): string | undefined {
  const options = { env: { ...environment }, encoding: "utf8", ...(cwd === undefined ? {} : { cwd }) } as const;
  const { status, stdout } = spawnSync("pulumi", args, options);
  return status === 0 ? stdout : undefined;
}
