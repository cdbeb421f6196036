import { spawnSync } from "node:child_process";

/** The commit that a folder is at: the CI's word, or git's; undefined where there is neither. */
export function commitOf(
  folder: string,
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const named = environment["GITHUB_SHA"] ?? environment["CI_COMMIT_SHA"];
  if (named !== undefined && named !== "") return named;
  const { status, stdout } = spawnSync("git", ["rev-parse", "HEAD"], { cwd: folder, encoding: "utf8" });
  return status === 0 ? stdout.trim() : undefined;
}
