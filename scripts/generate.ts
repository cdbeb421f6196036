import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { platforms } from "../provider/platforms/registry.js";
import { exampleText, registryExamples } from "./examples/registry-examples.js";
import { decisionContents } from "./generate/decision-contents.js";
import { platformLists, publicNames } from "./generate/platform-lists.js";
import { platformModule } from "./generate/platform-module.js";
import { type Examples, type PackageFacts, pulumiSchema } from "./generate/pulumi-schema.js";
import {
  commonSettingTable,
  platformList,
  platformTables,
  settingTables,
  withTables,
} from "./generate/reference-tables.js";
import { chooser } from "./generate/registry-chooser.js";

/** The repository, from here or from where this is built to. */
const SOURCE =
  [join(__dirname, ".."), join(__dirname, "..", "..")].find((folder) => existsSync(join(folder, "package.json"))) ?? "";

/** Writes every generated file of the repository below a root, and returns their paths. */
export function generate(root: string): readonly string[] {
  const files = Object.values(platforms).map((platform) => ({
    path: join(root, "provider", "dynamic", "platforms", `${platform.id}.ts`),
    text: platformModule(platform),
  }));
  const facts = JSON.parse(readFileSync(join(SOURCE, "package.json"), "utf8")) as PackageFacts;
  const { version, description, license, keywords } = facts;
  const examples = new Map(
    registryExamples(SOURCE).map((example) => [example.token, exampleText(SOURCE, example)] as const),
  );
  const schema = pulumiSchema(Object.values(platforms), { version, description, license, keywords }, examples);
  const lists = [...platformLists(SOURCE), publicNames(Object.keys(platforms))];
  files.push(...lists.map(({ path, text }) => ({ path: join(root, path), text })));
  files.push({ path: join(root, "schema.json"), text: `${JSON.stringify(schema, undefined, 2)}\n` });
  files.push(...referencePages(root), ...registryPages(root, examples));
  files.push(
    page(root, "docs/decisions/README.md", { decisions: decisionContents(join(SOURCE, "docs", "decisions")) }),
  );
  for (const { path, text } of files) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  return files.map(({ path }) => path);
}

/** A page whose tables are generated; what stands around the tables stays. */
function page(root: string, name: string, tables: Readonly<Record<string, string>>) {
  const place = name.split("/");
  return { path: join(root, ...place), text: withTables(readFileSync(join(SOURCE, ...place), "utf8"), tables) };
}

function referencePages(root: string): readonly { readonly path: string; readonly text: string }[] {
  return [
    page(root, "README.md", { platforms: platformList(Object.values(platforms), "docs/reference/platforms") }),
    page(root, "docs/README.md", { platforms: platformList(Object.values(platforms), "reference/platforms") }),
    page(root, "docs/reference/configuration.md", { "common-settings": commonSettingTable(platforms.adobe) }),
    ...Object.values(platforms).map((platform) =>
      page(root, `docs/reference/platforms/${platform.id}.md`, platformTables(platform)),
    ),
  ];
}

/** The pages that the Pulumi Registry shows of a package. */
function registryPages(root: string, examples: Examples): readonly { readonly path: string; readonly text: string }[] {
  return [
    page(root, "docs/_index.md", { example: chooser(examples.get("roster:adobe:User") ?? "") }),
    page(root, "docs/installation-configuration.md", {
      settings: settingTables(Object.values(platforms)),
      "common-settings": commonSettingTable(platforms.adobe),
    }),
  ];
}

if (require.main === module) {
  const files = generate(SOURCE);
  const biome = join(SOURCE, "node_modules", "@biomejs", "biome", "bin", "biome");
  execFileSync(process.execPath, [biome, "format", "--write", ...files], {
    cwd: SOURCE,
    stdio: "inherit",
  });
}
