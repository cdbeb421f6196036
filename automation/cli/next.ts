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

/** One word to a shell. */
export function inShell(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
