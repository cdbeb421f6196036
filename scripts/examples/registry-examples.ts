import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";

/** Below the repository: a folder for each platform, in it a YAML program for each resource and function. */
export const FOLDER = join("examples", "registry");

/** Languages to which the YAML is converted: as `pulumi convert` and fences call them, and the file that holds the program. */
export const LANGUAGES = [
  { name: "typescript", file: "index.ts" },
  { name: "python", file: "__main__.py" },
  { name: "go", file: "main.go" },
] as const;

const Program = z.looseObject({ description: z.string() });

/** An example of a resource or function. */
export interface RegistryExample {
  /** Such as "roster:adobe:User". */
  readonly token: string;
  /** Of the YAML program, below the repository. */
  readonly source: string;
  /** Of the page with the program in every language, below the repository. */
  readonly page: string;
  /** What it shows, in a line. */
  readonly title: string;
  readonly yaml: string;
}

export function registryExamples(root: string): readonly RegistryExample[] {
  const files = readdirSync(join(root, FOLDER), { recursive: true }).map(String);
  return files
    .filter((file) => file.endsWith(".yaml"))
    .sort()
    .map((file) => {
      const source = join(FOLDER, file);
      const yaml = readFileSync(join(root, source), "utf8");
      const token = ["roster", ...file.replace(/\.yaml$/, "").split(/[\\/]/)].join(":");
      const { description: title } = Program.parse(parse(yaml));
      return { token, source, page: source.replace(/\.yaml$/, ".md"), title, yaml };
    });
}

/** @param programs the program in each language of `LANGUAGES` */
export function pageOf(example: RegistryExample, programs: Readonly<Record<string, string>>): string {
  const blocks = [...Object.entries(programs), ["yaml", body(example.yaml)] as const].map(
    ([language, text]) => `\`\`\`${language}\n${text.trim()}\n\`\`\`\n`,
  );
  return `${stampOf(example)}\n\n### ${example.title}\n\n${blocks.join("\n")}`;
}

/** The page without its stamp. A page of another YAML program is an error. */
export function exampleText(root: string, example: RegistryExample): string {
  const page = readFileSync(join(root, example.page), "utf8");
  const stamp = stampOf(example);
  if (!page.startsWith(`${stamp}\n`)) {
    throw new Error(`${example.page} was not made from the present ${example.source}: npm run examples makes it anew`);
  }
  return page.slice(stamp.length).trim();
}

/** The first line of a page says from which text it was made, so that its age shows without the `pulumi` command. */
function stampOf({ yaml }: RegistryExample): string {
  const hash = createHash("sha256").update(yaml).digest("hex");
  return `<!-- Made by npm run examples from the YAML with the SHA-256 ${hash} -->`;
}

/** The program without what names its project. */
function body(yaml: string): string {
  return yaml.replace(/^(name|description|runtime): .*\n/gm, "");
}
