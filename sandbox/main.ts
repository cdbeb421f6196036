import { Command, InvalidArgumentError } from "commander";
import { environmentOf } from "./environment";
import type { Rates } from "./rates";
import { emulatorIds, type Sandbox, startSandbox } from "./sandbox";
import { inVariants, variantNames } from "./variant";

interface CommandOptions {
  readonly json: boolean;
  readonly port: number;
  readonly latency: number;
  readonly async: number;
  readonly rates: Rates;
  readonly variant: readonly string[];
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError("It must be a whole number, 0 or more.");
  return Number(text);
}

function portNumber(text: string): number {
  const port = wholeNumber(text);
  const last = 65_536 - emulatorIds.length;
  if (port > last) throw new InvalidArgumentError(`It must be ${last} or less: the other emulators follow.`);
  return port;
}

function ratesOption(text: string): Rates {
  if (text === "off" || text === "vendor") return text;
  const factor = Number(text);
  if (!(factor > 0 && Number.isFinite(factor))) {
    throw new InvalidArgumentError('It must be "off", "vendor" or a factor above 0.');
  }
  return factor;
}

function variantOption(text: string, before: readonly string[]): readonly string[] {
  if (!variantNames.includes(text)) throw new InvalidArgumentError(`There are ${variantNames.join(", ")}.`);
  return [...before, text];
}

const CONNECTION = ["url", "realm", "token", "clientId", "clientSecret", "refreshToken", "tokenUrl"];

/** The addresses and credentials, as `--json` prints them. */
function connections(sandbox: Sandbox): Readonly<Record<string, Readonly<Record<string, unknown>>>> {
  const told = emulatorIds.map((id) => {
    const emulator: Readonly<Record<string, unknown>> = { ...sandbox[id] };
    return [id, Object.fromEntries(CONNECTION.flatMap((name) => (name in emulator ? [[name, emulator[name]]] : [])))];
  });
  return Object.fromEntries(told);
}

/** Lines to copy into a shell, as the provider reads its environment. */
export function exportLines(sandbox: Sandbox): readonly string[] {
  return Object.entries(environmentOf(sandbox)).map(([name, value]) => `export ${name}=${value}`);
}

function screen(sandbox: Sandbox): string {
  return [
    "Copy into the shell in which you run roster or pulumi:",
    "",
    ...exportLines(sandbox),
    "",
    "--json prints client ids and secrets too.",
    "docs/reference/sandbox.md says how to make drift and faults. Ctrl-C stops.",
    "",
  ].join("\n");
}

/** The command's options; a wrong one ends the process with 2 and a message on stderr. */
function sandboxCommand(): Command {
  return new Command("sandbox")
    .description(`Emulators of vendors on 127.0.0.1: ${emulatorIds.join(", ")}`)
    .option("--json", "print one line of JSON with the addresses and credentials", false)
    .option("--port <n>", "first port, the others follow; 0 for free ones", portNumber, 0)
    .option("--latency <ms>", "milliseconds before each answer", wholeNumber, 0)
    .option("--async <ms>", "milliseconds until a write shows in reads", wholeNumber, 0)
    .option("--rates <rates>", "off, vendor, or a factor: the vendor's limits on a faster clock", ratesOption, "off")
    .option(
      "--variant <vendor.question=answer>",
      "how a vendor behaves where it doesn't say; several times",
      variantOption,
      [],
    )
    .allowExcessArguments(false)
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));
}

async function main(): Promise<void> {
  const { json, variant, ...options } = sandboxCommand().parse().opts<CommandOptions>();
  const sandbox = await startSandbox({ ...options, ...inVariants(variant) });
  const stop = () => {
    sandbox.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  process.stdout.write(json ? `${JSON.stringify(connections(sandbox))}\n` : screen(sandbox));
}

if (require.main === module) {
  main().catch((error: unknown) => {
    process.stderr.write(`sandbox: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  });
}
