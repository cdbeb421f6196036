import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { environmentName } from "../../provider/configuration";
import { optionNames } from "../../provider/core/options";
import type { Platform } from "../../provider/core/platform";
import { commonSettings } from "../../provider/platforms/common-configuration";
import { platforms } from "../../provider/platforms/registry";
import { ROOT, repositoryFiles, textOf } from "./files";

const documents = repositoryFiles().filter((file) => file.endsWith(".md"));
const readme = textOf("README.md");
const all: readonly Platform[] = Object.values(platforms);

describe("the documents", () => {
  it.each(["README.md", "ARCHITECTURE.md", "DECISIONS.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE"])(
    "include %s",
    (file) => expect(textOf(file).length).toBeGreaterThan(500),
  );

  it("name commands that package.json has, with options that the commands know", () => {
    const { scripts } = JSON.parse(textOf("package.json")) as { scripts: Record<string, string> };
    const npmsOwn = ["test", "install", "ci", "pack"];
    for (const file of documents) {
      for (const [, run, name = ""] of codeIn(textOf(file)).matchAll(/\bnpm (run )?([a-z][\w:-]*)/g)) {
        const isKnown = run === undefined ? npmsOwn.includes(name) : name in scripts;
        expect(isKnown, `${file}: npm ${run ?? ""}${name}`).toBe(true);
      }
    }
    expect(Object.keys(scripts)).toEqual(
      expect.arrayContaining(["test", "demo", "bench", "sandbox", "build", "generate"]),
    );
    const commands = ["demo/main.ts", "sandbox/main.ts", "bench/main.ts", "scripts/test-servers.ts"];
    const known = commands.map(textOf).join("");
    for (const [, option = ""] of readme.matchAll(/`-- (--[a-z]+)/g)) expect(known).toContain(option);
  });

  it("link to files and headings that exist", () => {
    for (const file of documents) {
      for (const [, target = ""] of textOf(file).matchAll(/\]\(([^)\s]+)\)/g)) {
        if (/^https?:/.test(target)) continue;
        const [path = "", anchor] = target.split("#");
        const linked = path === "" ? file : join(dirname(file), path);
        expect(existsSync(join(ROOT, linked)), `${file} links to ${target}`).toBe(true);
        if (anchor !== undefined) expect(anchorsOf(textOf(linked)), `${file} links to ${target}`).toContain(anchor);
      }
    }
  });

  it("have a changelog with the package's version", () => {
    const { version } = JSON.parse(textOf("package.json")) as { version: string };
    expect(textOf("CHANGELOG.md")).toContain(`## [${version}]`);
  });

  it("have a page for every platform, in its folder", () => {
    for (const { id, title } of all) expect(textOf(`provider/platforms/${id}/readme.md`)).toMatch(`# ${title}\n`);
  });

  it("say which folders there are", () => {
    const architecture = textOf("ARCHITECTURE.md");
    const folders = new Set(repositoryFiles().flatMap((file) => (file.includes("/") ? [file.split("/", 1)[0]] : [])));
    for (const folder of folders) if (!folder?.startsWith(".")) expect(architecture).toContain(`\`${folder}/`);
  });
});

describe.each(all)("the README's table of $title", (platform) => {
  const rows = tableIn(sectionOf(readme, platform.title));

  it("lists every argument and no other, the required ones in bold", () => {
    const listed = rows.map(([name = ""]) => ({ name: name.replace(/[`*]/g, ""), isRequired: name.startsWith("**") }));
    const { required = [] } = platform.arguments.toJSONSchema({ io: "input", unrepresentable: "any" });
    const names = Object.keys(platform.arguments.shape);
    expect(listed).toEqual(names.map((name) => ({ name, isRequired: required.includes(name) })));
  });

  it("says of each argument whether it can be emptied", () => {
    const { attributes, manager } = platform.capabilities;
    for (const [cell = "", , emptied] of rows) {
      const name = cell.replace(/[`*]/g, "");
      const traits = attributes[name];
      if (traits) expect(emptied, name).toBe(traits.clear !== true ? "no" : traits.map ? "each key" : "yes");
      if (name === "manager") expect(emptied).toBe(manager === true ? "yes" : "no");
    }
  });

  it("names the outputs beside the arguments", () => {
    const outputs = /^Outputs: .*$/m.exec(sectionOf(readme, platform.title))?.[0] ?? "";
    for (const name of Object.keys(platform.info.shape)) expect(outputs).toContain(`\`${name}\``);
  });
});

describe("the README", () => {
  it("names every option that all platforms have", () => {
    const section = sectionOf(readme, "Platforms and attributes");
    for (const name of optionNames) expect(section).toContain(`\`${name}\``);
  });

  it("lists every setting of every platform and no other, with its name in the environment", () => {
    const rows = tableIn(sectionOf(readme, "Configuration")).map((row) => row.map((cell) => cell.replaceAll("`", "")));
    const common = Object.keys(commonSettings);
    const own = rows
      .filter(([platform]) => platform !== "each")
      .map(([platform, setting, name]) => [platform, setting, name]);
    const settings = all.flatMap((platform) =>
      Object.keys(platform.configuration.shape)
        .filter((setting) => !common.includes(setting))
        .map((setting) => [platform.id, setting, environmentName(platform, setting)]),
    );
    expect(own.sort(byText)).toEqual(settings.sort(byText));
    const shared = rows.filter(([platform]) => platform === "each");
    expect(shared.map(([, setting]) => setting).sort()).toEqual([...common].sort());
    for (const [, setting = "", name = ""] of shared) {
      expect(name).toContain(environmentName(platforms.adobe, setting).replace("ROSTER_ADOBE", ""));
    }
  });
});

/** The text below a heading, up to the next one of any level; deeper headings stay where there is no table yet. */
function sectionOf(markdown: string, title: string): string {
  const [, after = ""] = markdown.split(new RegExp(`^#+ ${title}$`, "m"));
  return after.split(/^#+ /m, 1)[0] ?? "";
}

/** Code blocks and code within the text. */
function codeIn(markdown: string): string {
  const blocks = [...markdown.matchAll(/^```.*?\n([\s\S]*?)^```$/gm)].map(([, code]) => code);
  const spans = [...markdown.matchAll(/`([^`\n]+)`/g)].map(([, code]) => code);
  return [...blocks, ...spans].join("\n");
}

/** The cells of the first table, without its head. */
function tableIn(markdown: string): readonly string[][] {
  const lines = markdown.split("\n");
  const start = lines.findIndex((line) => line.startsWith("|"));
  const length = lines.slice(start).findIndex((line) => !line.startsWith("|"));
  return lines
    .slice(start + 2, start + length)
    .map((line) => line.slice(1, -1).split("|"))
    .map((cells) => cells.map((cell) => cell.trim()));
}

/** Anchors of a document's headings, as GitHub makes them. */
function anchorsOf(markdown: string): readonly string[] {
  return [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, title = ""]) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

function byText(a: readonly unknown[], b: readonly unknown[]): number {
  return String(a) < String(b) ? -1 : 1;
}
