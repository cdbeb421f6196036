import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { run } from "../../automation/cli/run";
import { readRoster } from "../../automation/roster/file/read-roster";
import schema from "../../schema.json";
import { ROOT, repositoryFiles, textOf } from "./files";

const COMMANDS = ["init", "plan", "apply", "destroy", "drift", "import", "doctor", "show", "report"] as const;

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

/** `all`, `all but report`, `all but show and report`, or a list of names. */
function commandsOf(text: string): readonly string[] {
  const [, but] = /^all(?: but (.+))?$/.exec(text) ?? [text, text];
  if (but !== text) return COMMANDS.filter((command) => !but?.split(" and ").includes(command));
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

describe("code in the documents", () => {
  // Beside the packages that the code imports.
  const folder = mkdtempSync(join(ROOT, "node_modules", ".documents-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** What stands between fences of a language. */
  const blocksOf = (file: string, language: string): readonly string[] =>
    [...textOf(file).matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, "gm"))].map(
      ([, code = ""]) => code,
    );

  it.each(["yaml", "csv"])("has rosters in %s that are read", async (language) => {
    const rosters = blocksOf("docs/reference/roster-file.md", language);
    expect(rosters).not.toEqual([]);
    for (const text of rosters) {
      const file = join(folder, `roster.${language}`);
      writeFileSync(file, text);
      expect([...(await readRoster(file)).people.keys()]).toEqual(["grace-hopper", "ada-byron"]);
    }
  });

  it("compiles, where it imports this package", () => {
    const everybody = 'export const everybody: Record<string, import("pulumi-roster").adobe.UsersPerson> = {};\n';
    writeFileSync(join(folder, "roster.ts"), everybody);
    const pages = ["README.md", ...repositoryFiles().filter((file) => /^docs\/.*\.md$/.test(file))];
    const programs = pages.flatMap((page) =>
      blocksOf(page, "ts").flatMap((text, n) => {
        if (!text.includes('from "pulumi-roster"')) return [];
        const file = join(folder, `${page.replaceAll("/", "-")}-${n}.ts`);
        writeFileSync(file, text);
        return [file];
      }),
    );
    expect(programs.length).toBeGreaterThan(2);
    const program = ts.createProgram(programs, {
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.NodeNext,
      paths: { "pulumi-roster": [join(ROOT, "provider", "index.ts")] },
      types: ["node"],
    });
    const problems = programs.flatMap((file) => program.getSemanticDiagnostics(program.getSourceFile(file)));
    expect(problems.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"))).toEqual([]);
  });
});
