import { readRoster } from "../automation/roster/file/read-roster";

/** What this process says in one line on its standard output. */
export interface Told {
  readonly found: number;
  readonly seconds: number;
  /** Of the processor, which what else the machine does changes little. */
  readonly processorSeconds: number;
  /** The most memory that the process had at any time. */
  readonly peakMebibytes: number;
}

/** Reads the roster that its argument names: a process of its own, whose memory can be measured. */
async function main(): Promise<void> {
  const started = performance.now();
  const usage = process.cpuUsage();
  const { people } = await readRoster(process.argv[2] ?? "", { today: "2026-12-01" });
  const { user, system } = process.cpuUsage(usage);
  const told: Told = {
    found: people.size,
    seconds: (performance.now() - started) / 1000,
    processorSeconds: (user + system) / 1e6,
    peakMebibytes: process.resourceUsage().maxRSS / 1024,
  };
  process.stdout.write(`${JSON.stringify(told)}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
