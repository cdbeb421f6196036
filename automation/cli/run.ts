import { Command, CommanderError, Option } from "commander";
import { forTerminal } from "../../provider/core/messages/hidden-characters";
import { Failure, textOf } from "../common/failure";
import { jsonText } from "../common/files";
import { visible, withoutRunnerCommands } from "../reports/untrusted";
import { type ApplyOptions, apply, StalePlan } from "./apply";
import { addCompletion } from "./completion";
import { type DriftOptions, drift } from "./drift";
import { type ImportOptions, importAccounts } from "./import";
import { init } from "./init";
import { type PlanOptions, plan } from "./plan";
import { type ReportOptions, report } from "./report";
import { type CommonOptions, EXIT, type Exit, type World } from "./world";

const EXIT_CODES = `
Ends with 0 where there is nothing to do or all is done, 1 on an error, 4 where a guard refused.
plan: 2 where there are changes. drift: 2 where identities have drifted, 3 where security has.`;

/**
 * Runs the command with these arguments, to its end.
 *
 * @param version of this package
 * @returns the exit code; nothing is thrown for what can be expected
 */
export async function run(args: readonly string[], version: string, outside: World): Promise<number> {
  const world = withHarmlessOutput(outside);
  let exit: Exit = EXIT.nothing;
  const set = (code: Exit): void => {
    exit = code;
  };
  const program = roster(args, version, world, set);
  try {
    await program.parseAsync(args, { from: "user" });
    return exit;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.nothing : EXIT.error;
    tellFailure(error, args.includes("--json"), world);
    return EXIT.error;
  }
}

/** Whatever is said, and whoever wrote it: nothing of it steers the terminal, or the runner of GitHub's that reads it. */
function withHarmlessOutput(world: World): World {
  const { hasColour, environment } = world;
  const harmless = (text: string): string => {
    const shown = forTerminal(text, hasColour);
    return environment["GITHUB_ACTIONS"] === undefined ? shown : withoutRunnerCommands(shown);
  };
  return { ...world, out: (text) => world.out(harmless(text)), error: (text) => world.error(harmless(text)) };
}

function tellFailure(error: unknown, json: boolean, world: World): void {
  if (!(error instanceof Failure)) {
    world.error(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    if (json) world.out(jsonText({ error: { code: "unexpected", message: textOf(error) } }));
    return;
  }
  const { code, message } = error;
  if (!json) {
    // Names of people may stand in it.
    world.error(`${message.split("\n").map(visible).join("\n")}\n`);
    return;
  }
  const differences = error instanceof StalePlan ? { differences: error.differences } : {};
  world.out(jsonText({ error: { code, message, ...differences } }));
}

function roster(args: readonly string[], version: string, world: World, exit: (code: Exit) => void): Command {
  const program = new Command("roster")
    .description("Plans, reviews and applies who has an account where")
    .version(version)
    .exitOverride()
    .configureOutput({ writeOut: world.out, writeErr: world.error })
    .addHelpText("after", EXIT_CODES);
  const add = (name: string, description: string): Command =>
    program
      .command(name)
      .description(description)
      .exitOverride()
      .option("--json", "print one JSON object and nothing else");
  const several = (text: string, before: readonly string[]): readonly string[] => [...before, text];

  common(add("init", "writes the files that are missing, and makes the stack"), world)
    .option("--name <project>", "the project's name; default: the folder's")
    .option("--github", "also workflows that plan pull requests, apply what was merged, and look for drift")
    .action(async (options: CommonOptions & { name?: string; github?: true }) => exit(await init(options, world)));

  common(
    add("plan", "shows what would happen to whom, writes plan.json, plan.md and plan.html, and changes nothing"),
    world,
  )
    .option("--out <folder>", "where the three files go")
    .option("--mask", "hide names, addresses and values")
    .option("--all", "list everybody who changes")
    .option("--allow <guard=count>", "approve a breach with exactly this count; may be repeated", several, [])
    .action(async (options: PlanOptions) => exit(await plan(options, world)));

  common(add("apply", "does exactly what a plan says, or nothing"), world, "the plan's")
    .option("--plan <file>", "the plan that was reviewed", "plan.json")
    .option("--out <folder>", "where the report and the values before go")
    .option("--allow <guard=count>", "approve a breach with exactly this count; may be repeated", several, [])
    .action(async (options: ApplyOptions) => exit(await apply(options, world)));

  common(add("drift", "finds what others have changed at the vendors, and accounts that nobody declares"), world)
    .option("--out <folder>", "where drift.json and drift.md go; without it nothing is written")
    .option("--mask", "hide names, addresses and values")
    .option("--no-unmanaged", "don't look for accounts that nobody declares")
    .action(async (options: DriftOptions) => exit(await drift(options, world)));

  common(add("import", "lists the vendors' accounts, and finds out whose they are"), world)
    .option("--platform <id>", "only this platform; may be repeated", several, [])
    .option("--out <folder>", "where the files go")
    .option("--write", "put the rows into the roster file instead of beside it")
    .action(async (options: ImportOptions) => exit(await importAccounts(options, world)));

  add("report", "shows a plan that was made before")
    .option("--cwd <folder>", "the folder to work in", ".")
    .option("--plan <file>", "the plan", "plan.json")
    .addOption(new Option("--format <form>", "how").choices(["terminal", "markdown", "html"]).default("terminal"))
    .option("--mask", "hide names, addresses and values")
    .option("--all", "list everybody who changes")
    .action(async (options: ReportOptions) => exit(await report(options, world)));
  addCompletion(program, args, world.folder);
  return program;
}

function common(command: Command, { environment }: World, otherwise = "the one that is selected, or dev"): Command {
  return command
    .option("--stack <name>", `the stack; default: PULUMI_STACK, or ${otherwise}`, environment["PULUMI_STACK"])
    .option("--cwd <folder>", "the folder to work in", ".")
    .option("--roster <file>", "the roster file, where it has another name than roster.yaml or roster.csv")
    .addOption(
      new Option("--engine <name>", "what runs the program: auto takes pulumi where it is on the PATH")
        .choices(["auto", "pulumi", "embedded"])
        .default("auto"),
    );
}
