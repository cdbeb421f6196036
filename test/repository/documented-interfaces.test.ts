import { beforeAll, describe, expect, it } from "vitest";
import { run } from "../../automation/cli/run";
import schema from "../../schema.json";
import { ROOT, repositoryFiles, textOf } from "./files";

const COMMANDS = ["init", "plan", "apply", "drift", "import", "report"] as const;

/** What a command's `--help` says. */
async function helpOf(command: string): Promise<string> {
  const parts: string[] = [];
  await run([command, "--help"], "0.0.0", {
    folder: ROOT,
    environment: {},
    packageFolder: ROOT,
    out: (text) => void parts.push(text),
    error: (text) => void parts.push(text),
    isTerminal: false,
    columns: undefined,
    hasColour: false,
    now: () => new Date(0),
    signal: new AbortController().signal,
    beginWriting: async () => undefined,
    user: "nobody",
  });
  return parts.join("");
}

describe("the page of the command", () => {
  const options = new Map<string, string[]>();
  beforeAll(async () => {
    for (const command of COMMANDS) {
      for (const [, option = ""] of (await helpOf(command)).matchAll(/^ +(--[\w-]+(?: <[^>]+>)?)/gm)) {
        options.set(option, [...(options.get(option) ?? []), command]);
      }
    }
  });

  it("lists every option with the commands that take it, and no other", () => {
    const rows = [...textOf("docs/reference/command.md").matchAll(/^\| `(--[^`]+)` +\| ([^|]+?) +\|/gm)];
    const listed = rows.map(([, option = "", commands = ""]) => [option, commandsOf(commands)]);
    expect(Object.fromEntries(listed)).toEqual(Object.fromEntries(options));
  });
});

/** `all`, `all but report`, or a list of names. */
function commandsOf(text: string): readonly string[] {
  const [, but] = /^all(?: but (\w+))?$/.exec(text) ?? [text, text];
  if (but !== text) return COMMANDS.filter((command) => command !== but);
  return text.split(", ");
}

describe("the documentation", () => {
  const pages = repositoryFiles().filter((file) => file.startsWith("docs/") && file.endsWith(".md"));
  const text = pages.map(textOf).join("\n");

  it("names every property of the schema's types", () => {
    for (const [token, type] of Object.entries(schema.types)) {
      const names = "properties" in type ? Object.keys(type.properties) : [];
      for (const name of names) expect(text, `${token} has ${name}`).toMatch(new RegExp(`[\`.]${name}\\b`));
    }
  });

  it("names every argument of the functions", () => {
    for (const [token, { inputs }] of Object.entries(schema.functions)) {
      for (const name of Object.keys(inputs.properties)) {
        expect(text, `${token} takes ${name}`).toMatch(new RegExp(`[\`{(.]\\s?${name}\\b`));
      }
    }
  });
});
