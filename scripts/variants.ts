import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { platforms } from "../provider/platforms/registry";
import { outcomesIn, type Scope, variantsPage } from "./variants/page";
import { runBin } from "./vitest-run";

const ROOT = join(__dirname, "..", "..");
const PAGE = join("docs", "variants.md");

/**
 * Runs the list of scenarios in every variant of every platform, and writes what became of them into docs/variants.md.
 *
 * @param scope which scenarios: `touched` are those that the variant can touch, in a tenth of the time
 */
async function main(scope: Scope): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "roster-variants-"));
  try {
    const report = join(folder, "report.json");
    process.env["VARIANTS"] = scope;
    const files = Object.keys(platforms).map((id) => join("test", "conformance", `${id}-variants.test.ts`));
    const there = files.filter((file) => existsSync(join(ROOT, file)));
    const reporters = ["--reporter=dot", "--reporter=json", `--outputFile.json=${report}`];
    process.exitCode = await runBin(["vitest/vitest.mjs", "run", ...reporters, ...there]);
    const page = variantsPage(Object.values(platforms), outcomesIn(readFileSync(report, "utf8")), scope);
    writeFileSync(join(ROOT, PAGE), page);
    await runBin(["@biomejs/biome/bin/biome", "format", "--write", PAGE]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

void main(process.argv.includes("--touched") ? "touched" : "whole");
