import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Command, Option } from "commander";
import { countPeople } from "./company";
import { embeddedRunner } from "./embedded-runner";
import { keepingNarrator, together } from "./keep";
import { failureNarrator, terminalNarrator } from "./narrator";
import { pulumiRunner } from "./pulumi-runner";
import { tell } from "./story";
import { Vendors } from "./vendors";

const PROGRAM = join(__dirname, "..", "..", "examples", "acme");
const ROSTER = join(PROGRAM, "people.csv");

interface Options {
  readonly engine: "embedded" | "pulumi";
  readonly json?: true;
  readonly keep?: string;
}

async function main(): Promise<void> {
  const { engine, json, keep } = new Command("npm run demo --")
    .description(
      "takes the example company through preview, up, an edit, drift, refresh and destroy, on emulated vendors",
    )
    .addOption(
      new Option("--engine <name>", "what runs the program").choices(["embedded", "pulumi"]).default("embedded"),
    )
    .option("--json", "print only one JSON object, the summary")
    .option("--keep <folder>", "leave state and logs in this folder")
    .parse()
    .opts<Options>();
  const folder = keep === undefined ? mkdtempSync(join(tmpdir(), "roster-demo-")) : resolve(keep);
  mkdirSync(folder, { recursive: true });
  const stop = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort());
  const vendors = await Vendors.start();
  try {
    const setting = { program: PROGRAM, folder, environment: vendors.environment(), signal: stop.signal };
    const runner = engine === "pulumi" ? await pulumiRunner(setting) : embeddedRunner(setting);
    const color = process.stdout.isTTY === true && process.env["NO_COLOR"] === undefined;
    const told = json
      ? failureNarrator((text) => process.stderr.write(text))
      : terminalNarrator((text) => process.stdout.write(text), color);
    const narrator = keep === undefined ? told : together(told, keepingNarrator(join(folder, "logs")));
    const { steps, succeeded } = await tell(runner, vendors, { roster: ROSTER, folder, narrator });
    const summary = { engine, people: countPeople(ROSTER), steps };
    if (json) process.stdout.write(`${JSON.stringify(summary)}\n`);
    if (keep !== undefined) writeFileSync(join(folder, "summary.json"), `${JSON.stringify(summary, undefined, 2)}\n`);
    if (!succeeded) process.exitCode = 1;
  } finally {
    await vendors.close();
    if (keep === undefined) rmSync(folder, { recursive: true, force: true });
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
