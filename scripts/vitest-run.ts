import { type ChildProcess, spawn } from "node:child_process";
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
  return ended(spawn(process.execPath, [join(ROOT, "node_modules", bin), ...args], { cwd: ROOT, stdio: "inherit" }));
}

/** Does so without showing what it prints, which is given back with its exit code. */
export async function printedBy([bin = "", ...args]: readonly string[]): Promise<{ code: number; text: string }> {
  const child = spawn(process.execPath, [join(ROOT, "node_modules", bin), ...args], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (data: string) => {
      text += data;
    });
  }
  return { code: await ended(child), text };
}

function ended(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? 1));
  });
}
