import type { CliContext, CommonOptions } from "./context";

interface Repeated extends Pick<CommonOptions, "cwd" | "roster"> {
  /** The stack that was planned. */
  readonly stack: string;
  readonly allow: readonly string[];
}

/**
 * The command that applies a plan, as it can be pasted into a shell where this one was typed: whatever was said of folder,
 * roster, stack and approvals is said again.
 *
 * @param planPath as seen from `--cwd`
 */
export function applyCommand(
  { cwd, roster, stack, allow }: Repeated,
  planPath: string,
  { command = "roster", environment }: CliContext,
): string {
  const otherStack = environment["PULUMI_STACK"] !== undefined && environment["PULUMI_STACK"] !== stack;
  const words = [
    "apply",
    "--plan",
    planPath,
    ...(cwd === "." ? [] : ["--cwd", cwd]),
    ...(roster === undefined ? [] : ["--roster", roster]),
    // Without either, apply takes the plan's.
    ...(otherStack ? ["--stack", stack] : []),
    ...allow.flatMap((approval) => ["--allow", approval]),
  ];
  return [command, ...words.map(inShell)].join(" ");
}

/** The command that shows what a roster means, as it can be pasted where `init` was typed. */
export function planCommand(
  { cwd, roster, stack }: CommonOptions,
  { command = "roster" }: Pick<CliContext, "command">,
): string {
  const words = [
    "plan",
    ...(cwd === "." ? [] : ["--cwd", cwd]),
    ...(roster === undefined ? [] : ["--roster", roster]),
    ...(stack === undefined ? [] : ["--stack", stack]),
  ];
  return [command, ...words.map(inShell)].join(" ");
}

/** The command that installs what the program in a folder imports. */
export function installCommand({ cwd }: Pick<CommonOptions, "cwd">): string {
  return cwd === "." ? "npm install" : `npm install --prefix ${inShell(cwd)}`;
}

/** One word to a shell. */
export function inShell(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
