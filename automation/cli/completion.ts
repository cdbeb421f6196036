import { globSync, readdirSync } from "node:fs";
import { basename, resolve } from "node:path";
import tab from "@bomb.sh/tab/commander";
import type { Command } from "commander";
import { OWN_FOLDER } from "./own-folder";

/** An option whose value is a path, by what its help calls the value. */
const PATH_VALUE = /<(file|folder)>/;

/**
 * Adds `completion <shell>`, which prints a script for a shell, and the hidden command that such a script asks.
 *
 * @param args of this run: its last one is what is being typed
 * @param folder that paths are relative to
 */
export function addCompletion(program: Command, args: readonly string[], folder: string): void {
  const completions = tab(program, { completionCommandName: "completion" });
  program.commands
    .find((command) => command.name() === "completion")
    ?.description("prints a script by which a shell completes commands and options");
  const offerPaths = (offer: (value: string, description: string) => void): void => {
    for (const path of pathsFrom(folder, args.at(-1) ?? "")) offer(path, "");
  };
  const offerStacks = (offer: (value: string, description: string) => void): void => {
    for (const stack of stacksIn(folder)) offer(stack, "");
  };
  for (const command of program.commands) {
    const options = completions.commands.get(command.name())?.options;
    for (const { flags, long } of command.options) {
      const option = options?.get(long?.replace(/^--/, "") ?? "");
      if (option && PATH_VALUE.test(flags)) option.handler = offerPaths;
      if (option && long === "--stack") option.handler = offerStacks;
    }
  }
}

/** Stacks that files of this folder speak of: their settings, and what the embedded engine keeps. */
function stacksIn(folder: string): readonly string[] {
  const files = globSync(["Pulumi.*.yaml", `${OWN_FOLDER}/state/*/*.json`], { cwd: folder });
  return [
    ...new Set(
      files.map((file) =>
        basename(file)
          .replace(/^Pulumi\./, "")
          .replace(/\.(yaml|json)$/, ""),
      ),
    ),
  ].sort();
}

/** What lies where a path that is being typed leads to. A folder ends with a slash. */
function pathsFrom(folder: string, typed: string): readonly string[] {
  const stem = typed.slice(0, typed.length - basename(`${typed}x`).length + 1);
  try {
    return readdirSync(resolve(folder, stem), { withFileTypes: true })
      .filter(({ name }) => name.startsWith(".") === basename(`${typed}x`).startsWith("."))
      .map((entry) => `${stem}${entry.name}${entry.isDirectory() ? "/" : ""}`);
  } catch {
    return [];
  }
}
