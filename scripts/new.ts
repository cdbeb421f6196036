import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { FOLDER, pageOf, registryExamples } from "./examples/registry-examples";
import { platformLists } from "./generate/platform-lists";

/** The repository, from here or from where this is built to. */
const SOURCE =
  [join(__dirname, ".."), join(__dirname, "..", "..")].find((folder) => existsSync(join(folder, "package.json"))) ?? "";

/** Templates below `scripts/new/platform/`, and what becomes of each. */
const FILES: Readonly<Record<string, (id: string) => string>> = {
  ...Object.fromEntries(
    ["api", "arguments", "assumptions", "configuration", "connector", "convert", "index", "wire"].map((name) => [
      `provider/${name}.ts`,
      (id: string) => `provider/platforms/${id}/${name}.ts`,
    ]),
  ),
  "sandbox/index.ts": (id) => `sandbox/${id}/index.ts`,
  "sandbox/variants.ts": (id) => `sandbox/${id}/variants.ts`,
  "test/target.ts": (id) => `test/conformance/targets/${id}.ts`,
  "test/conformance.ts": (id) => `test/conformance/${id}.test.ts`,
  "docs/page.md": (id) => `docs/reference/platforms/${id}.md`,
  ...Object.fromEntries(
    ["User", "Users", "getUser", "getUsers"].map((name) => [
      `examples/${name}.yaml`,
      (id: string) => `${FOLDER}/${id}/${name}.yaml`,
    ]),
  ),
};

/**
 * Writes the files of a new platform, and the lists that name it. Nothing that is there is overwritten.
 *
 * @param root the repository
 * @param id as programs write it: `acme` in `acme.User`
 * @param title as messages call the vendor
 * @returns the paths of what was written, below the root
 */
export function newPlatform(root: string, id: string, title: string): readonly string[] {
  const texts = Object.entries(FILES).map(([template, place]) => {
    const text = readFileSync(join(SOURCE, "scripts", "new", "platform", `${template}.template`), "utf8");
    return { path: place(id), text: filled(text, id, title) };
  });
  const there = texts.find(({ path }) => existsSync(join(root, path)));
  if (there) throw new Error(`${there.path} is there already; nothing was written`);
  const write = ({ path, text }: { readonly path: string; readonly text: string }): string => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    return path;
  };
  const written = texts.map(write);
  // In YAML alone: the other languages come from `pulumi convert`.
  const examples = registryExamples(root).filter(({ source }) => written.includes(source));
  written.push(...examples.map((example) => write({ path: example.page, text: pageOf(example, {}) })));
  written.push(...platformLists(root).map(write));
  const biome = join(SOURCE, "node_modules", "@biomejs", "biome", "bin", "biome");
  const formatted = written.filter((path) => !path.endsWith(".md"));
  execFileSync(process.execPath, [biome, "format", "--write", ...formatted], { cwd: root, stdio: "pipe" });
  return written;
}

function filled(text: string, id: string, title: string): string {
  const name = `${id[0]?.toUpperCase()}${id.slice(1)}`;
  return text.replaceAll("__id__", id).replaceAll("__Id__", name).replaceAll("__TITLE__", title);
}

function platformId(text: string): string {
  if (/^[a-z][a-z0-9]{1,20}$/.test(text)) return text;
  throw new InvalidArgumentError("It must be a name of small letters and digits, such as acme.");
}

function titleText(text: string): string {
  if (/^[\p{L}\p{N}][\p{L}\p{N} .&'-]*$/u.test(text)) return text;
  throw new InvalidArgumentError("It must be the vendor's name, without quotes.");
}

function main(): void {
  const command = new Command("new").description("Writes what a new part of this repository begins with");
  command
    .command("platform")
    .description("a platform: its folder, emulator, conformance target, examples and page")
    .argument("<id>", "as programs write it: acme in acme.User", platformId)
    .option("--title <name>", "the vendor's name in messages; default: the id with a capital letter", titleText)
    .action((id: string, { title = `${id[0]?.toUpperCase()}${id.slice(1)}` }: { readonly title?: string }) => {
      for (const path of newPlatform(SOURCE, id, title)) process.stdout.write(`written  ${path}\n`);
      execFileSync(process.execPath, [join(SOURCE, "scripts", "run.mjs"), "generate"], { stdio: "inherit" });
      process.stdout.write(`next     npm test -- test/conformance/${id}   names what is not written yet\n`);
    });
  command.parse();
}

if (require.main === module) main();
