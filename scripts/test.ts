import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ROOT = join(__dirname, "..", "..");

/** How many checks or tests passed, failed and were skipped. */
interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

const CHECKS: readonly { readonly name: string; readonly command: readonly string[] }[] = [
  { name: "types", command: ["typescript/bin/tsc", "-p", "tsconfig.json"] },
  { name: "types of plan.html's scripts", command: ["typescript/bin/tsc", "-p", "automation/reports/page"] },
  { name: "lint and format", command: ["@biomejs/biome/bin/biome", "ci", "--error-on-warnings", "."] },
  {
    name: "arrows between folders",
    command: [
      "dependency-cruiser/bin/dependency-cruiser.mjs",
      "--config",
      ".dependency-cruiser.cjs",
      "provider",
      "engine",
      "sandbox",
      "automation",
      "demo",
      "bench",
      "scripts",
    ],
  },
  { name: "unused files, exports and dependencies", command: ["knip/bin/knip.js", "--no-progress"] },
];

async function main(filters: readonly string[]): Promise<void> {
  const tally: Tally = { passed: 0, failed: 0, skipped: 0 };
  if (filters.length === 0) {
    for (const { name, command } of CHECKS) {
      const code = await runBin(command);
      console.log(`${code === 0 ? "✓" : "✗"} ${name}`);
      tally[code === 0 ? "passed" : "failed"]++;
    }
  }
  await vitest(filters, tally);
  if (tally.skipped > 0) console.log(`${tally.skipped} skipped: each says by its name what it needs`);
  console.log(`${tally.passed} passed, ${tally.failed} failed`);
  process.exitCode = tally.failed > 0 || tally.passed === 0 ? 1 : 0;
}

async function vitest(filters: readonly string[], tally: Tally): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "roster-test-"));
  const report = join(folder, "report.json");
  try {
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
    const code = await runBin(["vitest/vitest.mjs", "run", ...reporters, ...filters]);
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
function runBin([bin = "", ...args]: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [join(ROOT, "node_modules", bin), ...args], { cwd: ROOT, stdio: "inherit" });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) => resolve(code ?? 1));
  });
}

void main(process.argv.slice(2));
