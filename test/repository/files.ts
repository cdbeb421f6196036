import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const ROOT = join(__dirname, "..", "..");

/** Every file of the repository that is not ignored, relative to its root. */
export function repositoryFiles(): readonly string[] {
  const list = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const names = execFileSync("git", list, { cwd: ROOT, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 }).split("\0");
  return names.filter((name) => name !== "" && existsSync(join(ROOT, name)));
}

export function textOf(file: string): string {
  return readFileSync(join(ROOT, file), "utf8");
}

/** Runs a package's command by its path, and answers what it printed and how it ended. */
export function runBin(
  bin: string,
  parameters: readonly string[],
  folder = ROOT,
  input = "",
): { code: number; text: string } {
  const path = join(ROOT, "node_modules", bin);
  try {
    const options = { cwd: folder, encoding: "utf8", input, maxBuffer: 64 * 1024 * 1024 } as const;
    return { code: 0, text: execFileSync(process.execPath, [path, ...parameters], { ...options, stdio: "pipe" }) };
  } catch (error) {
    const { status, stdout, stderr } = error as { status: number | null; stdout: string; stderr: string };
    if (status === null) throw error;
    return { code: status, text: stdout === "" ? stderr : stdout };
  }
}
