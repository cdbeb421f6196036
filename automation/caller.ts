import { userInfo } from "node:os";

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

/** How the command can be called again: a package that is only installed in a project is found by npx. */
export function calledAs({ npm_command: command, npm_config_user_agent: agent = "" }: Environment): string {
  return command === "exec" && agent.startsWith("npm/") ? "npx roster" : "roster";
}
