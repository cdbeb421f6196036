import { printedBy, runTests, type Tally } from "./vitest-run";

/** Which files' types are known to be right: most of a check is about sources that have not changed. */
const TYPES_CACHE = "node_modules/.cache/types.tsbuildinfo";

/** They run at once, as the first takes as long as all others. */
const CHECKS: readonly { readonly name: string; readonly command: readonly string[] }[] = [
  {
    name: "types",
    command: ["typescript-native/bin/tsc", "-p", "tsconfig.json", "--incremental", "--tsBuildInfoFile", TYPES_CACHE],
  },
  { name: "types of plan.html's scripts", command: ["typescript-native/bin/tsc", "-p", "automation/reports/page"] },
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
    const checks = CHECKS.map(async ({ name, command }) => {
      const { code, text } = await printedBy(command);
      console.log(`${code === 0 ? "✓" : `${text}✗`} ${name}`);
      tally[code === 0 ? "passed" : "failed"]++;
    });
    await Promise.all(checks);
  }
  await runTests(filters, tally);
  if (tally.skipped > 0) console.log(`${tally.skipped} skipped: each says by its name what it needs`);
  console.log(`${tally.passed} passed, ${tally.failed} failed`);
  process.exitCode = tally.failed > 0 || tally.passed === 0 ? 1 : 0;
}

void main(process.argv.slice(2));
