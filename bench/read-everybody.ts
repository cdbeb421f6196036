import { text } from "node:stream/consumers";
import { read } from "../provider/core/lifecycle/reconcile";
import { Ownership } from "../provider/core/session/ownership";
import { openTenant } from "../provider/open-tenant";
import { type PlatformId, platforms } from "../provider/platforms/registry";
import { systemContext } from "../provider/system-context";

/** What this process is told on its standard input. */
export interface Order {
  readonly platform: PlatformId;
  readonly configuration: object;
  /** Everybody's last outputs, by account id. */
  readonly outputs: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** What it says in one line on its standard output. */
export interface Told {
  readonly found: number;
  readonly seconds: number;
  /** The most memory that the process had at any time. */
  readonly peakMebibytes: number;
}

/** Reads everybody as a refresh does, and keeps what was found: a process of its own, whose memory can be measured. */
async function main(): Promise<void> {
  const { platform, configuration, outputs } = JSON.parse(await text(process.stdin)) as Order;
  const surroundings = { context: systemContext(), ownership: new Ownership(), canImport: false };
  const tenant = openTenant(platforms[platform], configuration, surroundings);
  const session = tenant.session("user");
  const started = performance.now();
  const people = Object.entries(outputs);
  session.connector.announceLoad?.(people.length);
  const found = await Promise.all(people.map(([id, olds]) => read(session, id, olds, id)));
  const told: Told = {
    found: found.filter((person) => person !== undefined).length,
    seconds: (performance.now() - started) / 1000,
    peakMebibytes: process.resourceUsage().maxRSS / 1024,
  };
  await tenant.close();
  process.stdout.write(`${JSON.stringify(told)}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
