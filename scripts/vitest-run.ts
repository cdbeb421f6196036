import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ROOT = join(__dirname, "..", "..");

/** How many checks or tests passed, failed and were skipped. */
export interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

/** Runs vitest and adds what became of its tests. */
export async function runTests(parameters: readonly string[], tally: Tally): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "roster-test-"));
  const report = join(folder, "report.json");
  try {
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
    const code = await runBin(["vitest/vitest.mjs", "run", ...reporters, ...parameters]);
    const result = JSON.parse(readFileSync(report, "utf8")) as Record<string, number>;
    tally.passed += result["numPassedTests"] ?? 0;
    tally.failed += result["numFailedTests"] ?? 0;
    tally.skipped += (result["numPendingTests"] ?? 0) + (result["numTodoTests"] ?? 0);
    // A file that can't even be loaded has no failed test of its own.
    if (code !== 0 && tally.failed === 0) tally.failed = 1;
  } catch (error) {
    console.error(`no report of the tests: ${error instanceof Error ? error.message : String(error)}`);
    tally.failed++;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs a package's command by its path on this same Node. */
export function runBin([bin = "", ...args]: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [join(ROOT, "node_modules", bin), ...args], { cwd: ROOT, stdio: "inherit" });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) => resolve(code ?? 1));
  });
}
