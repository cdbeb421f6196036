import { Command, CommanderError, Option } from "commander";
import { forTerminal } from "../../provider/core/messages/hidden-characters";
import { Failure, textOf } from "../common/failure";
import { jsonText } from "../common/json-text";
import { visible, withoutRunnerCommands } from "../reports/untrusted";
import type { ApplyOptions } from "./apply";
import { addCompletion } from "./completion";
import { type CliContext, EXIT, type Exit } from "./context";
import type { DoctorOptions } from "./doctor";
import type { DriftOptions } from "./drift";
import type { ImportOptions } from "./import";
import type { InitOptions } from "./init";
import type { PlanOptions } from "./plan";
import type { ReportOptions } from "./report";
import type { ShowOptions } from "./show";

const EXIT_CODES = `
Ends with 0 where there is nothing to do or all is done, 1 on an error, 4 where a guard refused.
plan and destroy: 2 where there are changes. drift: 2 where identities have drifted, 3 where security has.
doctor: 2 where something has to be set.`;

/**
 * Runs the command with these arguments, to its end.
 *
 * @param version of this package
 * @returns the exit code; nothing is thrown for what can be expected
 */
export async function run(args: readonly string[], version: string, outside: CliContext): Promise<number> {
  const context = withHarmlessOutput(outside);
  let exit: Exit = EXIT.nothing;
  const set = (code: Exit): void => {
    exit = code;
  };
  const program = roster(args, version, context, set);
  try {
    await program.parseAsync(args, { from: "user" });
    return exit;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.nothing : EXIT.error;
    tellFailure(error, args.includes("--json"), context);
    return EXIT.error;
  }
}

/** Whatever is said, and whoever wrote it: nothing of it steers the terminal, or the runner of GitHub's that reads it. */
function withHarmlessOutput(context: CliContext): CliContext {
  const { hasColour, environment } = context;
  const harmless = (text: string): string => {
    const shown = forTerminal(text, hasColour);
    return environment["GITHUB_ACTIONS"] === undefined ? shown : withoutRunnerCommands(shown);
  };
  return { ...context, out: (text) => context.out(harmless(text)), error: (text) => context.error(harmless(text)) };
}

function tellFailure(error: unknown, json: boolean, context: CliContext): void {
  if (!(error instanceof Failure)) {
    context.error(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    if (json) context.out(jsonText({ error: { code: "unexpected", message: textOf(error) } }));
    return;
  }
  const { code, message, details } = error;
  if (!json) {
    // Names of people may stand in it.
    context.error(`${message.split("\n").map(visible).join("\n")}\n`);
    return;
  }
  context.out(jsonText({ error: { code, message, ...details } }));
}

function roster(args: readonly string[], version: string, context: CliContext, exit: (code: Exit) => void): Command {
  const program = new Command("roster")
    .description("Plans, reviews and applies who has an account where")
    .version(version)
    .exitOverride()
    .configureOutput({ writeOut: context.out, writeErr: context.error })
    .addHelpText("after", EXIT_CODES);
  const add = (name: string, description: string): Command =>
    program
      .command(name)
      .description(description)
      .exitOverride()
      .option("--json", "print one JSON object and nothing else");
  const several = (text: string, before: readonly string[]): readonly string[] => [...before, text];

  common(add("init", "writes the files that are missing, and makes the stack"), context)
    .option("--name <project>", "the project's name; default: the folder's")
    .option("--from <file>", "fill the roster from an export, by what its columns seem to be")
    .option("--github", "also workflows that plan pull requests, apply what was merged, and look for drift")
    .action(async (options: InitOptions) => exit(await (await import("./init.js")).init(options, context)));

  common(
    add("plan", "shows what would happen to whom, writes plan.json, plan.md and plan.html, and changes nothing"),
    context,
  )
    .option("--out <folder>", "where the three files go")
    .option("--mask", "hide names, addresses and values")
    .option("--all", "list everybody who changes")
    .option("--allow <guard=count>", "approve a breach with exactly this count; may be repeated", several, [])
    .action(async (options: PlanOptions) => exit(await (await import("./plan.js")).plan(options, context)));

  common(add("apply", "does exactly what a plan says, or nothing"), context, "the plan's")
    .option("--plan <file>", "the plan that was reviewed", "plan.json")
    .option("--out <folder>", "where the report and the values before go")
    .option("--allow <guard=count>", "approve a breach with exactly this count; may be repeated", several, [])
    .action(async (options: ApplyOptions) => exit(await (await import("./apply.js")).apply(options, context)));

  common(add("destroy", "plans that everybody leaves, by their policies; `apply` does it"), context)
    .option("--out <folder>", "where the three files go")
    .option("--mask", "hide names, addresses and values")
    .option("--all", "list everybody who changes")
    .option("--allow <guard=count>", "approve a breach with exactly this count; may be repeated", several, [])
    .action(async (options: PlanOptions) => exit(await (await import("./plan.js")).destroy(options, context)));

  common(add("drift", "finds what others have changed at the vendors, and accounts that nobody declares"), context)
    .option("--out <folder>", "where drift.json and drift.md go; without it nothing is written")
    .option("--mask", "hide names, addresses and values")
    .option("--no-unmanaged", "don't look for accounts that nobody declares")
    .action(async (options: DriftOptions) => exit(await (await import("./drift.js")).drift(options, context)));

  common(add("import", "lists the vendors' accounts, and finds out whose they are"), context)
    .option("--platform <id>", "only this platform; may be repeated", several, [])
    .option("--out <folder>", "where the files go")
    .option("--write", "put the rows into the roster file instead of beside it")
    .action(async (options: ImportOptions) =>
      exit(await (await import("./import.js")).importAccounts(options, context)),
    );

  common(add("doctor", "finds out what the vendors are like, and what has to be set for them"), context)
    .option("--platform <id>", "only this platform; may be repeated", several, [])
    .option("--try <address>", "also make this person, try what only a write tells, and remove them again")
    .option("--out <folder>", "where doctor.json goes, which names nobody")
    .action(async (options: DoctorOptions) =>
      exit(await (await import("./doctor.js")).doctor(options, context, version)),
    );

  add("report", "shows a plan that was made before")
    .option("--cwd <folder>", "the folder to work in", ".")
    .option("--plan <file>", "the plan", "plan.json")
    .addOption(new Option("--format <form>", "how").choices(["terminal", "markdown", "html"]).default("terminal"))
    .option("--mask", "hide names, addresses and values")
    .option("--all", "list everybody who changes")
    .action(async (options: ReportOptions) => exit(await (await import("./report.js")).report(options, context)));
  add("show", "prints what a roster declares of one person, and where each value comes from")
    .argument("<key>", "the person's key")
    .option("--cwd <folder>", "the folder to work in", ".")
    .option("--roster <file>", "the roster file, where it has another name than roster.yaml or roster.csv")
    .option("--today <day>", "the day that dates in the roster's sources are read by; default: today there")
    .action(async (key: string, options: ShowOptions) =>
      exit(await (await import("./show.js")).show(key, options, context)),
    );
  addCompletion(program, args, context.folder);
  return program;
}

function common(
  command: Command,
  { environment }: CliContext,
  otherwise = "the one that is selected, or dev",
): Command {
  return command
    .option("--stack <name>", `the stack; default: PULUMI_STACK, or ${otherwise}`, environment["PULUMI_STACK"])
    .option("--cwd <folder>", "the folder to work in", ".")
    .option("--roster <file>", "the roster file, where it has another name than roster.yaml or roster.csv")
    .option("--today <day>", "the day that dates in the roster's sources are read by; default: today there")
    .addOption(
      new Option("--engine <name>", "what runs the program: auto takes pulumi where it is on the PATH")
        .choices(["auto", "pulumi", "embedded"])
        .default("auto"),
    );
}
