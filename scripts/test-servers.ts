import { runTests } from "./vitest-run";

/** `--measure` runs the measures instead of the tests; other arguments choose files by a part of their path. */
async function main(args: readonly string[]): Promise<void> {
  const filters = args.filter((arg) => arg !== "--measure");
  const kind = args.includes("--measure") ? ".measure.ts" : ".servers.ts";
  const tally = { passed: 0, failed: 0, skipped: 0 };
  const chosen = filters.length > 0 ? filters.map((filter) => `${filter}${kind}`) : [kind];
  await runTests(["--config", "vitest.servers.config.mts", ...chosen], tally);
  if (tally.skipped > 0) console.log(`${tally.skipped} skipped: each says by its name what it needs`);
  console.log(`${tally.passed} passed, ${tally.failed} failed`);
  // A machine without any of the runtimes skips everything, and that is no failure.
  process.exitCode = tally.failed > 0 ? 1 : 0;
}

void main(process.argv.slice(2));
