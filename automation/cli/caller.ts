import { existsSync } from "node:fs";
import { userInfo } from "node:os";
import { dirname, join, relative, resolve, sep } from "node:path";
import { inShell } from "./next";

type Environment = Readonly<Record<string, string | undefined>>;

/** Who runs the command, for reports: the account at the CI service, or the one of this machine. */
export function runBy(environment: Environment, account: () => { readonly username: string } = userInfo): string {
  return environment["GITHUB_ACTOR"] ?? environment["GITLAB_USER_LOGIN"] ?? ofMachine(account);
}

/** A container often runs under a number alone (`docker run -u 1234`), which has no name and makes `userInfo` throw. */
function ofMachine(account: () => { readonly username: string }): string {
  try {
    return account().username;
  } catch {
    const uid = process.getuid?.();
    return uid === undefined ? "unknown" : `uid ${uid}`;
  }
}

/**
 * How the command can be called again from this folder, for commands to paste: as npx called it, or by its path where the
 * package is installed in the folder or above it. Such a command is on no PATH.
 */
export function calledAs(
  { npm_command: command, npm_config_user_agent: agent = "" }: Environment,
  folder: string,
): string {
  if (command === "exec" && agent.startsWith("npm/")) return "npx roster";
  const link = join("node_modules", ".bin", "roster");
  const above = [...ancestors(folder)].find((ancestor) => existsSync(join(ancestor, link)));
  if (above === undefined) return "roster";
  return inShell(join(relative(folder, above) || ".", link).replace(/^(?=node_modules)/, `.${sep}`));
}

/** A folder, and those around it, the nearest first. */
function* ancestors(folder: string): Generator<string> {
  for (let at = resolve(folder), last = ""; at !== last; last = at, at = dirname(at)) yield at;
}
