import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import type { Figure } from "./figure";
import { page } from "./page";
import { measure, PARTS, type Part, type Plan, reasonToSkip } from "./parts";
import { plot } from "./plot";
import type { EngineName } from "./runner";
import { table } from "./table";

const DOCS = join(__dirname, "..", "..", "docs");
/** The set's sizes, as shares of the number of people that the counts have. */
const SIZES = [0.1, 0.3, 1, 3, 10];
/** The same for the plugin's own time and memory. */
const PLUGIN_SIZES = [1, 10, 50];
const MOST_LISTED = 50;
/** The same for people in an export. */
const EXPORTED = [5, 50];
const REQUESTS_A_PERSON = 2;

interface Options {
  readonly engine: EngineName;
  readonly n: number;
  readonly sizes?: readonly number[];
  readonly only?: readonly Part[];
  readonly json?: true;
  readonly write?: true;
}

function count(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number < 1) throw new InvalidArgumentError("It must be a whole number above 0.");
  return number;
}

function counts(text: string, before: readonly number[] = []): readonly number[] {
  return [...before, count(text)];
}

function planOf({ engine, n, sizes }: Options): Plan {
  return {
    engine,
    n,
    sizes: sizes ?? SIZES.map((share) => Math.ceil(share * n)),
    pluginSizes: sizes ?? PLUGIN_SIZES.map((times) => times * n),
    listed: [n, MOST_LISTED * n],
    exported: EXPORTED.map((times) => times * n),
    requests: REQUESTS_A_PERSON * n,
  };
}

async function main(): Promise<void> {
  const options = new Command("npm run bench --")
    .description("measures requests, time and memory on emulated vendors")
    .addOption(
      new Option("--engine <name>", "what runs the programs").choices(["embedded", "pulumi"]).default("embedded"),
    )
    .option("--n <people>", "people of the counts", count, 1000)
    .option(
      "--sizes <people...>",
      "people of the sets whose growth is shown, and of those on pulumi; from a tenth to ten times as many, and up to fifty times",
      counts,
    )
    .addOption(new Option("--only <part...>", "not everything").choices(PARTS))
    .option("--json", "print only one JSON object, the figures")
    .option("--write", "write docs/bench.md and docs/bench.svg from these figures")
    .allowExcessArguments(false)
    .parse()
    .opts<Options>();
  const { engine, n, only = PARTS, json, write } = options;
  const figures: Figure[] = [];
  for (const part of only) {
    const reason = reasonToSkip(part);
    if (reason !== undefined) {
      process.stderr.write(`${part}: skipped, as ${reason}\n`);
      continue;
    }
    for await (const more of measure(part, planOf(options))) {
      figures.push(...more);
      if (!json) process.stdout.write(table(more));
    }
  }
  if (json) process.stdout.write(`${JSON.stringify({ engine, figures })}\n`);
  if (write) {
    writeFileSync(join(DOCS, "bench.md"), page(figures, n, engine));
    writeFileSync(join(DOCS, "bench.svg"), plot(figures));
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
